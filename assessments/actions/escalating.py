"""What is overdue by a week is told to others, once: to the leads, or of a lead's own to the PMO above them.

One thing may wait for several people: it is told as one. What a notice says is its kind and never its text,
for that may quote a draft, which whoever oversees a project does not read.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from django.db.models.functions import Greatest, TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ..acting import SYSTEM, acting_as
from ..domain.language import listed
from ..models import NoticeKind, Project, WorkItem, WorkKind
from ..permissions import Permission
from ..queries import members_of, overseers_who_may
from .notices import News, tell

AFTER: Final = timedelta(days=7)
"""So long after its day, or after it was asked for where that came later, others are told."""
LATE: Final = timedelta(days=14)
"""So many more days may pass without beat, and nobody misses it; what is older is told by the page."""

WHAT: Final[Mapping[str, str]] = {
    WorkKind.ASSIGNED: gettext_noop("answers that were asked for"),
    WorkKind.CHALLENGE: gettext_noop("the reply to a challenge"),
    WorkKind.APPROVE: gettext_noop("the approval of an acknowledgement"),
    WorkKind.FIX: gettext_noop("an action of a fix"),
    WorkKind.EXPIRY: gettext_noop("what follows an acknowledgement that ended"),
    WorkKind.SIGN: gettext_noop("a decision or a signature under a report"),
    WorkKind.OUTCOME: gettext_noop("what happened in production"),
}
"""What is missing, of each kind of work that has a day."""
ANYTHING: Final = gettext_noop("something to do")

Thing = Sequence[WorkItem]
"""The items of all for whom one thing waits."""


def escalate_overdue(*, at: datetime) -> int:
    """Tell of everything that became overdue by a week these days; return how many things that are.

    Each is told once, however often and by however many this is called.
    """
    today = timezone.localdate(at)
    with acting_as(SYSTEM):
        things = _overdue(today)
    for thing in things:
        with acting_as(SYSTEM):
            _tell_others(thing, at)
    return len(things)


def _overdue(today: date) -> list[Thing]:
    until = today - AFTER
    waiting = WorkItem.objects.filter(done_at__isnull=True, due_on__lte=until)
    late = waiting.annotate(late_since=Greatest("due_on", TruncDate("created_at")))
    things: dict[str, list[WorkItem]] = {}
    found = late.filter(late_since__range=(until - LATE, until)).select_related("project", "person")
    for item in found.order_by("person__name", "person__email", "pk"):
        things.setdefault(_key(item), []).append(item)
    return [things[key] for key in sorted(things)]


def _key(item: WorkItem) -> str:
    """What makes a thing one: not for whom it waits, but another day makes it another."""
    told = (item.project_id, item.assessment_id, item.kind, item.subject, item.due_on)
    return hashlib.sha256(" ".join(map(str, told)).encode()).hexdigest()


def _tell_others(thing: Thing, at: datetime) -> None:
    project, late = thing[0].project, {item.person_id for item in thing}
    leads = {one.person.pk for one in members_of(project) if Permission.ASSIGN in one.granted}
    if leads and leads.isdisjoint(late):
        tell(leads, partial(_news, thing, _round_page(thing[0])), at=at)
    else:
        page = reverse("project", args=[project.pk])
        tell(_above(project) - late, partial(_news, thing, page), at=at)


def _above(project: Project) -> set[UUID]:
    return set(overseers_who_may(Permission.SEE_SUBMITTED, project).values_list("pk", flat=True))


def _round_page(item: WorkItem) -> str:
    """Where a lead finds it: not the item's own page, which may be for whom it waits alone."""
    if item.assessment_id:
        return reverse("assessment", args=[item.assessment_id])
    return reverse("project", args=[item.project_id])


def _news(thing: Thing, page: str) -> News:
    item = thing[0]
    told = {
        "what": _(WHAT.get(item.kind, ANYTHING)),
        "day": date_format(item.due_on or item.created_at),
        "project": item.project.name,
        "people": listed([str(one.person) for one in thing]),
    }
    text = _("Overdue since %(day)s in %(project)s: %(what)s. It waits for %(people)s")
    return News(NoticeKind.ESCALATED, _key(item), text % told, page, item.project)
