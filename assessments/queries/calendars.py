"""Calendar addresses, and what stands in the calendar behind one."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from ..models import CalendarAddress, Person
from .work import work_of

MOST: Final = 1000
"""So many days stand in one calendar, the first ones; nobody has as many."""


@dataclass(frozen=True)
class DatedWork:
    """One thing that waits and has a day."""

    id: UUID
    kind: str
    text: str
    address: str
    due_on: date
    project: str


def calendar_address_of(person: Person) -> CalendarAddress | None:
    """Somebody's address, if they made one."""
    return CalendarAddress.objects.filter(person=person).first()


def person_of_calendar(secret_sha256: str) -> Person | None:
    """Whose calendar this is, if they may still sign in; the same one query whoever asks."""
    found = CalendarAddress.objects.filter(secret_sha256=secret_sha256, person__is_active=True)
    address = found.select_related("person").first()
    return address.person if address else None


def dated_work_of(person: Person) -> list[DatedWork]:
    """What waits for somebody and has a day, however far off, by that day; one query."""
    dated = work_of(person).filter(done_at__isnull=True, due_on__isnull=False).order_by("due_on", "pk")
    rows = dated.values_list("pk", "kind", "text", "address", "due_on", "project__name")
    return [DatedWork(*row) for row in rows[:MOST]]  # type: ignore[arg-type]  # none is without a day
