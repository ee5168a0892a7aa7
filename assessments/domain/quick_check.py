"""The three honest questions, asked before anyone signs in: provisional, never "predictive"."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from .case import Answer, Case
from .questionnaire import Questionnaire
from .scoring import score

QUESTIONS = ("data.selection", "users.resistant", "load.volume", "load.concurrency")
"""H1, H2 and H3; the lesser of the two loads speaks for the third."""


class QuickState(StrEnum):
    """What three answers can say."""

    NOT_PREDICTIVE = "not_predictive"
    CONDITIONAL = "conditional"
    NOTHING_AGAINST = "nothing_against"


@dataclass(frozen=True)
class QuickVerdict:
    """The lowest claimed level of the three questions, what it says, and which answers it hangs on.

    `missing` names questions that were not answered with a level; they count as level 0.
    """

    level: int
    state: QuickState
    weakest: tuple[str, ...]
    missing: tuple[str, ...]


def check(answers: Mapping[str, Answer], questionnaire: Questionnaire) -> QuickVerdict:
    """Judge the three questions on claimed levels, uncapped by evidence."""
    asked = {key: answer for key, answer in answers.items() if key in QUESTIONS}
    scored = score(Case(questionnaire.id, "", answers=asked), questionnaire)
    levels = {key: scored[key].claimed or 0 for key in QUESTIONS}
    lowest = min(levels.values())
    return QuickVerdict(
        lowest,
        _state(lowest),
        weakest=tuple(key for key, level in levels.items() if level == lowest),
        missing=tuple(key for key in QUESTIONS if not scored[key].known),
    )


def _state(level: int) -> QuickState:
    if level <= 1:
        return QuickState.NOT_PREDICTIVE
    return QuickState.CONDITIONAL if level == 2 else QuickState.NOTHING_AGAINST
