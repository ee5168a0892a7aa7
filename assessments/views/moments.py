"""Days and times as pages write them."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format


def day(at: datetime | date) -> str:
    """Write a day: 3 March 2026."""
    return date_format(timezone.localtime(at) if isinstance(at, datetime) else at, "j F Y")


def saved_at(at: datetime, now: datetime) -> str:
    """Say when something was saved: "Saved 14:02" today, else "Saved 3 March 2026"."""
    local = timezone.localtime(at)
    same_day = local.date() == timezone.localtime(now).date()
    return f"Saved {local:%H:%M}" if same_day else f"Saved {day(at)}"


def moment(at: datetime) -> str:
    """Write a day with its time: 3 March 2026 14:02."""
    return f"{day(at)} {timezone.localtime(at):%H:%M}"
