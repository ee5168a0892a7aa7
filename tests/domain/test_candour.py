"""Candour prompts: asked by rules in the open, never of anybody by name, and never the more for evidence."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given as tried
from hypothesis import settings
from hypothesis import strategies as st

from assessments.domain.candour import HURRY, WHY, Given, Rule, prompts
from assessments.domain.case import Answer, Choice, Evidence, NotApplicable, NotKnown, Pair, Said

from .build import QUESTIONNAIRE, backed, perfect

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
KEYS = [question.key for question in QUESTIONNAIRE]
DATA = QUESTIONNAIRE.by_section["data"].questions
WORDS = "We looked at every single record of the pilot."


def section(step: timedelta, **changes: object) -> list[Given]:
    """All questions of the first section at their best, so far apart from each other."""
    return [
        replace(
            Given(question.key, perfect(question, Evidence.NONE), AT + place * step),
            **changes,  # type: ignore[arg-type]
        )
        for place, question in enumerate(DATA)
    ]


def rules(rows: list[Given], **facts: bool) -> list[Rule]:
    return [prompt.rule for prompt in prompts(rows, QUESTIONNAIRE, **facts)]


def asks(rows: list[Given], **facts: bool) -> list[str]:
    return [prompt.asks for prompt in prompts(rows, QUESTIONNAIRE, **facts)]


def test_nothing_is_asked_of_an_empty_round() -> None:
    assert prompts([], QUESTIONNAIRE) == ()


@pytest.mark.parametrize(
    ("seconds", "within"), [(1, "one minute"), (20, "two minutes"), (50, "five minutes")]
)
def test_section_all_at_its_best_in_a_hurry_is_asked_about(seconds: int, within: str) -> None:
    assert asks(section(timedelta(seconds=seconds))) == [
        f"All {len(DATA)} answers of Data quality were given within {within}. Who else has looked at them?"
    ]


@pytest.mark.parametrize(
    "rows",
    [
        section(HURRY / (len(DATA) - 1) + timedelta(seconds=1)),
        section(timedelta(0)),
        section(timedelta(seconds=1))[:-1],
        section(timedelta(seconds=1), carried_over=True),
    ],
    ids=["taking their time", "one form or file", "not whole", "taken over"],
)
def test_section_without_a_hurry_is_not_asked_about(rows: list[Given]) -> None:
    assert rules(rows) == []


@pytest.mark.parametrize("said", [NotKnown(), Choice(3), Pair(None, Decimal(1))])
def test_honest_answer_ends_the_question(said: Choice | NotKnown | Pair) -> None:
    first, *others = section(timedelta(seconds=1))
    assert rules([replace(first, answer=Answer(said)), *others]) == []


def test_numbers_never_tell_what_they_come_to() -> None:
    """Whether a pair is near production or far away makes no difference to what is asked."""
    rows = section(timedelta(seconds=1))
    far = [
        replace(row, answer=Answer(Pair(Decimal(0), Decimal(100))))
        if isinstance(row.answer.said, Pair)
        else row
        for row in rows
    ]
    assert far != rows
    assert asks(far) == asks(rows)


def facts(number: int, evidence: Evidence = Evidence.NONE) -> list[Given]:
    chosen = [question for question in QUESTIONNAIRE if question.measure is None][:number]
    return [Given(question.key, backed(Answer(Choice(2), evidence)), AT) for question in chosen]


def test_round_without_any_evidence_is_asked_about() -> None:
    assert rules(facts(9)) == []
    assert asks(facts(10)) == [
        "Not one of the 10 facts stated names any evidence. What could somebody who was not there look at?"
    ]
    assert rules([*facts(10)[1:], *facts(1, Evidence.DOCUMENTED)]) == []


def reasons(*texts: str) -> list[Given]:
    return [Given(key, Answer(Choice(2), rationale=text), AT) for key, text in zip(KEYS, texts, strict=False)]


def test_same_words_under_many_answers_are_asked_about() -> None:
    spaced = f"  {WORDS.upper()}\n"
    assert rules(reasons(WORDS, WORDS)) == []
    assert rules(reasons("as said before", "as said before", "as said before")) == []
    (asked,) = asks(reasons(WORDS, spaced, WORDS))
    assert asked.startswith("The same words are the reason for 3 answers: ")
    not_applicable = [Given(KEYS[0], Answer(NotApplicable(WORDS)), AT), *reasons("", WORDS, WORDS)[1:]]
    assert Rule.SAME_TEXT in rules(not_applicable)


def test_critical_question_that_does_not_apply_is_asked_about() -> None:
    critical = next(question for question in QUESTIONNAIRE if question.not_applicable_when_none)
    other = next(question for question in QUESTIONNAIRE if not question.critical)
    rows = [Given(question.key, Answer(NotApplicable("none")), AT) for question in (critical, other)]

    (asked,) = asks(rows)

    assert f"“{critical.name[0].upper()}{critical.name[1:]}” decides its section" in asked


def test_changes_after_the_verdict_are_asked_about() -> None:
    changed, other = facts(2)
    names = QUESTIONNAIRE.by_key[changed.question].name

    assert asks([replace(changed, after_verdict=True), other]) == [
        f"Changed after the verdict had been seen: {names}. What was learned in between?"
    ]
    assert asks([other], claim_after_verdict=True) == [
        "Changed after the verdict had been seen: the pilot claim. What was learned in between?"
    ]


def rows_of_any_round() -> st.SearchStrategy[list[Given]]:
    said: st.SearchStrategy[Said] = st.sampled_from(
        [Choice(4), Choice(0), NotKnown(), NotApplicable(WORDS), Pair(Decimal(1), Decimal(2))]
    )
    one = st.tuples(said, st.booleans(), st.integers(0, 90), st.booleans(), st.booleans())
    return st.lists(one, max_size=len(KEYS)).map(
        lambda drawn: [
            Given(
                key,
                Answer(what, rationale=WORDS if same else ""),
                AT + timedelta(seconds=seconds * place),
                carried_over=carried,
                after_verdict=after,
            )
            for place, (key, (what, same, seconds, carried, after)) in enumerate(
                zip(KEYS, drawn, strict=False)
            )
        ]
    )


@settings(max_examples=60, deadline=None)
@tried(rows_of_any_round(), st.data())
def test_evidence_never_adds_a_question(rows: list[Given], data: st.DataObject) -> None:
    before = set(asks(rows))
    with_evidence = [
        replace(row, answer=backed(replace(row.answer, evidence=Evidence.MEASURED)))
        if data.draw(st.booleans())
        else row
        for row in rows
    ]

    assert set(asks(with_evidence)) <= before


@settings(max_examples=60, deadline=None)
@tried(rows_of_any_round())
def test_wording_asks_and_never_accuses(rows: list[Given]) -> None:
    asked = prompts(rows, QUESTIONNAIRE)

    assert asked == prompts(list(reversed(rows)), QUESTIONNAIRE)
    for prompt in asked:
        assert prompt.asks.endswith("?")
        assert prompt.why == WHY[prompt.rule]
        said = f"{prompt.asks} {prompt.why}".casefold()
        assert not re.search(
            r"\b(suspicious|wrong|dishonest|cheat|careless|lazy|score|level|matched|finding)", said
        )
