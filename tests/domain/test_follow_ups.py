"""Questions that are asked only where the one above them is answered badly, or not known."""

from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from pydantic import ValidationError

from assessments.domain.candour import Given, Rule, prompts
from assessments.domain.case import (
    Acknowledgement,
    Answer,
    Case,
    Challenge,
    Choice,
    Disagreement,
    Evidence,
    EvidenceEntry,
    LoweredGrade,
    NotApplicable,
    Proof,
    Quantity,
)
from assessments.domain.casefile import CaseFileErrors, parse, to_text
from assessments.domain.claim import honest_claim
from assessments.domain.follow_ups import only_asked, reduced
from assessments.domain.questionnaire import CLAIMED, AskedWhen, Questionnaire
from assessments.domain.remedies import Disposition
from assessments.domain.result import as_result
from assessments.domain.scoring import Finding, score
from assessments.domain.verdict import HoldKind, Readiness
from assessments.questionnaires import digest, load

from .build import QUESTIONNAIRE, TODAY, UNKNOWN, choice, judged, pair, perfect_case, with_answers
from .followed import CLEANED, FOLLOW_UPS, FOLLOWED, HOW_MANY, PEAK, STRESS, WHO, question, with_questions
from .test_candour import AT
from .test_properties import assert_no_better, without_evidence


def followed_case(answers: dict[str, Answer | None] | None = None) -> Case:
    """A perfect pilot in the question set with follow-ups, with some answers replaced."""
    return with_answers(perfect_case(questionnaire=FOLLOWED.id), answers or {})


# ---- Which question sets can be loaded ----


def refusal(added: dict[str, list[dict[str, Any]]]) -> str:
    with pytest.raises(ValidationError) as refused:
        Questionnaire.model_validate(with_questions(added))
    return str(refused.value)


def when(key: str, **said: Any) -> dict[str, Any]:
    return {"question": key, **({"at_most": 2} | said)}


def test_a_set_without_follow_ups_keeps_its_digest() -> None:
    assert digest(QUESTIONNAIRE) == "b602e1a721bc75028d54bfd75671043cf8b402a7f7a656f23d67b96d3bfe70b9"
    assert QUESTIONNAIRE.follow_ups == {}
    assert "asked_when" not in QUESTIONNAIRE.by_key["data.selection"].model_dump()


def test_a_set_with_follow_ups_reads_back_as_it_was_stored() -> None:
    assert Questionnaire.model_validate(FOLLOWED.model_dump(mode="json")) == FOLLOWED
    assert {
        question.key: AskedWhen.model_validate(FOLLOW_UPS[question.key])
        for following in FOLLOWED.follow_ups.values()
        for question in following
    } == {question.key: question.asked_when for question in FOLLOWED if question.follows}


@pytest.mark.parametrize(
    ("below", "added", "message"),
    [
        (
            "data.cleaning",
            question(CLEANED, asked_when=when("data.selection")),
            "must stand directly below it",
        ),
        ("data.cleaning", question(CLEANED, asked_when=when("data.history")), "must stand directly below it"),
        ("data.cleaning", question(CLEANED, asked_when=when("data.none")), "must stand directly below it"),
        ("data.cleaning", question(CLEANED, asked_when=when(CLEANED)), "must stand directly below it"),
        ("data.cleaning", question(CLEANED, asked_when=when("users.count")), "in the same section"),
        ("data.cleaning", question(CLEANED, asked_when=when("data.cleaning"), critical=True), "always asked"),
        ("data.cleaning", question(CLEANED, asked_when={"question": "data.cleaning"}), "needs at_most"),
        (
            "data.cleaning",
            question(CLEANED, asked_when=when("data.cleaning", at_most=4)),
            "less than or equal",
        ),
        ("data.cleaning", question(CLEANED, asked_when=when("data.cleaning", at_least=3)), "at_least"),
    ],
)
def test_a_set_with_a_follow_up_that_could_help_or_never_be_asked_is_refused(
    below: str, added: dict[str, Any], message: str
) -> None:
    assert message in refusal({below: [added]})


def test_a_follow_up_has_no_follow_up() -> None:
    chained = question(WHO, asked_when=when(CLEANED))

    assert "a follow-up has none of its own" in refusal(
        {"data.cleaning": [question(CLEANED, asked_when=when("data.cleaning")), chained]}
    )


def test_the_first_question_of_a_section_is_no_follow_up() -> None:
    dump = with_questions({})
    dump["sections"][0]["questions"].insert(0, question(CLEANED, asked_when=when("data.selection")))

    with pytest.raises(ValidationError, match="must stand directly below it"):
        Questionnaire.model_validate(dump)


def test_what_the_honest_claim_speaks_of_is_always_asked() -> None:
    dump = with_questions({})
    moved = next(one for one in dump["sections"][6]["questions"] if one["key"] == "scope.coverage")
    moved |= {"critical": False, "asked_when": when("scope.same_system")}

    with pytest.raises(ValidationError, match=r"scope\.coverage cannot be a follow-up"):
        Questionnaire.model_validate(dump)


@pytest.mark.parametrize("key", [question.key for question in QUESTIONNAIRE])
def test_the_honest_claim_speaks_of_just_those_questions(key: str) -> None:
    case = perfect_case()
    scored = score(case, QUESTIONNAIRE)
    del scored[key]

    if key in CLAIMED:
        with pytest.raises(KeyError):
            honest_claim(case, scored)
    else:
        assert honest_claim(case, scored).endswith(".")


def test_not_applicable_rests_on_no_follow_up() -> None:
    added = question("integration.count", asked_when=when("integration.timing"))
    resting = question("integration.last", not_applicable_when_none="integration.count")

    assert "integration.last cannot rest on" in refusal({"integration.timing": [added, resting]})


# ---- What is asked ----


@pytest.mark.parametrize(
    ("key", "answer", "asked"),
    [
        ("data.cleaning", None, set()),
        ("data.cleaning", choice(4), set()),
        ("data.cleaning", choice(3), set()),
        ("data.cleaning", choice(2), {CLEANED}),
        ("data.cleaning", choice(0, Evidence.NONE), {CLEANED}),
        ("data.cleaning", UNKNOWN, set()),
        ("data.cleaning", Answer(NotApplicable("why")), set()),
        ("data.volume", pair(100, 100), set()),
        ("data.volume", pair(30, 100), {HOW_MANY}),
        ("data.volume", pair(1, 100), {WHO, HOW_MANY}),
        ("data.volume", pair(1, None), set()),
        ("data.volume", UNKNOWN, {WHO}),
        ("data.volume", Answer(NotApplicable("why", "reviewer")), set()),
        ("load.volume", pair(0, 100), set()),
        ("load.volume", UNKNOWN, {PEAK}),
    ],
)
def test_what_an_answer_asks(key: str, answer: Answer | None, asked: set[str]) -> None:
    case = followed_case({key: answer})
    left = reduced(FOLLOWED, case.answers)

    assert left.by_key.keys() - QUESTIONNAIRE.by_key.keys() == asked
    assert list(left.by_key) == [one.key for one in FOLLOWED if one.key in left.by_key]
    assert (left.id, left.title) == (FOLLOWED.id, FOLLOWED.title)


def test_all_that_is_asked_is_the_set_itself() -> None:
    assert reduced(QUESTIONNAIRE, {}) is QUESTIONNAIRE
    assert only_asked(case := perfect_case(), QUESTIONNAIRE) is case


def test_a_follow_up_is_numbered_below_its_question() -> None:
    numbers = FOLLOWED.by_section["data"].numbers

    assert numbers["data.cleaning"] == "2"
    assert numbers[CLEANED] == "2.1"
    assert (numbers["data.volume"], numbers[WHO], numbers[HOW_MANY]) == ("3", "3.1", "3.2")
    assert numbers["data.defect_rate"] == QUESTIONNAIRE.by_section["data"].numbers["data.defect_rate"] == "4"


# ---- What is not asked leaves no trace ----


def test_what_is_not_asked_changes_nothing_that_is_said() -> None:
    proof = Proof("Secret log", "https://wiki.example.org/secret")
    hidden = replace(choice(0), proof=(proof,))
    clean = followed_case()
    full = replace(
        with_answers(clean, {CLEANED: hidden}),
        challenges=(Challenge(CLEANED, "who?"),),
        lowered_grades=(LoweredGrade(CLEANED, Evidence.NONE, "reviewer", "why"),),
        disagreements=(Disagreement(CLEANED, Choice(4)),),
        evidence=(
            EvidenceEntry("Secret log", "https://wiki.example.org/secret", questions=(CLEANED,)),
            EvidenceEntry("Shared", "https://wiki.example.org/shared", questions=(CLEANED, "data.volume")),
            EvidenceEntry("Spare", "https://wiki.example.org/spare"),
        ),
    )
    entries = (
        EvidenceEntry("Shared", "https://wiki.example.org/shared", questions=("data.volume",)),
        EvidenceEntry("Spare", "https://wiki.example.org/spare"),
    )

    assert judged(full).case == replace(clean, evidence=entries)
    assert as_result(judged(full)) == as_result(judged(clean))
    assert judged(full).scored == judged(clean).scored
    assert judged(full).holds == judged(clean).holds == ()
    assert as_result(judged(full))["questions"] == as_result(judged(full))["answered"] == 52


def test_what_is_asked_counts_as_a_question() -> None:
    result = as_result(judged(followed_case({"data.cleaning": choice(2)})))

    assert (result["questions"], result["answered"]) == (53, 52)


def test_candour_looks_at_what_is_asked_only() -> None:
    answers = {question.key: choice(4, Evidence.NONE) for question in FOLLOWED.by_section["data"].questions}
    changed = [Given(key, answer, AT, after_verdict=key == CLEANED) for key, answer in answers.items()]

    assert Rule.AFTER_VERDICT not in {prompt.rule for prompt in prompts(changed, FOLLOWED)}
    changed[1] = replace(changed[1], answer=choice(1))
    assert Rule.AFTER_VERDICT in {prompt.rule for prompt in prompts(changed, FOLLOWED)}


# ---- How it counts: it lowers its question, and nothing else ----


def data_section(**answers: Answer | None) -> Any:
    named = {"cleaning": "data.cleaning", "cleaned": CLEANED, "volume": "data.volume", "who": WHO}
    named |= {"how_many": HOW_MANY}
    case = followed_case({named[name]: answer for name, answer in answers.items()})
    return judged(case).sections["data"]


def test_a_good_follow_up_raises_nothing() -> None:
    plain = data_section(cleaning=choice(2), cleaned=choice(4))

    assert plain.level == 2
    assert plain.finding is Finding.PARTIAL
    assert plain.held_down_by == ("data.cleaning",)


def test_a_bad_follow_up_lowers_its_question() -> None:
    lowered = data_section(cleaning=choice(2), cleaned=choice(1))

    assert (lowered.level, lowered.claimed) == (1, 1)
    assert lowered.finding is Finding.UNMATCHED
    assert lowered.held_down_by == (CLEANED,)


def test_a_blank_follow_up_of_a_critical_question_leaves_its_section_unknown() -> None:
    blank = data_section(cleaning=choice(2))

    assert (blank.level, blank.claimed) == (0, 2)
    assert blank.finding is Finding.UNKNOWN
    assert blank.held_down_by == (CLEANED,)


def test_a_blank_follow_up_of_another_question_holds_its_section_at_partial() -> None:
    blank = data_section(volume=pair(30, 100), how_many=None)

    assert (blank.level, blank.finding) == (2, Finding.PARTIAL)
    assert blank.held_down_by == (HOW_MANY,)


def test_a_follow_up_without_evidence_is_capped_like_any_other_answer() -> None:
    assert data_section(volume=pair(30, 100), how_many=pair(9, 10, Evidence.NONE)).level == 4 - 1 + 1
    assert data_section(cleaning=choice(2), cleaned=choice(4, Evidence.NONE)).level == 2


def test_an_agreed_not_applicable_follow_up_drops_out() -> None:
    dropped = data_section(cleaning=choice(2), cleaned=Answer(NotApplicable("nobody", "reviewer")))

    assert dropped.level == 2
    assert data_section(cleaning=choice(2), cleaned=Answer(NotApplicable("nobody"))).level == 0


def test_a_question_that_is_not_known_counts_so_whatever_follows() -> None:
    alone = data_section(volume=UNKNOWN, who=None)
    answered = data_section(volume=UNKNOWN, who=choice(4))

    assert (alone.level, alone.finding) == (answered.level, answered.finding) == (2, Finding.PARTIAL)
    assert alone.held_down_by == ("data.volume",)


def test_a_disagreement_on_what_is_asked_holds_the_verdict() -> None:
    case = followed_case({"load.peak": choice(3), STRESS: choice(4)})
    case = replace(case, disagreements=(Disagreement(STRESS, Choice(0)),))

    assert [hold.kind for hold in judged(case).holds] == [HoldKind.DISAGREEMENT]
    for answer in (None, UNKNOWN, choice(1)):
        assert_no_better(judged(with_answers(case, {"load.peak": answer})), than=judged(case))


def test_nobody_acknowledges_a_blank_follow_up_of_a_critical_question() -> None:
    told = Acknowledgement("less", Quantity(80, "%"), "lead", "head", TODAY.replace(year=2027))  # type: ignore[arg-type]  # any number
    blank = followed_case({"data.cleaning": choice(2)})
    filled = with_answers(blank, {CLEANED: choice(2)})

    before, after = (judged(replace(case, remedies={"data": told})) for case in (blank, filled))
    assert before.dispositions["data"].state is Disposition.UNDECIDED
    assert before.readiness is Readiness.UNDECIDED
    assert after.readiness is Readiness.READY_ADJUSTED


STATES = [
    None,
    UNKNOWN,
    Answer(NotApplicable("we would rather not")),
    *(choice(level, grade) for level in range(5) for grade in (Evidence.NONE, Evidence.MEASURED)),
]
"""Everything that can be said to a choice, as far as it can count."""


def worse_than(answer: Answer | None) -> list[Answer | None]:
    """Everything that says less, or says it with less behind it."""
    if answer is None or not isinstance(answer.said, Choice):
        return STATES[:3]
    lower = [choice(level, answer.evidence) for level in range(answer.said.level)]
    return [*STATES[:3], *lower, without_evidence(answer)]


@pytest.mark.parametrize(("main", "follow_up"), [("data.cleaning", CLEANED), ("load.peak", STRESS)])
def test_no_worse_answer_to_either_of_the_two_ever_helps(main: str, follow_up: str) -> None:
    """Every state of a question beside every state of its follow-up, and everything that is worse."""
    stood = {
        (first, second): judged(followed_case({main: first, follow_up: second}))
        for first, second in product(STATES, STATES)
    }
    for (first, second), before in stood.items():
        for worse in worse_than(first):
            assert_no_better(stood[worse, second], than=before)
        for worse in worse_than(second):
            assert_no_better(stood[first, worse], than=before)


# ---- The case file ----


def _set(identifier: str) -> Questionnaire:
    return FOLLOWED if identifier == FOLLOWED.id else load(identifier)


def errors_of(case: Case) -> tuple[str, ...]:
    with pytest.raises(CaseFileErrors) as refused:
        parse(to_text(case), _set)
    return refused.value.errors


def test_a_case_file_with_answers_that_are_not_asked_says_which() -> None:
    case = followed_case({key: choice(3) for key in (CLEANED, WHO, PEAK)})
    case = replace(
        case,
        challenges=(Challenge(CLEANED, "who?"),),
        disagreements=(Disagreement("data.cleaning", Choice(1)), Disagreement(CLEANED, Choice(1))),
        evidence=(EvidenceEntry("Log", "https://wiki.example.org/log", questions=("data.volume", CLEANED)),),
    )
    cleaned = "is not asked: it follows data.cleaning only at level 2 or below"

    assert set(errors_of(case)) == {
        f"answers.{CLEANED}: {cleaned}",
        f"answers.{WHO}: is not asked: it follows data.volume only at level 1 or below, or not known",
        f"answers.{PEAK}: is not asked: it follows load.volume only where that is not known",
        f"challenges.0.question: {cleaned}",
        f"disagreements.1.question: {cleaned}",
        f"evidence.0.questions.1: {cleaned}",
    }


def test_a_case_file_whose_question_cannot_be_read_says_only_that() -> None:
    case = followed_case({CLEANED: choice(1), WHO: choice(1), "data.volume": UNKNOWN})
    broken = to_text(case).replace('"data.cleaning":{"evidence"', '"data.cleaning":{"nonsense"')
    broken = broken.replace('"nonsense":"measured","level":4', '"nonsense":"measured"')

    with pytest.raises(CaseFileErrors) as refused:
        parse(broken, _set)
    assert not any(CLEANED in error for error in refused.value.errors)


def test_a_case_file_with_what_is_asked_is_taken() -> None:
    case = followed_case(
        {"data.cleaning": choice(1), CLEANED: choice(3), "data.volume": UNKNOWN, WHO: choice(2)}
    )

    assert parse(to_text(case), _set) == case
