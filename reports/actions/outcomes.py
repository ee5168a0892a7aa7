"""What happened in production: the day it began, and at each milestone what was measured then."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.acting import SYSTEM, acting_as
from assessments.actions import InvalidInput, NotAllowed, Refused, renew_work
from assessments.actions.notices import News, tell
from assessments.actions.refusal import shape_errors
from assessments.domain.case import OutcomeRecord
from assessments.domain.casefile.schema import OutcomePart
from assessments.domain.casefile.values import LONG
from assessments.domain.questionnaire import SECTIONS
from assessments.models import NoticeKind, Person, Project
from assessments.permissions import Permission, may
from assessments.queries.waiting.team import team_of

from ..models import MILESTONES, GoLive, Outcome
from ..queries.outcomes import (
    Happened,
    as_outcome,
    first_record_day,
    happened,
    milestones_open,
    projects_with_milestone_between,
    record_on,
)

AHEAD: Final = timedelta(days=365)
"""So far ahead a go-live may be planned."""
LATE: Final = timedelta(days=7)
"""So many days may pass without beat, and nobody misses being asked."""


class InvalidGoLive(InvalidInput):
    """The day cannot be taken. Errors by field: day, reason."""


class StaleGoLive(Refused):
    """Somebody else set another day since the page was read; `current` is theirs."""

    def __init__(self, current: GoLive | None) -> None:
        super().__init__(_("Somebody else changed this since you opened the page."))
        self.current = current


class NothingPredicted(Refused):
    """No round of the project is accepted, so there is nothing to hold what happens against."""


class InvalidOutcome(InvalidInput):
    """It cannot be stored. Errors by the domain's names: state, value, unit, users, cost, currency, text."""


class StaleOutcome(Refused):
    """Somebody else recorded something since the page was read; `current` is theirs."""

    def __init__(self, current: Outcome | None) -> None:
        super().__init__(_("Somebody else changed this since you opened the page."))
        self.current = current


class TooEarly(Refused):
    """There is no go-live yet, or the milestone has not come."""


def set_go_live(
    *, project: Project, day: date, reason: str = "", seen: date | None, by: Person, at: datetime
) -> GoLive:
    """Say on which day production began or will; `seen` is the day that stood when this was typed.

    The same day again changes nothing. Another one needs a reason, and must leave what is recorded true.
    """
    with _recording(project, by):
        found = happened(project)
        current = found.go_live
        if current and current.day == day:
            return current
        if (current.day if current else None) != seen:
            raise StaleGoLive(current)
        reason = reason.strip() if current else ""
        _check_day(project, found, day, at)
        if current and not reason:
            raise InvalidGoLive({"reason": _("must not be empty: say why the day is another")})
        if len(reason) > LONG:
            raise InvalidGoLive({"reason": _("is too long")})
        row = current or GoLive(project=project)
        row.day, row.why, row.set_by, row.set_at = day, reason, by, at
        row.save()
        renew_work(project=project, at=at)
    return row


def record_outcome(
    *, project: Project, said: OutcomeRecord, seen_version: int, by: Person, at: datetime
) -> Outcome:
    """Say what happened `said.days` after go-live, or correct it; `seen_version` is 0 where nothing stood.

    The same again makes no new version. What stood before stays in the history.
    """
    _refuse(shape_errors(OutcomePart, _as_part(said), "state"))
    with _recording(project, by):
        found = happened(project)
        _check_milestone(found, said.days, at)
        current = found.outcomes.get(said.days)
        if current and as_outcome(current) == said:
            return current
        if (current.version if current else 0) != seen_version:
            raise StaleOutcome(current)
        row = current or Outcome(record=found.record, project=project, days=said.days, version=0)
        for name, value in _columns(said).items():
            setattr(row, name, value)
        row.version += 1
        row.recorded_by, row.recorded_at = by, at
        row.save()
        renew_work(project=project, at=at)
    return row


def ask_for_outcomes(*, at: datetime) -> int:
    """Put the milestones that came these days into the work of whoever leads, and tell them, each once."""
    today = timezone.localdate(at)
    with acting_as(SYSTEM):
        projects = projects_with_milestone_between(today - LATE, today)
    for project in projects:
        renew_work(project=project, at=at)
        with acting_as(SYSTEM):
            _ask(project, today, at)
    return len(projects)


def _ask(project: Project, today: date, at: datetime) -> None:
    found = happened(project)
    leads = team_of(project).who_may(Permission.RECORD_OUTCOME)
    for days in milestones_open(found, today):
        if found.asked_on(days) >= today - LATE:
            tell(leads, partial(_news, project, found, days), at=at)


def _news(project: Project, found: Happened, days: int) -> News:
    text = _("%(project)s: what happened %(days)s days after go-live? Record what is measured now.")
    return News(
        NoticeKind.OUTCOME,
        f"{project.pk} {days} {found.asked_on(days).isoformat()}",
        text % {"project": project.name, "days": days},
        reverse("outcome", args=[project.pk, days]),
        project,
    )


@contextmanager
def _recording(project: Project, by: Person) -> Iterator[None]:
    """The project locked, so that two at once follow each other, for whoever may say what happened."""
    with transaction.atomic():
        Project.objects.select_for_update(no_key=True).get(pk=project.pk)
        if not may(by, Permission.RECORD_OUTCOME, project):
            raise NotAllowed(
                _("You may not %(do)s in this project.") % {"do": _(Permission.RECORD_OUTCOME.value)}
            )
        yield


def _check_day(project: Project, found: Happened, day: date, at: datetime) -> None:
    today, first = timezone.localdate(at), first_record_day(project)
    if first is None:
        raise NothingPredicted(
            _("No round of this project is accepted yet, so nothing was predicted. Accept a round first.")
        )
    if day > today + AHEAD:
        raise InvalidGoLive({"day": _("must be at most a year from now")})
    if day < first:
        told = _("must not be before the first record, which is of %(day)s")
        raise InvalidGoLive({"day": told % {"day": date_format(first)}})
    if found.outcomes:
        _check_recorded(project, found, day)


def _check_recorded(project: Project, found: Happened, day: date) -> None:
    """What is recorded stays what it is: so many days after go-live, beside the record of that time."""
    for days, outcome in found.outcomes.items():
        recorded = timezone.localdate(outcome.recorded_at)
        if day + timedelta(days=days) > recorded:
            told = _("must be %(days)s days or more before %(day)s, when it was recorded what had happened")
            raise InvalidGoLive({"day": told % {"days": days, "day": date_format(recorded)}})
    if found.record and record_on(project, day) != found.record:
        told = _("must fit the record of round %(round)s, beside which it is recorded what happened")
        raise InvalidGoLive({"day": told % {"round": found.record.round}})


def _check_milestone(found: Happened, days: int, at: datetime) -> None:
    if found.go_live is None or found.record is None:
        raise TooEarly(_("Set the day of go-live first."))
    if days not in MILESTONES:
        raise InvalidOutcome({"days": _("must be 30, 90 or 180")})
    if found.asked_on(days) > timezone.localdate(at):
        told = _("Day %(days)s after go-live is %(day)s: record then what is measured.")
        raise TooEarly(told % {"days": days, "day": date_format(found.asked_on(days))})


def _as_part(said: OutcomeRecord) -> dict[str, Any]:
    return asdict(said) | {"incidents": dict(said.incidents)}


def _columns(said: OutcomeRecord) -> dict[str, Any]:
    return {
        "running": said.state,
        "metric_value": said.value,
        "metric_unit": said.unit,
        "users": said.users,
        "cost": said.cost,
        "currency": said.currency,
        "note": said.text,
        **{f"{section}_incidents": said.incidents.get(section) for section in SECTIONS},
    }


def _refuse(errors: dict[str, str]) -> None:
    if errors:
        raise InvalidOutcome(errors)
