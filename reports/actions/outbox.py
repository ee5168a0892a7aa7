"""Asking for a report: the row is the request; telling the worker is only a matter of speed."""

from datetime import datetime, timedelta
from uuid import UUID

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.acting import SYSTEM, acting_as
from assessments.actions import NotAllowed, Refused, renew_work
from assessments.models import Person
from assessments.permissions import Permission, may

from ..models import ATTEMPTS, Record, Report
from ..queries import open_reports_of

TASK = "reports.tasks.render_report"
QUEUE = "reports"
SWEPT_AT_ONCE = 100

State = Report.State


class CannotRequest(Refused):
    """The report cannot be asked for; the message says why and what helps."""


def request_report(*, record: Record, by: Person, at: datetime) -> Report:
    """Ask for the readiness report of a record; asked again, return the report that there is.

    Raises CannotRequest or NotAllowed.
    """
    _check_permission(by, record)
    with transaction.atomic():
        _check_stands(record)
        current = Report.objects.exclude(state=State.REVOKED)
        report, created = current.get_or_create(
            record=record,
            kind=Report.Kind.READINESS,
            defaults={
                "project_id": record.project_id,
                "requested_by": by,
                "requested_at": at,
                "announced_at": at,
            },
        )
        if created:
            _check_quota(by)
            _announce_on_commit(report.pk)
    return retry_report(report=report, by=by, at=at) if report.state == State.FAILED else report


def retry_report(*, report: Report, by: Person, at: datetime) -> Report:
    """Ask again for a report that could not be written; for any other nothing happens."""
    _check_permission(by, report.record)
    with transaction.atomic():
        failed = Report.objects.filter(pk=report.pk, state=State.FAILED)
        asked = failed.update(
            state=State.REQUESTED,
            error="",
            attempts_allowed=F("attempts") + ATTEMPTS,
            requested_by=by,
            requested_at=at,
            announced_at=at,
        )
        if asked:
            _check_quota(by)
            _announce_on_commit(report.pk)
            renew_work(project=report.project, at=at)
    report.refresh_from_db()
    return report


def sweep_reports(*, at: datetime) -> int:
    """Announce again what was lost: leases that ran out, requests that nobody took. Return how many.

    Each is announced at most once in the time of a lease, whoever sweeps and however often.
    """
    with acting_as(SYSTEM):
        lost = _lost(at).select_for_update(skip_locked=True).order_by("requested_at")
        found = list(lost.values_list("pk", flat=True)[:SWEPT_AT_ONCE])
        Report.objects.filter(pk__in=found).update(announced_at=at)
    for report in found:
        announce(report)
    return len(found)


def announce(report: UUID) -> None:
    """Tell the workers that a report waits."""
    current_app.send_task(TASK, kwargs={"report_id": str(report)}, queue=QUEUE)


def _lost(at: datetime) -> QuerySet[Report]:
    pause = timedelta(seconds=settings.REPORT_LEASE_SECONDS)
    free = Q(state=State.REQUESTED) | Q(state=State.RENDERING, lease_until__lt=at)
    unheard = Q(announced_at__isnull=True) | Q(announced_at__lt=at - pause)
    return Report.objects.filter(free, unheard)


def _announce_on_commit(report: UUID) -> None:
    """A broker that is down must not take the request back: the sweep announces it later."""

    def announce_it() -> None:  # Django logs a robust function's failure by its name, and a partial has none
        announce(report)

    transaction.on_commit(announce_it, robust=True)


def _check_permission(by: Person, record: Record) -> None:
    if not may(by, Permission.REQUEST_REPORT, record.project):
        raise NotAllowed(_("The lead, a reviewer or an approver of the project, or the PMO, can ask for it."))


def _check_stands(record: Record) -> None:
    """With the record locked: whoever takes it back waits, and finds the report."""
    with acting_as(SYSTEM):
        locked = Record.objects.standing().filter(pk=record.pk).select_for_update(no_key=True)
        if not locked.values_list("pk", flat=True):
            raise CannotRequest(_("The round was returned to its team: there is nothing to report any more."))


def _check_quota(by: Person) -> None:
    """Called when the new request already counts; raising takes it back."""
    if open_reports_of(by) > settings.REPORT_QUOTA:
        text = ngettext(
            "You are waiting for %(count)s report already. Ask again when one of them is finished.",
            "You are waiting for %(count)s reports already. Ask again when one of them is finished.",
            settings.REPORT_QUOTA,
        )
        raise CannotRequest(text % {"count": settings.REPORT_QUOTA})
