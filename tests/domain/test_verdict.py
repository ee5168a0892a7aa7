"""Rules 4 to 6: two axes, readiness, index, and what would change the verdict."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from assessments.domain.case import (
    Acknowledgement,
    Action,
    Answer,
    Challenge,
    Choice,
    Disagreement,
    Evidence,
    Fix,
    NotKnown,
    Outcome,
    Pair,
    Progress,
    Quantity,
    Remedy,
)
from assessments.domain.remedies import Disposition
from assessments.domain.verdict import HoldKind, Readiness, Verdict

from .build import CLAIM, TODAY, UNKNOWN, choice, judged, perfect_but, perfect_case, with_answers

DROPPED = Action("train", "lead", date(2026, 12, 15), Progress.DROPPED, dropped_because="no money")
FIX = Fix((Action("re-run on a random sample of 2,000", "project lead", date(2026, 12, 15)),))
EXPIRES = TODAY + timedelta(days=30)


def acknowledged(**changes: Any) -> Acknowledgement:
    plain = Acknowledgement(
        "first fixes take 3 days", Quantity(Decimal(80), "%"), "lead", "head of operations", EXPIRES
    )
    return replace(plain, **changes)


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ({}, Verdict.PREDICTIVE),
        ({"data.selection": choice(2)}, Verdict.CONDITIONALLY_PREDICTIVE),
        ({"data.selection": choice(1)}, Verdict.NOT_PREDICTIVE),
        ({"data.selection": UNKNOWN}, Verdict.NOT_PREDICTIVE),
        ({"data.selection": None}, Verdict.NOT_PREDICTIVE),
    ],
)
def test_weakest_section_decides(answers: dict[str, Answer | None], verdict: Verdict) -> None:
    assert perfect_but(answers).verdict is verdict


@pytest.mark.parametrize("result", list(Outcome))
def test_result_never_changes_the_verdict(result: Outcome) -> None:
    assessed = judged(perfect_case(claim=replace(CLAIM, result=result)))

    assert (assessed.verdict, assessed.readiness, assessed.result) == (
        Verdict.PREDICTIVE,
        Readiness.READY,
        result,
    )


@pytest.mark.parametrize(
    ("question", "settled", "held"),
    [("data.selection", False, True), ("data.selection", True, False), ("data.history", False, False)],
)
def test_open_challenge_holds_on_a_critical_question(question: str, settled: bool, held: bool) -> None:
    assessed = judged(perfect_case(challenges=(Challenge(question, "who chose?", settled),)))

    assert (assessed.verdict is Verdict.CONDITIONALLY_PREDICTIVE) is held
    assert (assessed.readiness is Readiness.UNDECIDED) is held
    assert [hold.kind for hold in assessed.holds] == ([HoldKind.CHALLENGE] if held else [])


@pytest.mark.parametrize(
    ("question", "second", "settled", "held"),
    [
        ("data.history", Choice(2), False, True),
        ("data.history", Choice(3), False, False),
        ("data.history", Choice(2), True, False),
        ("data.history", NotKnown(), False, True),
        ("data.volume", Pair(Decimal(10), Decimal(1000)), False, True),
        ("data.volume", Pair(Decimal(999), Decimal(1000)), False, False),
        ("data.volume", Pair(None, Decimal(1000)), False, True),
        ("data.volume", Choice(4), False, False),
    ],
)
def test_disagreement_of_two_levels_holds_until_settled(
    question: str, second: Any, settled: bool, held: bool
) -> None:
    assessed = judged(perfect_case(disagreements=(Disagreement(question, second, settled),)))

    assert [hold.kind for hold in assessed.holds] == ([HoldKind.DISAGREEMENT] if held else [])
    assert (assessed.verdict is Verdict.PREDICTIVE) is not held


def test_disagreement_with_a_blank_answer_counts_the_blank_as_0() -> None:
    case = perfect_case(disagreements=(Disagreement("data.history", Choice(2)),))

    assert judged(with_answers(case, {"data.history": None})).holds[0].kind is HoldKind.DISAGREEMENT


def test_critical_answer_without_proof_holds_the_verdict() -> None:
    bare = replace(choice(4), proof=())
    assessed = perfect_but({"data.selection": bare})

    assert assessed.verdict is Verdict.CONDITIONALLY_PREDICTIVE
    assert [(hold.kind, hold.questions) for hold in assessed.holds] == [
        (HoldKind.MISSING_PROOF, ("data.selection",))
    ]


@pytest.mark.parametrize(
    ("remedy", "readiness", "disposition"),
    [
        (None, Readiness.UNDECIDED, Disposition.UNDECIDED),
        (Fix(()), Readiness.UNDECIDED, Disposition.UNDECIDED),
        (FIX, Readiness.FIX_FIRST, Disposition.FIX),
        (Fix((DROPPED,)), Readiness.UNDECIDED, Disposition.UNDECIDED),
        (Fix((*FIX.actions, DROPPED)), Readiness.FIX_FIRST, Disposition.FIX),
        (acknowledged(), Readiness.READY_ADJUSTED, Disposition.ACKNOWLEDGED),
        (acknowledged(approver="lead"), Readiness.UNDECIDED, Disposition.UNDECIDED),
        (acknowledged(approver=" LEAD "), Readiness.UNDECIDED, Disposition.UNDECIDED),
        (acknowledged(approver="  "), Readiness.UNDECIDED, Disposition.UNDECIDED),
        (acknowledged(approver=""), Readiness.UNDECIDED, Disposition.UNDECIDED),
        (acknowledged(expires=TODAY), Readiness.UNDECIDED, Disposition.EXPIRED),
        (acknowledged(expires=TODAY + timedelta(days=1)), Readiness.READY_ADJUSTED, Disposition.ACKNOWLEDGED),
    ],
)
def test_readiness_needs_a_valid_disposition(
    remedy: Remedy | None, readiness: Readiness, disposition: Disposition
) -> None:
    case = perfect_case(remedies={"data": remedy} if remedy else {})
    assessed = judged(with_answers(case, {"data.selection": choice(1)}))

    assert assessed.readiness is readiness
    assert assessed.dispositions["data"].state is disposition
    assert assessed.dispositions["users"].state is Disposition.NOT_NEEDED


def test_any_fix_comes_before_adjusted_expectations() -> None:
    case = perfect_case(remedies={"data": acknowledged(), "users": FIX})
    assessed = judged(with_answers(case, {"data.selection": choice(1), "users.selection": choice(1)}))

    assert assessed.readiness is Readiness.FIX_FIRST
    assert assessed.ready_until == EXPIRES


@pytest.mark.parametrize(
    ("answer", "disposition"), [(UNKNOWN, Disposition.ACKNOWLEDGED), (None, Disposition.UNDECIDED)]
)
def test_unknown_finding_is_acknowledged_only_without_blanks(
    answer: Answer | None, disposition: Disposition
) -> None:
    case = with_answers(perfect_case(remedies={"data": acknowledged()}), {"data.selection": answer})

    assert judged(case).dispositions["data"].state is disposition


def test_readiness_holds_until_the_first_acknowledgement_expires() -> None:
    later = acknowledged(expires=EXPIRES + timedelta(days=9))
    case = perfect_case(remedies={"data": acknowledged(), "users": later})
    case = with_answers(case, {"data.selection": choice(2), "users.selection": choice(2)})

    assert judged(case).ready_until == EXPIRES
    assert judged(case, EXPIRES).readiness is Readiness.UNDECIDED
    assert judged(case, EXPIRES).ready_until is None
    assert judged(perfect_case()).ready_until is None


def test_to_change_the_verdict_names_what_shows_nothing_before_what_is_partial() -> None:
    partial: dict[str, Answer | None] = {"users.selection": choice(2), "scope.deferred": choice(2)}
    nothing: dict[str, Answer | None] = {"support.provider": choice(1), "data.selection": UNKNOWN}

    assert perfect_but({}).to_change_the_verdict == ()
    assert perfect_but(partial).to_change_the_verdict == ("users", "scope")
    assert perfect_but(partial | nothing).to_change_the_verdict == ("data", "support")


@pytest.mark.parametrize(
    ("answers", "index"),
    [({}, "100.0"), ({"data.selection": choice(3)}, "96.9"), ({"data.selection": UNKNOWN}, "87.5")],
)
def test_index_is_the_mean_of_section_levels(answers: dict[str, Answer | None], index: str) -> None:
    assert perfect_but(answers).index == Decimal(index)


def test_optimism_is_what_confidence_lacks_in_evidence() -> None:
    assessed = perfect_but(
        {"data.selection": choice(4, Evidence.NONE), "users.selection": choice(4, Evidence.NONE)}
    )

    assert assessed.optimism == Decimal("0.12")  # 6 levels over 52 answers
    assert judged(replace(perfect_case(), answers={})).optimism == 0


def test_answered_counts_every_answer_there_is() -> None:
    assessed = perfect_but({"data.selection": UNKNOWN, "data.history": None})

    assert (assessed.answered, len(assessed.scored)) == (51, 52)
