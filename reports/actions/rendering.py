"""Writing a report: take it for a while, write and seal it, and hand it in if it is still ours to hand in.

Killed at any point, nothing is lost: the lease runs out and another worker starts afresh. Late at any point,
nothing is doubled: who hands in names the attempt, and only the last one counts.
"""

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from assessments.acting import SYSTEM, acting_as

from .. import storage
from ..authority import TimestampUnavailable
from ..content.report import report_content
from ..models import Report
from ..pdf import TooSlow, write_pdf
from ..queries import approvers_of
from ..signing import seal

MOST_APPROVERS = 12

TOO_SLOW = "Writing it took too long. Ask again; if it fails again, its texts are too long for one report."
TOO_LARGE = "Writing it needed too much memory. Ask again; if it fails again, its texts are too long."
NO_TIMESTAMP = "The service that proves when a report was sealed did not answer. Ask again later."
BROKEN_OFF = "Its writing was broken off several times. Ask again; if it fails again, tell support."
UNFORESEEN = "Something in it cannot be written. Ask again; if it fails again, tell support: {report}."

State = Report.State
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Lease:
    """One attempt's right to hand in a report."""

    report: UUID
    attempt: int
    is_last: bool
    record: Any
    record_sha256: str
    approvers: int


def render_report(*, report_id: UUID, at: datetime) -> bool:
    """Write, seal and hand in a report; return whether this call did. Safe to call any number of times."""
    lease = take_report(report_id=report_id, at=at)
    if lease is None:
        return False
    try:
        pdf = _write(lease)
    except TimestampUnavailable:
        _give_back(lease)
        return False
    except Exception as error:
        log.exception("Report %s could not be written", lease.report)
        _fail(lease, reason_for(error, lease.report))
        return False
    return hand_in(lease, pdf, at=timezone.now())


def take_report(*, report_id: UUID, at: datetime) -> Lease | None:
    """Take a waiting report, or one whose worker is believed dead; None where there is nothing to do."""
    with acting_as(SYSTEM):
        free = Q(state=State.REQUESTED) | Q(state=State.RENDERING, lease_until__lt=at)
        locked = Report.objects.select_for_update(skip_locked=True, of=("self",))
        report = locked.select_related("record", "project").filter(free, pk=report_id).first()
        if report is None:
            return None
        if report.attempts >= report.attempts_allowed:
            _set_failed(report.pk, report.attempts, BROKEN_OFF)
            return None
        report.state = State.RENDERING
        report.attempts += 1
        report.lease_until = at + timedelta(seconds=settings.REPORT_LEASE_SECONDS)
        report.save(update_fields=["state", "attempts", "lease_until"])
        approvers = min(max(approvers_of(report.project), 1), MOST_APPROVERS)
    record = report.record
    return Lease(
        report=report.pk,
        attempt=report.attempts,
        is_last=report.attempts >= report.attempts_allowed,
        record=record.as_json,
        record_sha256=record.sha256,
        approvers=approvers,
    )


def hand_in(lease: Lease, pdf: bytes, *, at: datetime) -> bool:
    """Keep the sealed file, if the report is still this attempt's; return whether it was."""
    name = storage.save(lease.report, lease.attempt, pdf)
    with acting_as(SYSTEM):
        kept = _of(lease).update(
            state=State.SEALED,
            lease_until=None,
            file=name,
            sha256=hashlib.sha256(pdf).hexdigest(),
            size=len(pdf),
            sealed_at=at,
        )
    storage.discard(lease.report, range(1, lease.attempt) if kept else [lease.attempt])
    return bool(kept)


def reason_for(error: Exception, report: UUID) -> str:
    """Return what to tell the people who wait."""
    match error:
        case TooSlow() | SoftTimeLimitExceeded():
            return TOO_SLOW
        case MemoryError():
            return TOO_LARGE
    return UNFORESEEN.format(report=report)


def _write(lease: Lease) -> bytes:
    content = report_content(lease.record)
    return seal(
        write_pdf(content), record_sha256=lease.record_sha256, registered=True, approvers=lease.approvers
    )


def _give_back(lease: Lease) -> None:
    """Let the sweep announce it again; after the last attempt, say what was the matter."""
    if lease.is_last:
        _fail(lease, NO_TIMESTAMP)
        return
    with acting_as(SYSTEM):
        _of(lease).update(state=State.REQUESTED, lease_until=None)


def _fail(lease: Lease, reason: str) -> None:
    with acting_as(SYSTEM):
        _set_failed(lease.report, lease.attempt, reason)


def _set_failed(report: UUID, attempt: int, reason: str) -> None:
    ours = Report.objects.filter(pk=report, state=State.RENDERING, attempts=attempt)
    ours.update(state=State.FAILED, lease_until=None, error=reason)


def _of(lease: Lease) -> Any:
    return Report.objects.filter(pk=lease.report, state=State.RENDERING, attempts=lease.attempt)
