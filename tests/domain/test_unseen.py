"""What n cases could not have shown."""

from dataclasses import replace
from decimal import Decimal

import pytest

from assessments.domain.case import Answer, Case, Evidence
from assessments.domain.unseen import Unseen, rule_of_three

from .build import CLAIM, UNKNOWN, choice, judged, pair, perfect_case, with_answers


def unseen_of(sample: Answer | None, size: int | None = 500) -> Unseen:
    case: Case = perfect_case(claim=replace(CLAIM, sample_size=size))
    return judged(with_answers(case, {"scope.sample": sample})).unseen


def test_500_cases_leave_up_to_0_597_percent_unseen() -> None:
    unseen = unseen_of(UNKNOWN)

    assert (unseen.cases, unseen.rate, unseen.per_month) == (Decimal(500), Decimal("0.00597"), None)


def test_production_volume_makes_it_so_many_a_month() -> None:
    unseen = unseen_of(pair(300, 10_000))

    assert (unseen.cases, unseen.rate, unseen.per_month) == (
        Decimal(300),
        Decimal("0.00994"),
        Decimal("99.4"),
    )


@pytest.mark.parametrize(
    ("sample", "cases"),
    [(pair(300, None), 300), (pair(None, 10_000), 500), (pair(0, 10_000), 500), (None, 500)],
)
def test_cases_come_from_the_sample_else_from_the_claim(sample: Answer | None, cases: int) -> None:
    assert unseen_of(sample).cases == cases


def test_nothing_is_said_without_a_number_of_cases() -> None:
    assert unseen_of(None, None) == Unseen(None, None, None, at_least=False)


@pytest.mark.parametrize(
    ("answer", "at_least"), [(choice(4), False), (choice(4, Evidence.NONE), True), (choice(2), True)]
)
def test_bound_is_a_least_one_unless_the_sample_was_random(answer: Answer, at_least: bool) -> None:
    assert judged(with_answers(perfect_case(), {"data.selection": answer})).unseen.at_least is at_least


def test_rule_of_three_comes_close_to_the_exact_bound() -> None:
    assert rule_of_three(Decimal(500)) == Decimal("0.006")
    assert rule_of_three(Decimal(2)) == Decimal(1)
