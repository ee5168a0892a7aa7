"""Reminders of what has a day: two days before, and once it has passed. They read what "my work" reads."""

from datetime import date, datetime, timedelta
from typing import Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ..acting import SYSTEM, acting_as
from ..models import NoticeKind, WorkItem, WorkKind
from .notices import News, tell

AHEAD: Final = timedelta(days=2)
LATE: Final = timedelta(days=7)
"""So many days may pass without beat, and nobody misses a reminder; what is older is told by the page."""

SAID: Final = {
    (True, True): gettext_noop("%(work)s (%(project)s): ended on %(day)s"),
    (True, False): gettext_noop("%(work)s (%(project)s): ends on %(day)s"),
    (False, True): gettext_noop("%(work)s (%(project)s): was due on %(day)s"),
    (False, False): gettext_noop("%(work)s (%(project)s): is due on %(day)s"),
}
"""What is told of an end, or else of something to do, that is late or not yet."""


def remind_of_days(*, at: datetime) -> int:
    """Tell people of what is due in two days, and of what is overdue, each once; return how many there are.

    What was asked for only today or yesterday is not yet reminded of.
    """
    today = timezone.localdate(at)
    with acting_as(SYSTEM):
        dated = WorkItem.objects.filter(done_at__isnull=True).select_related("project")
        items = list(dated.filter(due_on__range=(today - LATE, today + AHEAD)).order_by("pk"))
        for item in items:
            _remind(item, today, at)
    return len(items)


def _remind(item: WorkItem, today: date, at: datetime) -> None:
    due = item.due_on or today
    asked_on = timezone.localdate(item.created_at)
    if due < today or asked_on < today - timedelta(days=1):
        tell([item.person_id], lambda: _news(item, due, late=due < today), at=at)


def _news(item: WorkItem, due: date, *, late: bool) -> News:
    text = _(SAID[item.kind == WorkKind.EXPIRY, late])
    return News(
        NoticeKind.OVERDUE if late else NoticeKind.DUE,
        f"{item.pk} {due.isoformat()}",
        text % {"work": item.text, "project": item.project.name, "day": date_format(due)},
        item.address,
        item.project,
    )
