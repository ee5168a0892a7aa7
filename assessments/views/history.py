"""What was changed, by whom, and whether the verdict had been seen: pages of a round and of people."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments import queries
from assessments.models import Assessment
from assessments.permissions import Permission, administers
from assessments.queries import Change
from assessments.queries.question_sets import worded

from .administration import administrators_only
from .change_details import Detail
from .changes import Words
from .moments import clock, day, moment
from .signed_in import SignedInRequest, demand_granted, signed_in


@dataclass(frozen=True)
class Line:
    """One change; `seen` says where it stands to the verdict: "", "now" (shown by it) or "after"."""

    at: datetime
    who: str
    what: str
    details: list[Detail]
    seen: str

    @property
    def time(self) -> str:
        """The time of day."""
        return clock(self.at)

    @property
    def exactly(self) -> str:
        """The same with its day and zone."""
        return moment(self.at)

    @property
    def folded(self) -> str:
        """What is shown when it is opened."""
        changed = any(detail.old for detail in self.details)
        return _("Before and after") if changed else _("What was written")


@dataclass(frozen=True)
class Choice:
    """One value that a filter offers."""

    value: str
    name: str
    chosen: bool


@require_safe
@signed_in
def history(request: SignedInRequest, assessment_id: UUID) -> HttpResponse:
    """The changes of a round, newest first, 50 on a page; of one question, or of one person."""
    found = queries.assessment_for(request.user, assessment_id)
    demand_granted(found.reader_roles, Permission.SEE_DRAFTS)
    question, by, after = (request.GET.get(name, "") for name in ("question", "person", "after"))
    told = queries.history_of(found, request.user, question=question, by=by, after=after)
    words = Words(queries.questionnaire_of(found), told)
    context = {
        "assessment": found,
        "project": found.project,
        "questions": _questions(found, question),
        "narrowed": bool(question or by),
    }
    return render(request, "assessments/history.html", context | _page(words, by, after, question))


@require_safe
@administrators_only
def people_history(request: SignedInRequest) -> HttpResponse:
    """The same of accounts, roles above projects, invitations and names, for who administers everything."""
    if not administers(request.user):
        raise PermissionDenied(_("This page is for administrators of everything: ask one of them."))
    by, after = request.GET.get("person", ""), request.GET.get("after", "")
    told = queries.history_of_people(request.user, by=by, after=after)
    words = Words(worded(), told)
    context = {"narrowed": bool(by)} | _page(words, by, after)
    return render(request, "assessments/people_history.html", context)


def _page(words: Words, by: str, after: str, question: str = "") -> dict[str, Any]:
    """What both pages show: the days with their lines, who changed something, and where to go on."""
    told = words.history
    return {
        "days": [(title, list(lines)) for title, lines in _days(words, told.changes)],
        "people": [Choice(actor, words.actor(actor), actor == by) for actor in told.actors],
        "newest_url": _url(question, by) if after else "",
        "older_url": _url(question, by, told.changes[-1].place) if told.has_older else "",
    }


def _days(words: Words, changes: Iterable[Change]) -> Iterator[tuple[str, Iterator[Line]]]:
    return groupby((_line(words, change) for change in changes), key=lambda line: day(line.at))


def _line(words: Words, change: Change) -> Line:
    at = datetime.strptime(change.at, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    return Line(
        at=timezone.localtime(at),
        who=words.who(change),
        what=words.what(change),
        details=words.details(change),
        seen="now" if change.shows_verdict else "after" if change.after_verdict else "",
    )


def _questions(assessment: Assessment, chosen: str) -> list[Choice]:
    return [
        Choice(question.key, question.name, question.key == chosen)
        for question in queries.questionnaire_of(assessment)
    ]


def _url(question: str, person: str, after: str = "") -> str:
    asked = {"question": question, "person": person, "after": after}
    return f"?{urlencode({name: value for name, value in asked.items() if value})}"
