"""Rules 1 to 3 and 7: claimed and evidenced levels, section levels, findings, what holds them down."""

from dataclasses import replace
from fractions import Fraction

import pytest

from assessments.domain.case import Answer, Evidence, LoweredGrade, NotApplicable, Pair
from assessments.domain.levels import coverage_of, level_of
from assessments.domain.scoring import Finding, score

from .build import (
    PROOF,
    QUESTIONNAIRE,
    UNKNOWN,
    choice,
    judged,
    pair,
    perfect_but,
    perfect_case,
    with_answers,
    with_question,
)


def measure(key: str):  # type: ignore[no-untyped-def]  # the question's own type
    found = QUESTIONNAIRE.by_key[key].measure
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("key", "pilot", "production", "level"),
    [
        ("data.volume", 500, 50_000, 1),  # the brief's example: 500 of 50,000 is 1 %
        ("data.volume", 99, 50_000, 0),
        ("data.volume", 100, 50_000, 1),
        ("data.volume", 1_000, 50_000, 2),
        ("data.volume", 5_000, 50_000, 3),
        ("data.volume", 25_000, 50_000, 4),
        ("data.volume", 90_000, 50_000, 4),
        ("load.volume", 50, 5_000, 0),  # 50 a day beside 5,000
        ("load.volume", 5_000, 5_000, 4),
        ("load.volume", 4_999, 5_000, 3),
        ("integration.systems", 0, 4, 0),
        ("integration.systems", 3, 4, 3),
        ("support.response", 2, 20, 1),
        ("support.response", 16, 20, 4),
        ("change.training", 40, 4, 1),
        ("change.training", 40, 3, 0),
        ("change.training", 4, 40, 4),
        ("change.training", 40, 0, 0),
        ("change.training", 0, 0, 4),
        ("criteria.duration", 12, 52, 1),
    ],
)
def test_pair_reaches_its_threshold(key: str, pilot: int, production: int, level: int) -> None:
    assert perfect_but({key: pair(pilot, production)}).scored[key].claimed == level


def test_coverage_is_exact_where_floats_are_not() -> None:
    coverage = coverage_of(pair("0.3", "3").said, measure("load.volume"))  # type: ignore[arg-type]

    assert coverage == Fraction(1, 10)
    assert level_of(coverage, measure("load.volume").thresholds) == 1


def test_coverage_needs_both_sides_and_a_production() -> None:
    for said in (pair(1, None), pair(None, 1), pair(1, 0)):
        assert isinstance(said.said, Pair)
        assert coverage_of(said.said, measure("data.volume")) is None


@pytest.mark.parametrize(
    "answer", [None, UNKNOWN, pair(500, None), pair(None, 500), Answer(NotApplicable("none here"))]
)
def test_unknown_in_any_form_counts_as_level_0(answer: Answer | None) -> None:
    item = perfect_but({"data.volume": answer}).scored["data.volume"]

    assert item.unknown
    assert (item.claimed, item.evidenced) == (None, 0)
    assert item.blank is (answer is None)


@pytest.mark.parametrize("key", ["data.defect_rate", "integration.systems"])
def test_production_of_none_counts_once_measured(key: str) -> None:
    assert perfect_but({key: pair(0, 0, Evidence.DOCUMENTED)}).scored[key].unknown
    measured = perfect_but({key: pair(0, 0, Evidence.MEASURED)}).scored[key]
    assert (measured.claimed, measured.remarks) == (4, ("production has none",))


@pytest.mark.parametrize(
    ("pilot", "production", "marked"), [(1_000, 50_000, True), (1_050, 50_000, True), (1_051, 50_000, False)]
)
def test_coverage_within_5_percent_of_a_threshold_is_marked(
    pilot: int, production: int, marked: bool
) -> None:
    assert (
        perfect_but({"data.volume": pair(pilot, production)}).scored["data.volume"].just_over_line is marked
    )


def test_full_coverage_is_not_just_over_the_line() -> None:
    assert not perfect_but({"load.volume": pair(5_000, 5_000)}).scored["load.volume"].just_over_line


@pytest.mark.parametrize(
    ("key", "pilot", "production"), [("data.volume", 60_000, 50_000), ("change.training", 4, 40)]
)
def test_coverage_above_1_is_remarked(key: str, pilot: int, production: int) -> None:
    remarks = perfect_but({key: pair(pilot, production)}).scored[key].remarks

    assert remarks
    assert "counted as 100 %" in remarks[0]


@pytest.mark.parametrize(
    ("key", "evidence", "level"),
    [
        ("data.selection", Evidence.NONE, 1),
        ("data.unseen", Evidence.NONE, 2),
        ("data.selection", Evidence.DOCUMENTED, 3),
        ("data.unseen", Evidence.DOCUMENTED, 3),
        ("load.volume", Evidence.DOCUMENTED, 2),
        ("data.volume", Evidence.DOCUMENTED, 3),
        ("load.volume", Evidence.MEASURED, 4),
        ("load.volume", Evidence.VERIFIED, 4),
    ],
)
def test_evidence_caps_the_level(key: str, evidence: Evidence, level: int) -> None:
    answer = pair(1000, 1000, evidence) if QUESTIONNAIRE.by_key[key].measure else choice(4, evidence)

    assert perfect_but({key: answer}).scored[key].evidenced == level


def test_a_question_may_set_its_own_caps() -> None:
    own = with_question("data.unseen", caps={Evidence.NONE: 0})
    case = with_answers(perfect_case(), {"data.unseen": choice(4, Evidence.NONE)})

    assert score(case, own)["data.unseen"].evidenced == 0


def test_a_lowered_grade_lowers_the_level_and_never_raises_it() -> None:
    lowered = LoweredGrade("data.selection", Evidence.NONE, "reviewer", "no protocol found")
    raised = LoweredGrade("users.selection", Evidence.VERIFIED, "reviewer", "")
    again = LoweredGrade("data.selection", Evidence.MEASURED, "another reviewer", "the weakest counts")
    case = with_answers(perfect_case(), {"users.selection": choice(4, Evidence.DOCUMENTED)})
    scored = judged(replace(case, lowered_grades=(lowered, again, raised))).scored

    assert scored["data.selection"].evidenced == 1
    assert scored["users.selection"].evidenced == 3


def test_not_applicable_drops_out_once_agreed() -> None:
    agreed = Answer(NotApplicable("one source only", agreed_by="reviewer"))
    data = perfect_but({"data.history": agreed})
    nobody = Answer(NotApplicable("one source only", agreed_by=" "))
    assert perfect_but({"data.history": nobody}).scored["data.history"].unknown

    assert data.scored["data.history"].dropped
    assert data.sections["data"].level == 4


def test_a_critical_question_never_drops_out() -> None:
    agreed = Answer(NotApplicable("we like it so", agreed_by="reviewer"))

    assert perfect_but({"data.selection": agreed}).scored["data.selection"].unknown


def test_the_critical_integration_drops_out_only_without_systems() -> None:
    agreed = Answer(NotApplicable("nothing to connect", agreed_by="reviewer"))
    none = perfect_but({"integration.critical": agreed, "integration.systems": pair(0, 0)})
    some = perfect_but({"integration.critical": agreed, "integration.systems": pair(4, 4)})

    assert none.scored["integration.critical"].dropped
    assert none.sections["integration"].finding is Finding.MATCHED
    assert some.scored["integration.critical"].unknown
    assert (
        perfect_but({"integration.critical": agreed, "integration.systems": UNKNOWN})
        .sections["integration"]
        .finding
        is Finding.UNKNOWN
    )


@pytest.mark.parametrize(
    ("answers", "level", "finding"),
    [
        ({}, 4, Finding.MATCHED),
        ({"data.selection": choice(3)}, 3, Finding.MATCHED),
        ({"data.selection": choice(2)}, 2, Finding.PARTIAL),
        ({"data.selection": choice(1)}, 1, Finding.UNMATCHED),
        ({"data.selection": choice(0)}, 0, Finding.UNMATCHED),
        ({"data.selection": UNKNOWN}, 0, Finding.UNKNOWN),
        ({"data.selection": None}, 0, Finding.UNKNOWN),
        ({"data.selection": choice(4, Evidence.NONE)}, 1, Finding.UNKNOWN),  # claimed, not evidenced
        ({"data.history": choice(0)}, 2, Finding.PARTIAL),  # no higher than 2 while any is at 0
        ({"data.history": UNKNOWN}, 2, Finding.PARTIAL),
        ({"data.history": None}, 2, Finding.PARTIAL),
        ({"data.history": choice(1)}, 4, Finding.MATCHED),  # mean 25/7 rounds down to 3
        (
            {key: choice(1) for key in ("data.unseen", "data.history", "data.bad_records")}
            | {"data.volume": pair(1, 500), "data.defect_rate": pair(1, 10)},
            2,  # mean 13/7 rounds down to 1
            Finding.PARTIAL,
        ),
        (dict.fromkeys(("data.selection", "data.cleaning"), UNKNOWN), 0, Finding.UNKNOWN),
        (
            {"data.selection": UNKNOWN, "data.cleaning": UNKNOWN}
            | {key: choice(0) for key in ("data.unseen", "data.history", "data.bad_records")}
            | {"data.volume": pair(0, 500), "data.defect_rate": pair(0, 10)},
            0,
            Finding.UNMATCHED,  # the known facts say so
        ),
    ],
)
def test_section_takes_the_first_finding_that_fits(
    answers: dict[str, Answer | None], level: int, finding: Finding
) -> None:
    data = perfect_but(answers).sections["data"]

    assert (data.level, data.finding) == (level, finding)


def test_nothing_known_is_unknown_and_not_unmatched() -> None:
    blank = judged(replace(perfect_case(), answers={}))

    assert {result.finding for result in blank.sections.values()} == {Finding.UNKNOWN}
    assert {result.claimed for result in blank.sections.values()} == {None}


@pytest.mark.parametrize(
    ("answers", "claimed"),
    [
        ({}, 4),
        ({"data.selection": choice(3, Evidence.NONE)}, 3),
        ({"data.history": choice(0)}, 2),
        ({"data.history": UNKNOWN}, 4),
    ],
)
def test_claimed_section_level_looks_at_known_claims_only(
    answers: dict[str, Answer | None], claimed: int
) -> None:
    assert perfect_but(answers).sections["data"].claimed == claimed


@pytest.mark.parametrize(
    ("answers", "held"),
    [
        ({}, ()),
        ({"data.cleaning": choice(0), "data.selection": choice(2)}, ("data.cleaning", "data.selection")),
        ({"data.cleaning": choice(1), "data.selection": choice(1)}, ("data.selection", "data.cleaning")),
        ({"data.history": choice(0)}, ("data.history",)),
        ({"data.history": UNKNOWN, "data.unseen": choice(0)}, ("data.unseen", "data.history")),
    ],
)
def test_section_is_held_down_by_its_lowest_answers(
    answers: dict[str, Answer | None], held: tuple[str, ...]
) -> None:
    assert perfect_but(answers).sections["data"].held_down_by == held


def test_optimism_is_the_mean_gap_over_known_answers() -> None:
    data = perfect_but({"data.selection": choice(4, Evidence.NONE), "data.history": UNKNOWN}).sections["data"]

    assert data.optimism == Fraction(3, 6)


def test_lacks_proof_only_where_a_known_critical_answer_names_none() -> None:
    scored = perfect_but({"data.selection": choice(2, Evidence.NONE), "data.cleaning": UNKNOWN}).scored

    assert scored["data.selection"].lacks_proof
    assert not scored["data.cleaning"].lacks_proof
    assert not scored["data.history"].lacks_proof
    assert PROOF[0].link


def test_an_answer_of_the_wrong_form_counts_as_not_known() -> None:
    assessed = perfect_but({"data.volume": choice(4), "data.selection": pair(1, 1)})

    assert assessed.scored["data.volume"].unknown
    assert assessed.scored["data.selection"].unknown
