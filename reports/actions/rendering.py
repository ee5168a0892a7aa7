"""Writing a report: take it for a while, write and seal it, and hand it in if it is still ours to hand in.

Late at any point, nothing is doubled: who hands in names the attempt, and only the last one counts.
"""

import hashlib
import logging
from datetime import datetime
from uuid import UUID

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext_noop

from assessments.acting import SYSTEM, acting_as
from assessments.actions import renew_work

from .. import storage
from ..authority import TimestampUnavailable
from ..content.report import report_content
from ..models import IssuedFile, Report
from ..pdf import TooSlow, write_pdf
from ..signing import page_count, seal
from .lease import Lease, fail, give_back, kept, still_ours, take_report

TOO_SLOW = gettext_noop(
    "Writing it took too long. Ask again; if it fails again, its texts are too long for one report."
)
TOO_LARGE = gettext_noop(
    "Writing it needed too much memory. Ask again; if it fails again, its texts are too long."
)
TOO_BUSY = gettext_noop("The machine that writes reports is too busy or stands still. Ask again later.")
NO_TIMESTAMP = gettext_noop(
    "The service that proves when a report was sealed did not answer. Ask again later."
)
NOT_KEPT = gettext_noop(
    "It was written, but could not be kept: the disk is full or closed. Tell support, then ask again."
)
UNFORESEEN = gettext_noop(
    "Something in it cannot be written. Ask again; if it fails again, tell support: %(report)s."
)

log = logging.getLogger(__name__)


def render_report(*, report_id: UUID, at: datetime) -> bool:
    """Write, seal and hand in a report; return whether this call did. Safe to call any number of times."""
    lease = take_report(report_id=report_id, at=at)
    if lease is None:
        return False
    with kept(lease):
        pdf = _written(lease)
        return pdf is not None and hand_in(lease, pdf, at=timezone.now())


def hand_in(lease: Lease, pdf: bytes, *, at: datetime) -> bool:
    """Keep the sealed file, if the report is still this attempt's; return whether it was."""
    try:
        name = storage.save(lease.report, lease.attempt, pdf)
    except OSError:
        log.exception("Report %s could not be kept", lease.report)
        fail(lease, NOT_KEPT)
        return False
    with acting_as(SYSTEM):
        ours = still_ours(lease).update(
            state=Report.State.SEALED,
            lease_until=None,
            file=name,
            sha256=hashlib.sha256(pdf).hexdigest(),
            size=len(pdf),
            sealed_at=at,
        )
        if ours:
            _issue(lease, pdf, at)
    storage.discard(lease.report, range(1, lease.attempt) if ours else [lease.attempt])
    return bool(ours)


def _issue(lease: Lease, pdf: bytes, at: datetime) -> None:
    """Put the sealed file on the register, and let who signs it know."""
    report = Report.objects.select_related("project").get(pk=lease.report)
    IssuedFile.objects.create(
        report=report,
        record_id=report.record_id,
        project_id=report.project_id,
        signatures=0,
        sha256=report.sha256,
        size=len(pdf),
        pages=page_count(pdf),
        issued_at=at,
    )
    renew_work(project=report.project, at=at)


def reason_for(error: Exception) -> str:
    """What to tell the people who wait, in English; `Report.reason` says it in theirs."""
    match error:
        case TooSlow():
            return TOO_SLOW
        case MemoryError():
            return TOO_LARGE
        case SoftTimeLimitExceeded():
            return TOO_BUSY
        case TimestampUnavailable():
            return NO_TIMESTAMP
    return UNFORESEEN


def _written(lease: Lease) -> bytes | None:
    """The sealed report, or None where nothing came of it; what may pass by itself is tried again."""
    try:
        return _write(lease)
    except (TimestampUnavailable, SoftTimeLimitExceeded) as error:
        give_back(lease, reason_for(error), at=timezone.now())
    except Exception as error:
        log.exception("Report %s could not be written", lease.report)
        fail(lease, reason_for(error))
    return None


def _write(lease: Lease) -> bytes:
    with translation.override(settings.LANGUAGE_CODE):  # the same for all, whoever asked
        pdf = write_pdf(report_content(lease.record))
    return seal(pdf, record_sha256=lease.record_sha256, registered=True, approvers=lease.approvers)
