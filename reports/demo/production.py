"""What happened in the demo's production: one invented project, and one that is documented.

Of the documented one only what its sources say is entered; the rest is not known.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from assessments.domain.case import OutcomeRecord
from assessments.models import Person, Project

from ..actions import record_outcome, set_go_live

SWITCHED_OFF = (
    "The vendor furloughed most of its staff on 14 June 2024; the chatbot was switched off, and the portal "
    "kept without it. Source: EdWeek Market Brief, 27 June 2024; EdSurge, 15 July 2024."
)


@dataclass(frozen=True)
class Production:
    """A go-live so many days before the day of loading, and what was recorded then."""

    live: int
    outcomes: tuple[OutcomeRecord, ...]


IN_PRODUCTION: Mapping[str, Production] = {
    "invoice-triage": Production(
        40,
        (
            OutcomeRecord(
                days=30,
                state="below",
                text="Foreign credit notes come by hand still; the help desk answers within a day.",
                value=Decimal(84),
                unit="%",
                users=210,
                cost=Decimal(38_500),
                currency="EUR",
                incidents={"data": 14, "users": 6, "load": 0, "integration": 3, "support": 5, "scope": 9},
            ),
        ),
    ),
    "ed-chatbot": Production(
        107,
        (
            OutcomeRecord(
                days=90,
                state="rolled_back",
                text=SWITCHED_OFF,
            ),
        ),
    ),
}
"""By the start of the files' names."""


def go_on(project: str, found: Project, by: Person, now: datetime) -> None:
    """Let a project that is here go live, and tell what happened, each a day after its milestone."""
    told = IN_PRODUCTION.get(project)
    if told is None:
        return
    began = now - timedelta(days=told.live)
    set_go_live(project=found, day=timezone.localdate(began), seen=None, by=by, at=began)
    for said in told.outcomes:
        at = began + timedelta(days=said.days + 1)
        record_outcome(project=found, said=said, seen_version=0, by=by, at=at)
