"""Reminders of what has a day: two days before, and once it has passed. They read what "my work" reads.

Of an acknowledgement that ends, whoever asked, whoever approved and the leads are told two weeks before and
on the day itself, for on that day the finding opens again.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ..acting import SYSTEM, acting_as
from ..models import JUDGED, NoticeKind, State, WorkItem, WorkKind
from ..permissions import Permission
from ..queries import approved_acknowledgements, later_accepted, members_of, questionnaire_of, text_outside
from .notices import News, tell

AHEAD: Final = timedelta(days=2)
LATE: Final = timedelta(days=7)
"""So many days may pass without beat, and nobody misses a reminder; what is older is told by the page."""

ENDS_AHEAD: Final = timedelta(days=14)

SAID: Final = {
    True: gettext_noop("%(work)s (%(project)s): was due on %(day)s"),
    False: gettext_noop("%(work)s (%(project)s): is due on %(day)s"),
}
"""What is told of something to do that is late, or not yet."""
ENDS: Final = {
    True: gettext_noop(
        "The acknowledgement for %(section)s (%(project)s) ended on %(day)s: the finding is open again and "
        "needs renewal"
    ),
    False: gettext_noop(
        "The acknowledgement for %(section)s (%(project)s) ends on %(day)s: then the finding opens again"
    ),
}
"""The same of an acknowledgement that has ended, or will."""


def remind_of_days(*, at: datetime) -> int:
    """Tell people of what is due in two days, is overdue, or ends, each once; return how many there are.

    What was asked for only today or yesterday is not yet reminded of.
    """
    today = timezone.localdate(at)
    with acting_as(SYSTEM):
        dated = WorkItem.objects.filter(done_at__isnull=True).exclude(kind=WorkKind.EXPIRY)
        dated = dated.select_related("project")
        items = list(dated.filter(due_on__range=(today - LATE, today + AHEAD)).order_by("pk"))
        for item in items:
            _remind(item, today, at)
        ending = list(_ending(today))
        for remedy in ending:
            _remind_of_end(remedy, today, at)
    return len(items) + len(ending)


def _ending(today: date) -> Iterator[Any]:
    """The acknowledgements that end in two weeks, or have ended, in rounds that nothing has replaced."""
    ends = approved_acknowledgements().filter(until__range=(today - LATE, today + ENDS_AHEAD))
    standing = ends.filter(assessment__state__in=(*JUDGED, State.ACCEPTED))
    for remedy in standing.select_related("assessment__project", "assessment__question_set").order_by("pk"):
        if later_accepted(remedy.assessment) is None:
            yield remedy


def _remind_of_end(remedy: Any, today: date, at: datetime) -> None:
    """`until` is the day on which it ends, as the query worked it out."""
    concerned = {remedy.asked_by_id, remedy.approver_id}
    concerned |= set(remedy.extensions.values_list("approver", flat=True))
    people = [
        one.person.pk
        for one in members_of(remedy.assessment.project)
        if Permission.CHOOSE_REMEDY in one.granted
        or (one.person.pk in concerned and Permission.FOLLOW_ACTION in one.granted)
    ]
    tell(people, lambda: _end_news(remedy, ended=remedy.until <= today), at=at)


def _end_news(remedy: Any, *, ended: bool) -> News:
    assessment = remedy.assessment
    told = {
        "section": questionnaire_of(assessment).by_section[remedy.section].name,
        "project": assessment.project.name,
        "day": date_format(remedy.until),
    }
    page = "extension" if assessment.state == State.ACCEPTED else "remedy"
    return News(
        NoticeKind.OVERDUE if ended else NoticeKind.DUE,
        f"{remedy.pk} {remedy.until.isoformat()}",
        _(ENDS[ended]) % told,
        reverse(page, args=[assessment.pk, remedy.section]),
        assessment.project,
    )


def _remind(item: WorkItem, today: date, at: datetime) -> None:
    due = item.due_on or today
    asked_on = timezone.localdate(item.created_at)
    if due < today or asked_on < today - timedelta(days=1):
        tell([item.person_id], lambda: _news(item, due, late=due < today), at=at)


def _news(item: WorkItem, due: date, *, late: bool) -> News:
    work, project = text_outside(item.kind, item.text), item.project.name
    return News(
        NoticeKind.OVERDUE if late else NoticeKind.DUE,
        f"{item.pk} {due.isoformat()}",
        _(SAID[late]) % {"work": work, "project": project, "day": date_format(due)},
        item.address,
        item.project,
    )
