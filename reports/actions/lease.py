"""One attempt's right to hand in a report: taken for a while, renewed while the work goes on, given back.

Killed at any point, nothing is lost: the lease runs out and another worker starts afresh. A worker that is
only slow keeps its lease, so that no machine is too busy for a report.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from assessments.acting import SYSTEM, acting_as
from assessments.actions import renew_work
from assessments.models import Project

from ..models import Report

BROKEN_OFF = gettext_noop(
    "Its writing was broken off many times. Ask again; if it fails again, tell support."
)

State = Report.State
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Lease:
    """One attempt at a report, with all that it needs from the database."""

    report: UUID
    project: UUID
    attempt: int
    is_last: bool
    record: Any
    record_sha256: str
    approvers: int


def take_report(*, report_id: UUID, at: datetime) -> Lease | None:
    """Take a waiting report, or one whose worker is believed dead; None where there is nothing to do."""
    with acting_as(SYSTEM):
        free = Q(state=State.REQUESTED) | Q(state=State.RENDERING, lease_until__lt=at)
        locked = Report.objects.select_for_update(skip_locked=True, of=("self",))
        report = locked.select_related("record", "project").filter(free, pk=report_id).first()
        if report is None:
            return None
        if report.attempts >= report.attempts_allowed:
            _set_failed(report.pk, report.project_id, report.attempts, BROKEN_OFF)
            return None
        report.state = State.RENDERING
        report.attempts += 1
        report.lease_until = _end(at)
        report.save(update_fields=["state", "attempts", "lease_until"])
        return _lease(report)


@contextmanager
def kept(lease: Lease) -> Iterator[None]:
    """Renew the lease as long as the block goes on; the task's hard time limit ends a block that hangs."""
    ended = threading.Event()
    renewing = threading.Thread(target=_renew_until, args=(ended, lease), daemon=True)
    renewing.start()
    try:
        yield
    finally:
        ended.set()
        renewing.join()


def still_ours(lease: Lease) -> QuerySet[Report]:
    """The report, unless another attempt took it meanwhile."""
    return Report.objects.filter(pk=lease.report, state=State.RENDERING, attempts=lease.attempt)


def give_back(lease: Lease, reason: str, *, at: datetime) -> None:
    """Let the sweep announce it again after a pause; after the last attempt, say what was the matter.

    The reason is marked for translation and kept in English: `Report.reason` says it to each reader.
    """
    if lease.is_last:
        fail(lease, reason)
        return
    with acting_as(SYSTEM):
        still_ours(lease).update(state=State.REQUESTED, lease_until=None, announced_at=at)


def fail(lease: Lease, reason: str) -> None:
    """Tell the people who wait that nothing came of it, and why."""
    with acting_as(SYSTEM):
        _set_failed(lease.report, lease.project, lease.attempt, reason)


def _lease(report: Report) -> Lease:
    return Lease(
        report=report.pk,
        project=report.project_id,
        attempt=report.attempts,
        is_last=report.attempts >= report.attempts_allowed,
        record=report.record.as_json,
        record_sha256=report.record.sha256,
        approvers=report.record.signatories.count(),
    )


def _end(at: datetime) -> datetime:
    return at + timedelta(seconds=settings.REPORT_LEASE_SECONDS)


def _renew_until(ended: threading.Event, lease: Lease) -> None:
    """Runs in a thread of its own, and so on a connection of its own."""
    while not ended.wait(settings.REPORT_LEASE_SECONDS / 3):
        try:
            with acting_as(SYSTEM):
                still_ours(lease).update(lease_until=_end(timezone.now()))
        except DatabaseError:
            log.warning("The lease of report %s could not be renewed", lease.report, exc_info=True)
        finally:
            connection.close()


def _set_failed(report: UUID, project: UUID, attempt: int, reason: str) -> None:
    ours = Report.objects.filter(pk=report, state=State.RENDERING, attempts=attempt)
    if ours.update(state=State.FAILED, lease_until=None, error=reason):
        renew_work(project=Project.objects.get(pk=project), at=timezone.now())
