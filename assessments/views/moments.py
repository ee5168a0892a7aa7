"""Days and times as pages write them: each language in its own way."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _


def day(at: datetime | date) -> str:
    """Write a day: 3 March 2026."""
    return date_format(timezone.localtime(at) if isinstance(at, datetime) else at)


def day_of_year(on: date) -> str:
    """Write a day without its year: 3 March."""
    return date_format(on, "MONTH_DAY_FORMAT")


def clock(at: datetime) -> str:
    """Write a time of day: 14:02."""
    return date_format(timezone.localtime(at), "TIME_FORMAT")


def moment(at: datetime) -> str:
    """Write a day with its time and zone: 3 March 2026, 14:02 UTC."""
    zone = timezone.localtime(at).tzname()
    return _("%(day)s, %(time)s %(zone)s") % {"day": day(at), "time": clock(at), "zone": zone}


def saved_at(at: datetime, now: datetime) -> str:
    """Say when something was saved: "Saved 14:02" today, else "Saved 3 March 2026"."""
    if timezone.localtime(at).date() == timezone.localtime(now).date():
        return _("Saved %(time)s") % {"time": clock(at)}
    return _("Saved %(day)s") % {"day": day(at)}
