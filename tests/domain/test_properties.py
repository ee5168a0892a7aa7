"""What must hold for every assessment, tried on many made at random."""

import random
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.domain.case import (
    Answer,
    Case,
    Choice,
    Evidence,
    How,
    NotApplicable,
    NotKnown,
    Outcome,
    Pair,
)
from assessments.domain.casefile import parse, to_text
from assessments.domain.follow_ups import reduced
from assessments.domain.questionnaire import Coverage, Question, Questionnaire
from assessments.domain.result import as_result
from assessments.domain.scoring import Finding
from assessments.domain.verdict import Assessed, Verdict
from assessments.questionnaires import load

from .build import CLAIM, QUESTIONNAIRE, backed, judged, perfect, perfect_case, with_answers
from .followed import FOLLOWED

MANY = settings(max_examples=50, deadline=None)
VERDICTS = list(Verdict)
WEIGHT = {Finding.MATCHED: 2, Finding.PARTIAL: 1, Finding.UNMATCHED: 0, Finding.UNKNOWN: 0}
KEYS = [question.key for question in QUESTIONNAIRE]
LEADING = [
    key for main, following in FOLLOWED.follow_ups.items() for key in (main, *(f.key for f in following))
]


def some_answer(question: Question, draw: random.Random) -> Answer:
    """Any answer that the form allows, better ones more often, so that matched sections occur."""
    if draw.random() < 0.06:
        return Answer(NotKnown())
    if draw.random() < 0.05 and not question.critical:
        return Answer(NotApplicable("not used here", draw.choice(["", "reviewer"])))
    evidence = draw.choice([Evidence.NONE, Evidence.DOCUMENTED, *[Evidence.MEASURED] * 5, Evidence.VERIFIED])
    if question.measure is None:
        return backed(Answer(Choice(draw.choice([0, 1, 2, 3, 3, 4, 4, 4, 4])), evidence))
    production = Decimal(draw.randint(1, 100))
    share = Decimal(draw.choice([0, 1, 5, 20, 60, 90, 100, 100, 100])) / 100
    pilot = (
        production * share if question.measure.coverage is Coverage.PILOT_OVER_PRODUCTION else production * 2
    )
    how = draw.choice(list(How)) if question.measure.asks_how else How.LIVE
    return backed(Answer(Pair(pilot, production, how), evidence))


def some_case(seed: int) -> Case:
    """A case made from a seed: from nearly perfect to full of gaps, every other one with follow-ups.

    Follow-ups are answered whether they are asked or not; what leads to them is answered anyhow more often.
    """
    draw = random.Random(seed)  # noqa: S311 - repeatable, not secret
    questionnaire = draw.choice([QUESTIONNAIRE, FOLLOWED])
    keys = list(questionnaire.by_key)
    answers = {question.key: perfect(question) for question in questionnaire}
    leading = draw.sample(LEADING, draw.choice([0, 1, 2, 5])) if questionnaire is FOLLOWED else []
    for key in (*draw.sample(keys, draw.choice([0, 1, 2, 5, 20, 52])), *leading):
        answers[key] = some_answer(questionnaire.by_key[key], draw)
    for key in draw.sample(keys, draw.choice([0, 0, 1, 3])):
        del answers[key]
    return perfect_case(questionnaire=questionnaire.id, answers=answers)


cases = st.integers(0, 10**6).map(some_case)
some_key = st.one_of(st.sampled_from(KEYS), st.sampled_from(LEADING))


def broken(assessed: Assessed) -> set[str]:
    return {item.rule for item in assessed.contradictions}


def assert_no_better(worse: Assessed, than: Assessed) -> None:
    for key, result in worse.sections.items():
        assert WEIGHT[result.finding] <= WEIGHT[than.sections[key].finding], key
        assert result.level <= than.sections[key].level, key
    assert VERDICTS.index(worse.verdict) >= VERDICTS.index(than.verdict)
    assert worse.index <= than.index


def worsened(question: Question, answer: Answer) -> Answer | None:
    """The same answer one step worse, or None where it cannot be worse."""
    match answer.said:
        case Choice(level=level) if level > 0:
            return replace(answer, said=Choice(level - 1))
        case Pair(pilot=pilot, production=production) if pilot and production and question.measure:
            if question.measure.coverage is Coverage.PILOT_OVER_PRODUCTION:
                return replace(answer, said=Pair(pilot / 2, production, answer.said.how))
            return replace(answer, said=Pair(pilot * 2, production, answer.said.how))
    return None


def without_evidence(answer: Answer) -> Answer:
    return replace(answer, evidence=Evidence.NONE, proof=(), verified_by="")


@given(cases, some_key)
@MANY
def test_a_blank_answer_never_helps(case: Case, key: str) -> None:
    assert_no_better(judged(with_answers(case, {key: None})), than=judged(case))


@given(cases, some_key)
@MANY
def test_not_knowing_never_helps(case: Case, key: str) -> None:
    if key in case.answers:
        assert_no_better(judged(with_answers(case, {key: Answer(NotKnown())})), than=judged(case))


@given(cases, some_key)
@MANY
def test_an_unagreed_not_applicable_never_helps(case: Case, key: str) -> None:
    if key in case.answers:
        excuse = Answer(NotApplicable("we would rather not"))
        assert_no_better(judged(with_answers(case, {key: excuse})), than=judged(case))


@given(cases, some_key)
@MANY
def test_removing_evidence_never_helps(case: Case, key: str) -> None:
    if key in case.answers:
        assert_no_better(
            judged(with_answers(case, {key: without_evidence(case.answers[key])})), than=judged(case)
        )


@given(cases, some_key)
@MANY
def test_a_worse_answer_never_helps_but_by_settling_a_contradiction(case: Case, key: str) -> None:
    worse = worsened(FOLLOWED.by_key[key], case.answers[key]) if key in case.answers else None
    if worse is None:
        return
    before, after = judged(case), judged(with_answers(case, {key: worse}))
    if broken(before) <= broken(after):
        assert_no_better(after, than=before)
    for section, result in after.sections.items():
        assert result.level <= before.sections[section].level


@pytest.mark.parametrize("key", KEYS)
def test_no_question_of_a_perfect_pilot_can_be_worsened_into_a_gain(key: str) -> None:
    question, whole = QUESTIONNAIRE.by_key[key], judged(perfect_case())
    answer = perfect(question)
    for changed in (
        None,
        Answer(NotKnown()),
        Answer(NotApplicable("x")),
        without_evidence(answer),
        worsened(question, answer),
    ):
        assert_no_better(judged(with_answers(perfect_case(), {key: changed})), than=whole)


@given(cases, st.randoms(use_true_random=False))
@MANY
def test_order_never_matters(case: Case, shuffler: Any) -> None:
    items = list(case.answers.items())
    shuffler.shuffle(items)

    assert as_result(judged(replace(case, answers=dict(items)))) == as_result(judged(case))


def _load(identifier: str) -> Questionnaire:
    return FOLLOWED if identifier == FOLLOWED.id else load(identifier)


@given(cases)
@MANY
def test_file_out_and_in_is_equal(case: Case) -> None:
    case = judged(case).case

    assert parse(to_text(case), _load) == case


@given(cases, st.sampled_from(Outcome))
@MANY
def test_result_never_affects_the_verdict(case: Case, result: Outcome) -> None:
    """K7 asks about the result on purpose: a met criterion that cannot have been met."""
    before, after = judged(case), judged(replace(case, claim=replace(CLAIM, result=result)))

    if "K7" not in broken(before) | broken(after):
        assert after.verdict is before.verdict
    assert [section.finding for section in after.sections.values()] == [
        section.finding for section in before.sections.values()
    ]


@given(cases)
@MANY
def test_everything_is_said_about_every_case(case: Case) -> None:
    assessed = judged(case)

    assert assessed.honest_claim.endswith(".")
    assert set(assessed.scored) == set(reduced(assessed.questionnaire, case.answers).by_key)
    assert Decimal(0) <= assessed.index <= 100
    for result in assessed.sections.values():
        assert bool(result.held_down_by) is (result.finding is not Finding.MATCHED)
