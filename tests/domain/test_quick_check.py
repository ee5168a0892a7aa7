"""The three-question check."""

import pytest

from assessments.domain.case import Answer, Evidence
from assessments.domain.quick_check import QuickState, check

from .build import QUESTIONNAIRE, UNKNOWN, choice, pair

GOOD: dict[str, Answer] = {
    "data.selection": choice(4, Evidence.NONE),
    "users.resistant": choice(3, Evidence.NONE),
    "load.volume": pair(100, 100, Evidence.NONE),
    "load.concurrency": pair(80, 100, Evidence.NONE),
}


@pytest.mark.parametrize(
    ("changes", "state", "weakest"),
    [
        ({}, QuickState.NOTHING_AGAINST, ("users.resistant", "load.concurrency")),
        ({"users.resistant": choice(2)}, QuickState.CONDITIONAL, ("users.resistant",)),
        ({"users.resistant": choice(1)}, QuickState.NOT_PREDICTIVE, ("users.resistant",)),
        ({"load.volume": pair(50, 5000)}, QuickState.NOT_PREDICTIVE, ("load.volume",)),
        ({"data.selection": UNKNOWN}, QuickState.NOT_PREDICTIVE, ("data.selection",)),
    ],
)
def test_check_takes_the_lowest_claim(
    changes: dict[str, Answer], state: QuickState, weakest: tuple[str, ...]
) -> None:
    verdict = check(GOOD | changes, QUESTIONNAIRE)

    assert (verdict.state, verdict.weakest) == (state, weakest)


def test_check_never_says_predictive_and_ignores_other_questions() -> None:
    best = {**GOOD, "users.resistant": choice(4), "load.concurrency": pair(1, 1), "data.cleaning": choice(0)}

    assert check(best, QUESTIONNAIRE).state is QuickState.NOTHING_AGAINST


def test_check_names_what_was_not_answered() -> None:
    verdict = check({"data.selection": choice(4), "load.volume": UNKNOWN}, QUESTIONNAIRE)

    assert verdict.missing == ("users.resistant", "load.volume", "load.concurrency")
    assert verdict.state is QuickState.NOT_PREDICTIVE
