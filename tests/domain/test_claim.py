"""The honest claim, exactly by its template, and the interval around it."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.domain.case import Answer, Claim, Evidence, How, NotApplicable
from assessments.domain.claim import wilson_interval
from assessments.domain.verdict import assess

from .build import (
    CLAIM,
    QUESTIONNAIRE,
    TODAY,
    UNKNOWN,
    choice,
    judged,
    pair,
    perfect_but,
    perfect_case,
    with_answers,
    with_question,
)

NONE = Evidence.NONE

FLATTERED = {
    "data.selection": choice(0, NONE),
    "data.cleaning": choice(0, NONE),
    "users.selection": choice(0, NONE),
    "users.resistant": choice(0, NONE),
    "load.volume": pair(50, 5_000, NONE),
    "load.concurrency": pair(5, 100, NONE),
    "integration.systems": pair(0, 4, NONE),
    "support.provider": choice(0, NONE),
    "scope.coverage": pair(8, 40, NONE),
    "change.support": choice(0, NONE),
}


def claim_of(answers: dict[str, Answer | None]) -> str:
    return judged(with_answers(perfect_case(), answers)).honest_claim


def test_honest_claim_reads_as_the_brief_says() -> None:
    assert claim_of({**FLATTERED}) == (
        "95 % accuracy (n = 500, 95 % interval 92.7-96.6 % for cases like these) on hand-picked,"
        " hand-cleaned data, with hand-picked volunteers and no known resistant users, at 1 % of production"
        " load, with none of 4 systems integrated, supported by the vendor, for 8 of 40 kinds of case,"
        " with personal help the rollout will not have."
    )


def test_honest_claim_of_an_honest_pilot_is_the_claim_that_predicts() -> None:
    assessed = perfect_but({"integration.systems": pair(4, 4), "scope.coverage": pair(10, 10)})

    assert assessed.honest_claim == (
        "95 % accuracy (n = 500, 95 % interval 92.7-96.6 %) on randomly sampled data as production has it,"
        " with whole units as they are and resistant users as frequent as in production, at full production"
        " load, with all 4 systems integrated, supported only by the production team, for all 10 kinds of"
        " case, with the help everyone will get."
    )
    assert assessed.predicting_claim == assessed.honest_claim.replace(
        " (n = 500, 95 % interval 92.7-96.6 %)", ""
    )


def test_predicting_claim_stands_without_any_answer() -> None:
    claim = judged(replace(perfect_case(), answers={})).predicting_claim

    assert "with all production systems integrated" in claim
    assert "for all kinds of case" in claim


def test_blank_assessment_knows_nothing_of_the_conditions() -> None:
    claim = judged(replace(perfect_case(), answers={})).honest_claim

    assert claim.startswith(
        "95 % accuracy (n = 500, 95 % interval 92.7-96.6 % for cases like these); not known: "
    )
    assert claim.split("; not known: ")[1].rstrip(".").split(", ") == [
        QUESTIONNAIRE.by_key[key].name for key in FLATTERED
    ]


@pytest.mark.parametrize(
    ("claim", "head"),
    [
        (CLAIM, "95 % accuracy (n = 500, 95 % interval 92.7-96.6 %) on"),
        (replace(CLAIM, value=Decimal("95.2")), "95.2 % accuracy (n = 500, 95 % interval 93.0-96.8 %) on"),
        (replace(CLAIM, proportion=False), "95 % accuracy (n = 500) on"),
        (replace(CLAIM, value=Decimal(130)), "130 % accuracy (n = 500) on"),
        (replace(CLAIM, value=Decimal("-44.3")), "-44.3 % accuracy (n = 500) on"),
        (Claim("handling time", Decimal(12), "minutes"), "handling time 12 minutes on"),
        (Claim("handling time", Decimal(12), "minutes", 1_200), "handling time 12 minutes (n = 1,200) on"),
        (Claim("error score", Decimal("0.5")), "error score 0.5 on"),
        (Claim(), "No result stated on"),
        (replace(CLAIM, value=None), "No result stated (n = 500) on"),
    ],
)
def test_head_states_what_was_measured(claim: Claim, head: str) -> None:
    assert judged(perfect_case(claim=claim)).honest_claim.startswith(head)


@pytest.mark.parametrize(
    ("answer", "random"),
    [(choice(3), True), (choice(3, NONE), False), (choice(2), False), (UNKNOWN, False)],
)
def test_interval_speaks_for_production_only_from_a_random_sample(answer: Answer, random: bool) -> None:
    assert ("for cases like these" not in claim_of({"data.selection": answer})) is random


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"data.selection": UNKNOWN}, " on data as production has it, with whole"),
        ({"data.cleaning": UNKNOWN}, " on randomly sampled data, with whole"),
        ({"data.selection": UNKNOWN, "data.cleaning": UNKNOWN}, "these) with whole units"),
        ({"data.selection": choice(4, NONE)}, "; said but not shown: randomly sampled data."),
        ({"data.cleaning": choice(4, NONE)}, "; said but not shown: data as production has it."),
        (
            {"users.resistant": choice(4, NONE)},
            "; said but not shown: resistant users as frequent as in production.",
        ),
        ({"users.resistant": UNKNOWN}, "with whole units as they are, at full"),
        (
            {"load.volume": pair(1, 1000), "load.concurrency": pair(500, 1000)},
            ", at under 1 % of production load, ",
        ),
        ({"load.volume": pair(0, 1000)}, ", at under 1 % of production load, "),
        ({"load.volume": pair(379, 1000)}, ", at 37 % of production load, "),
        ({"load.volume": UNKNOWN}, ", at full production concurrent users, "),
        ({"load.concurrency": UNKNOWN, "load.volume": pair(1, 4)}, ", at 25 % of production transactions, "),
        ({"load.concurrency": pair(600, 1000, NONE)}, "; said but not shown: 60 % of production load."),
        ({"integration.systems": pair(2, 4)}, ", with 2 of 4 systems integrated, "),
        ({"integration.systems": pair(0, 0)}, ", with no system to integrate, "),
        ({"integration.systems": pair(4, 4, NONE)}, "; said but not shown: all 4 systems integrated."),
        ({"integration.systems": pair(1, 1)}, ", with the 1 system integrated, "),
        ({"integration.systems": pair(0, 1)}, ", with none of 1 system integrated, "),
        ({"scope.coverage": pair(1, 1)}, ", for the 1 kind of case, "),
        ({"scope.coverage": pair(0, 40)}, ", for 0 of 40 kinds of case, "),
        ({"scope.coverage": pair(8, 10)}, ", for 8 of 10 kinds of case, "),
        ({"scope.coverage": UNKNOWN}, "; not known: kinds of case handled."),
        ({"support.provider": choice(0, NONE)}, ", supported by the vendor, "),
    ],
)
def test_part_speaks_the_claimed_level(answers: dict[str, Answer | None], expected: str) -> None:
    assert expected in claim_of(answers)


def test_load_test_is_named_apart_from_the_result() -> None:
    volume = pair(1000, 1000, how=How.LOAD_TEST)
    claim = claim_of({"load.volume": volume, "load.concurrency": pair(100, 1000)})

    assert ", at 10 % of production concurrent users, " in claim
    assert claim.endswith("; load-tested apart from this result: full production transactions.")


def test_load_test_of_both_leaves_no_load_in_the_result() -> None:
    both = {key: pair(900, 1000, how=How.LOAD_TEST) for key in ("load.volume", "load.concurrency")}
    claim = claim_of({**both})

    assert ", at " not in claim
    assert claim.endswith("; load-tested apart from this result: 90 % of production load.")


def test_load_test_without_evidence_is_said_but_not_shown() -> None:
    claim = claim_of({"load.volume": pair(900, 1000, NONE, How.LOAD_TEST)})

    assert claim.endswith("; said but not shown: a load test at 90 % of production transactions.")


@pytest.mark.parametrize(
    ("key", "gone"), [("data.cleaning", "data as production has it"), ("scope.coverage", "kinds of case")]
)
def test_agreed_not_applicable_leaves_the_claim(key: str, gone: str) -> None:
    """No question of the claim may drop out in version 1; a question set that allows it is followed."""
    agreed = Answer(NotApplicable("does not occur", agreed_by="reviewer"))
    case = with_answers(perfect_case(), {key: agreed})

    assert gone not in assess(case, with_question(key, critical=False), TODAY).honest_claim


def test_wilson_interval_gives_the_figures_of_the_brief() -> None:
    low, high = wilson_interval(Fraction(475), 500)

    assert (round(low * 100, 1), round(high * 100, 1)) == (92.7, 96.6)


@pytest.mark.parametrize(("successes", "low", "high"), [(0, 0.0, 0.2775), (10, 0.7225, 1.0)])
def test_wilson_interval_stays_between_0_and_1(successes: int, low: float, high: float) -> None:
    assert wilson_interval(Fraction(successes), 10) == pytest.approx((low, high), abs=1e-4)
