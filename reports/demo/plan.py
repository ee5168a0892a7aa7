"""Which case file became which round when: so many days ago, and how far it went."""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from pathlib import Path

FOLDER = Path(__file__).parent

WRITTEN_ON = date(2026, 11, 22)
"""The day on which the dates inside the files are meant; they move along with the day of loading."""

SUBMITTED_AFTER, CONCLUDED_AFTER = 6, 9
"""Days from a round's start."""


class Until(IntEnum):
    """How far a round went."""

    DRAFT = 0
    SUBMITTED = 1
    CONCLUDED = 2


@dataclass(frozen=True)
class DemoRound:
    """One round of one demo project."""

    project: str
    """The start of its files' names."""
    round: int
    started: int
    """Days before the day of loading."""
    until: Until = Until.CONCLUDED
    to_decide: bool = False
    """Whether its report waits for the decision of the approver."""

    @property
    def path(self) -> Path:
        """Its case file."""
        return FOLDER / f"{self.project}-{self.round}.json"


PLAN = (
    DemoRound("invoice-triage", 1, 241),
    DemoRound("watson-for-oncology", 1, 214),
    DemoRound("zillow-offers", 1, 207),
    DemoRound("retinopathy-screening", 1, 200),
    DemoRound("epic-sepsis-model", 1, 193),
    DemoRound("copilot-uk-government", 1, 186),
    DemoRound("data-centre-cooling", 1, 172),
    DemoRound("warranty-letters", 1, 138),
    DemoRound("tessa-chatbot", 1, 124),
    DemoRound("ed-chatbot", 1, 117),
    DemoRound("praim-mammography", 1, 103),
    DemoRound("trews-sepsis-alert", 1, 96),
    DemoRound("capio-st-goran", 1, 89),
    DemoRound("orion-routing", 1, 82),
    DemoRound("copilot-developers", 1, 75),
    DemoRound("masai-mammography", 1, 68),
    DemoRound("meter-readings", 1, 61),
    DemoRound("invoice-triage", 2, 54, to_decide=True),
    DemoRound("retinopathy-screening", 2, 47),
    DemoRound("data-centre-cooling", 2, 40),
    DemoRound("epic-sepsis-model", 2, 33),
    DemoRound("copilot-uk-government", 2, 26),
    DemoRound("automated-order-taking", 1, 19),
    DemoRound("permit-requests", 1, 12, Until.SUBMITTED),
    DemoRound("leave-requests", 1, 5, Until.DRAFT),
)
