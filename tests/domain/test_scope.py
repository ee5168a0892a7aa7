"""What was left out of a pilot, summed."""

from decimal import Decimal

import pytest

from assessments.domain.case import DeferredCase
from assessments.domain.scope import in_words, summed, too_much

NB = "\N{NO-BREAK SPACE}"


def left_out(*shares: tuple[float | None, float | None]) -> list[DeferredCase]:
    """A register with these shares of volume and of effort."""
    return [DeferredCase("", _decimal(volume), _decimal(effort)) for volume, effort in shares]


def _decimal(share: float | None) -> Decimal | None:
    return None if share is None else Decimal(str(share))


@pytest.mark.parametrize(
    ("register", "said"),
    [
        (left_out((40, 75)), f"1 kind of case is deferred: 40{NB}% of volume, about 75{NB}% of effort."),
        (
            left_out((15, 35.5), (25, 40)),
            f"2 kinds of case are deferred: 40{NB}% of volume, about 75.5{NB}% of effort.",
        ),
        (
            left_out((15, 35), (None, None)),
            f"2 kinds of case are deferred: at least 15{NB}% of volume, at least about 35{NB}% of effort.",
        ),
        (
            left_out((None, None)),
            "1 kind of case is deferred: an unknown share of volume, an unknown share of effort.",
        ),
        (left_out((0, 0)), f"1 kind of case is deferred: 0{NB}% of volume, about 0{NB}% of effort."),
    ],
)
def test_sums_say_what_is_stated_and_what_is_not(register: list[DeferredCase], said: str) -> None:
    assert in_words(summed(register)) == said


@pytest.mark.parametrize(
    ("register", "wrong"),
    [
        (left_out((50, 50), (50, 50)), set()),
        (left_out((50, 50), (50.000001, 50)), {"volume_share"}),
        (left_out((None, 60), (None, 60)), {"effort_share"}),
        (left_out((99, 99), (2, 2)), {"volume_share", "effort_share"}),
    ],
)
def test_parts_are_never_more_than_the_whole(register: list[DeferredCase], wrong: set[str]) -> None:
    assert set(too_much(summed(register))) == wrong
