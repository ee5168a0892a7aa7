"""My work: what waits for whoever is signed in, the first page that they see."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from assessments import queries
from assessments.domain.language import listed
from assessments.models import WorkKind
from assessments.queries.work import PAGE

from .moments import day, day_of_year
from .paging import page_after, pages
from .signed_in import SignedInRequest, signed_in

ANSWERING = (WorkKind.ANSWER, WorkKind.RETURNED, WorkKind.OPINION)
SOME = 3
"""So many sections are named; the others are counted."""


@dataclass(frozen=True)
class WorkRow:
    """One line: what, where, and since when or until when; `late` where its day has passed."""

    text: str
    hint: str
    url: str
    where: str
    when: str
    late: bool


@dataclass(frozen=True)
class WorkGroup:
    """Lines under one heading."""

    key: str
    name: str
    rows: tuple[WorkRow, ...]


@require_safe
@signed_in
def my_work(request: SignedInRequest) -> HttpResponse:
    """What waits for the person: by its day where it has one, then newest first."""
    today = timezone.localdate()
    found = queries.work_page(request.user, today, after=page_after(request))
    listed = found[:PAGE]
    apart = [item.assessment for item in listed if item.kind == WorkKind.OPINION and item.assessment]
    left = queries.left_to_answer(_being_answered(listed), apart, voice=request.user)
    context = {
        "groups": list(_groups(listed, left, today)),
        "pages": pages(request, found, PAGE),
        "administers": not listed and queries.is_administrator(request.user),
    }
    return render(request, "assessments/my_work.html", context)


def _being_answered(listed: Iterable[queries.ListedWork]) -> Iterator[tuple[UUID, str]]:
    for item in listed:
        if item.kind in ANSWERING and item.assessment and item.questions:
            yield item.assessment, item.questions


def _groups(
    listed: Iterable[queries.ListedWork], left: Mapping[UUID, queries.Left], today: date
) -> Iterator[WorkGroup]:
    dated: list[WorkRow] = []
    others: list[WorkRow] = []
    for item in listed:
        (dated if item.due_on else others).append(_row(item, left, today))
    for key, name, rows in (
        ("dated", _("Overdue or due soon"), dated),
        ("waiting", _("Waiting for you"), others),
    ):
        if rows:
            yield WorkGroup(key, name, tuple(rows))


def _row(item: queries.ListedWork, left: Mapping[UUID, queries.Left], today: date) -> WorkRow:
    answering = item.kind in ANSWERING and item.assessment is not None
    hint = (
        left_in_words(left[item.assessment].within(item.subject.split()), apart=item.kind == WorkKind.OPINION)
        if answering and item.assessment
        else ""
    )
    return WorkRow(
        text=item.text,
        hint=hint,
        url=item.address,
        where=_where(item),
        when=_when(item, today),
        late=bool(item.due_on and item.due_on < today),
    )


def _where(item: queries.ListedWork) -> str:
    if not item.round:
        return item.project
    return _("%(project)s, round %(number)s") % {"project": item.project, "number": item.round}


def _when(item: queries.ListedWork, today: date) -> str:
    return due_in_words(item, item.due_on, today) if item.due_on else since_in_words(item.created_at, today)


def left_in_words(left: queries.Left, *, apart: bool = False) -> str:
    """Say what is left to answer: "Open: Data, Users and 4 more sections; 12 answers to confirm."."""
    if not left.open and apart:
        return _("Everything is answered: read it once more, then say that it is complete.")
    if not left.open:
        return _("Everything is answered: read it once more before it is submitted.")
    named = list(left.open.values())[:SOME]
    if more := len(left.open) - len(named):
        others = ngettext("%(count)s more section", "%(count)s more sections", more)
        named.append(others % {"count": more})
    confirm = sum(left.to_confirm.values())
    text = _to_confirm(confirm) if confirm else _("Open: %(sections)s.")
    return text % {"sections": listed(named), "count": confirm}


def _to_confirm(count: int) -> str:
    return ngettext(
        "Open: %(sections)s; %(count)s answer to confirm.",
        "Open: %(sections)s; %(count)s answers to confirm.",
        count,
    )


def due_in_words(item: queries.ListedWork, due: date, today: date) -> str:
    """Say until when; of what ends, that it ends."""
    return until_in_words(due, today, ends=item.kind == WorkKind.EXPIRY)


def until_in_words(due: date, today: date, *, ends: bool = False) -> str:
    """Say until when: "Due 12 May", "Due today", "3 days overdue"."""
    days = (due - today).days
    if days < 0:
        return (_ended(-days) if ends else _overdue(-days)) % {"count": -days}
    match days:
        case 0:
            return _("Ends today") if ends else _("Due today")
        case 1:
            return _("Ends tomorrow") if ends else _("Due tomorrow")
    return (_("Ends %(day)s") if ends else _("Due %(day)s")) % {"day": short_day(due, today)}


def _ended(days: int) -> str:
    return ngettext("Ended %(count)s day ago", "Ended %(count)s days ago", days)


def _overdue(days: int) -> str:
    return ngettext("%(count)s day overdue", "%(count)s days overdue", days)


def since_in_words(created_at: datetime, today: date) -> str:
    """Say since when: "Since today", "Since 3 March"."""
    since = timezone.localtime(created_at).date()
    match (today - since).days:
        case 0:
            return _("Since today")
        case 1:
            return _("Since yesterday")
    return _("Since %(day)s") % {"day": short_day(since, today)}


def short_day(on: date, today: date) -> str:
    """Write a day, with its year where that is another one."""
    return day_of_year(on) if on.year == today.year else day(on)
