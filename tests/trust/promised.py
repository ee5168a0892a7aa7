"""What a team of the company promised, and what went on about it."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from assessments import actions
from assessments.domain.case import Action, Quantity
from assessments.models import Action as StoredAction
from assessments.models import Assessment, Person, Remedy
from reports.actions import ask_extension
from reports.models import Record
from tests.factories import NOW

LATER = NOW + timedelta(minutes=1)
NEXT_YEAR = NOW.date() + timedelta(days=365)
LONGER = NEXT_YEAR + timedelta(days=100)
ACKNOWLEDGED, FIXED = "users", "load"


def promise(round_: Assessment, text: str, people: Mapping[str, Person]) -> None:
    """A fix that is worked on, and an acknowledgement that waits."""
    actions.choose_fix(
        assessment=round_,
        section=FIXED,
        actions=[Action(text, text, NEXT_YEAR, shown_by=text, cost=text)],
        owners=[people["respon"]],
        by=people["lead"],
        at=NOW,
    )
    _follow(round_, text, people["respon"])
    actions.ask_acknowledgement(
        assessment=round_,
        section=ACKNOWLEDGED,
        expectation=text,
        adjusted=Quantity(Decimal(80), text),
        approver=people["approv"],
        expires_on=NEXT_YEAR,
        by=people["lead"],
        at=NOW,
    )


def _follow(round_: Assessment, text: str, owner: Person) -> None:
    """Something said of an action by its owner, and a piece of the register that shows it."""
    same: dict[str, Any] = {"assessment": round_, "action_id": action_in(round_).pk, "by": owner, "at": NOW}
    actions.move_action(status="in_progress", note=text, **same)
    item = round_.evidence_items.filter(answer_links__isnull=False, voice__isnull=True).distinct().get()
    actions.prove_by_evidence(item_id=item.pk, **same)


def action_in(round_: Assessment) -> StoredAction:
    """The round's action."""
    return StoredAction.objects.get(remedy__assessment=round_)


def waiting_in(round_: Assessment) -> Remedy:
    """The round's acknowledgement."""
    return round_.remedies.get(section=ACKNOWLEDGED)


def ask_longer(record: Record, text: str, people: Mapping[str, Person]) -> None:
    """A later end of the acknowledgement that the record holds."""
    ask_extension(
        record=record,
        section=ACKNOWLEDGED,
        expires_on=LONGER,
        approver=people["approv"],
        why=text,
        by=people["lead"],
        at=LATER,
    )
