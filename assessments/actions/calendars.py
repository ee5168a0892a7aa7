"""The private address of somebody's calendar: made, replaced, stopped, and opened by whoever has it."""

import hashlib
import secrets
from datetime import datetime

from ..acting import SYSTEM, acting_as
from ..models import CalendarAddress, Person
from ..queries.calendars import person_of_calendar


def make_calendar_address(*, by: Person, at: datetime) -> str:
    """Make one's address, in place of the one before; return its secret, known now and never again."""
    secret = secrets.token_urlsafe(32)
    columns = {"secret_sha256": _hash(secret), "made_at": at}
    CalendarAddress.objects.update_or_create(person=by, defaults=columns)
    return secret


def stop_calendar_address(*, by: Person) -> None:
    """End one's address; nothing changes where there is none."""
    CalendarAddress.objects.filter(person=by).delete()


def open_calendar(*, secret: str) -> Person | None:
    """Whose calendar a secret opens; None for one that never was, was replaced or stopped, or is closed.

    Whoever holds it need not be signed in: this looks as the system does, at one row.
    """
    with acting_as(SYSTEM):
        return person_of_calendar(_hash(secret))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
