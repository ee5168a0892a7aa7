"""One question's fields become an answer, or say what is missing."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from assessments import questionnaires
from assessments.domain.case import (
    Answer,
    Choice,
    Evidence,
    How,
    NotApplicable,
    NotKnown,
    Pair,
    Proof,
)
from assessments.forms.answers import AnswerForm, fingerprint, shown
from assessments.forms.words import answer_in_words, said_in_words

from .browsing import fields
from .steps import COUNT, PLAN

QUESTIONS = questionnaires.load("honest-pilot/1").by_key
PAIR = Pair(Decimal(500), Decimal(50_000))


def bound(question: str, current: Answer | None = None, **typed: Any) -> AnswerForm:
    """A form bound to what was typed."""
    return AnswerForm(QUESTIONS[question], fields(question, **typed), lambda: current)


@pytest.mark.parametrize(
    ("question", "typed", "answer"),
    [
        ("data.selection", {}, None),
        ("data.selection", {"said": "0"}, Answer(Choice(0))),
        (
            "data.selection",
            {"said": "not_known", "rationale": " why \r\n"},
            Answer(NotKnown(), rationale="why"),
        ),
        (
            "data.unseen",
            {"said": "not_applicable", "na_reason": "no tuning"},
            Answer(NotApplicable("no tuning")),
        ),
        ("data.volume", {"pilot": "500", "production": "50,000"}, Answer(PAIR)),
        ("data.volume", {"said": "pair", "pilot": "500"}, Answer(Pair(Decimal(500), None))),
        (
            "load.volume",
            {"said": "pair", "pilot": "0", "how": "load_test"},
            Answer(Pair(Decimal(0), None, How.LOAD_TEST)),
        ),
        (
            "data.selection",
            {
                "said": "4",
                "evidence": "verified",
                "proof_title": "P",
                "proof_link": "https://p",
                "verified_by": "Audit",
            },
            Answer(Choice(4), Evidence.VERIFIED, proof=(Proof("P", "https://p"),), verified_by="Audit"),
        ),
        ("data.selection", {"said": "4", "verified_by": "left over"}, Answer(Choice(4))),
    ],
)
def test_what_was_typed_becomes_an_answer(
    question: str, typed: dict[str, str], answer: Answer | None
) -> None:
    form = bound(question, None, **typed)

    assert form.is_valid(), form.errors
    assert form.answer == answer


@pytest.mark.parametrize(
    ("question", "typed", "field"),
    [
        ("data.selection", {"said": "5"}, "said"),
        ("data.selection", {"said": "pair"}, "said"),
        ("data.volume", {"said": "3"}, "said"),
        ("data.volume", {"said": "pair"}, "pilot"),
        ("data.volume", {"pilot": "-1"}, "pilot"),
        ("data.volume", {"said": "not_known", "pilot": "500"}, "said"),
        ("data.unseen", {"said": "not_applicable"}, "na_reason"),
        ("data.selection", {"rationale": "because"}, "said"),
        ("data.selection", {"evidence": "measured"}, "said"),
        ("data.selection", {"said": "3", "proof_link": "https://p"}, "proof_title"),
        ("data.selection", {"said": "3", "proof_title": "P"}, "proof_link"),
        (
            "data.selection",
            {"said": "3", "evidence": "verified", "proof_title": "P", "proof_link": "https://p"},
            "verified_by",
        ),
        ("data.selection", {"said": "3", "evidence": "certain"}, "evidence"),
    ],
)
def test_what_cannot_be_taken_is_told_at_its_field(question: str, typed: dict[str, str], field: str) -> None:
    assert field in bound(question, None, **typed).errors


def test_choice_beside_the_stored_numbers_is_the_change() -> None:
    form = bound("data.volume", Answer(PAIR), said="not_known", pilot="500", production="50,000")

    assert form.is_valid()
    assert form.answer == Answer(NotKnown())


def test_reason_as_it_is_stored_is_not_changed_by_showing_it() -> None:
    before = Answer(NotApplicable(" no call\r\nno queue ", agreed_by="Rui"))
    form = bound("data.unseen", before, **shown(before) | {"rationale": "as agreed"})

    assert form.is_valid()
    assert form.answer == Answer(NotApplicable(" no call\r\nno queue "), rationale="as agreed")


def test_answer_with_the_longest_texts_of_a_case_file_is_taken() -> None:
    proof = Proof("p" * 500, "https://p")
    longest = Answer(Choice(1), Evidence.VERIFIED, "r" * 20_000, (proof,), verified_by="v" * 500)
    added = {"proof_title": proof.title, "proof_link": proof.link}
    form = bound("data.selection", None, **shown(longest) | added)

    assert form.is_valid(), form.errors
    assert form.answer == longest


def test_refusal_stands_at_the_fields_of_the_page() -> None:
    form = bound("data.selection", said="1")
    form.is_valid()

    form.refuse({"reason": "is missing", "proof": "is missing", "nowhere": "is wrong"})

    assert {"na_reason", "proof_title", "said"} == set(form.errors)


@pytest.mark.parametrize(
    "answer",
    [
        None,
        Answer(Choice(3), Evidence.DOCUMENTED, " spaced ", (PLAN,)),
        Answer(Pair(Decimal("1.125"), None, How.LOAD_TEST)),
        Answer(NotKnown()),
        Answer(NotApplicable("no call\r\nno queue", agreed_by="Rui")),
        Answer(Choice(1), proof=(COUNT,)),
        Answer(Choice(1), proof=(Proof("two\nlines", "https://p"),)),
    ],
)
def test_answer_as_shown_reads_back_as_unchanged(answer: Answer | None) -> None:
    question = "load.volume" if answer and isinstance(answer.said, Pair) else "data.selection"
    form = bound(question, answer, **shown(answer), shown=fingerprint(answer))

    assert form.is_valid(), form.errors
    assert not form.changed


def test_link_that_is_added_is_a_change_whatever_else_stands() -> None:
    before = Answer(Choice(1), Evidence.MEASURED, proof=(COUNT,))
    added = {"proof_title": PLAN.title, "proof_link": PLAN.link}
    form = bound("data.selection", before, **shown(before) | added, shown=fingerprint(before))

    assert form.is_valid(), form.errors
    assert form.changed
    assert form.answer == Answer(Choice(1), Evidence.MEASURED, proof=(PLAN,))


def test_what_backs_an_answer_is_no_field_of_it() -> None:
    assert fingerprint(Answer(Choice(1), proof=(COUNT, PLAN))) == fingerprint(Answer(Choice(1)))


def test_answer_shown_in_one_language_is_unchanged_when_posted_in_another() -> None:
    before = Answer(Pair(Decimal("500000.5"), Decimal(1_000_000)))
    typed: dict[str, Any] = {**shown(before), "shown": fingerprint(before)}

    with translation.override("de"):
        form = bound("data.volume", before, **typed)

        assert shown(before)["pilot"] != typed["pilot"]
        assert form.is_valid(), form.errors
        assert not form.changed


def test_post_without_a_fingerprint_is_held_against_what_is_stored() -> None:
    form = bound("data.selection", Answer(Choice(1)), said="1")

    assert form.is_valid()
    assert not form.changed


@pytest.mark.parametrize(
    ("question", "answer", "words"),
    [
        ("data.selection", None, "Not answered"),
        ("data.selection", Answer(Choice(0)), "Hand-picked or curated sample"),
        ("data.selection", Answer(NotKnown()), "Not known"),
        ("data.volume", Answer(PAIR), "Pilot 500 records, production 50,000 records (coverage 1 %)"),
        ("data.volume", Answer(Pair(None, Decimal(5))), "Pilot not known, production 5 records"),
        (
            "data.unseen",
            Answer(NotApplicable("no tuning", "Rui")),
            "Not applicable (agreed by Rui): no tuning",
        ),
    ],
)
def test_answer_is_said_in_words(question: str, answer: Answer | None, words: str) -> None:
    assert said_in_words(QUESTIONS[question], answer).replace("\N{NO-BREAK SPACE}", " ") == words


def test_whole_answer_names_evidence_proof_and_reasons() -> None:
    answer = Answer(
        Pair(Decimal(1), None, How.LOAD_TEST), Evidence.VERIFIED, "because", (PLAN,), verified_by="Audit"
    )

    assert answer_in_words(QUESTIONS["load.volume"], answer).split("\n")[1:] == [
        "Verified by Audit",
        "Proof: Pilot plan",
        "because",
    ]
    assert "in a load test" in said_in_words(QUESTIONS["load.volume"], answer)
    assert answer_in_words(QUESTIONS["load.volume"], None) == "Not answered"
