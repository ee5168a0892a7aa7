"""One report: asked for, on its way, and there."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from assessments.permissions import Permission, may
from assessments.views.signed_in import SignedInRequest, signed_in

from ..actions import CannotRequest, request_report, retry_report
from ..models import Report
from ..portfolio import needs_renewal
from ..queries import record_for, report_for
from .report_progress import progress_of
from .signing_rows import signing_rows, void_words


@require_POST
@signed_in
def report_request(request: SignedInRequest, assessment_id: UUID) -> HttpResponse:
    """Ask for the readiness report of a concluded round."""
    record = record_for(request.user, assessment_id)
    try:
        asked = request_report(record=record, by=request.user, at=timezone.now())
    except CannotRequest as refused:
        messages.error(request, str(refused))
        return redirect("verdict", assessment_id=assessment_id)
    return redirect(asked)


@require_POST
@signed_in
def report_retry(request: SignedInRequest, report_id: UUID) -> HttpResponse:
    """Ask again for a report that could not be written."""
    found = report_for(request.user, report_id)
    try:
        retry_report(report=found, by=request.user, at=timezone.now())
    except CannotRequest as refused:
        messages.error(request, str(refused))
    return redirect(found)


@require_safe
@signed_in
def report(request: SignedInRequest, report_id: UUID) -> HttpResponse:
    """How far a report is; once sealed, the file and how to check it."""
    found = report_for(request.user, report_id)
    return render(request, "reports/report.html", _context(request, found))


@require_safe
@never_cache
@signed_in
def report_status(request: SignedInRequest, report_id: UUID) -> HttpResponse:
    """The part of that page which changes."""
    found = report_for(request.user, report_id)
    return render(request, "reports/report/status.html", _context(request, found))


def _context(request: SignedInRequest, found: Report) -> dict[str, Any]:
    failed = found.state == Report.State.FAILED
    rows = signing_rows(found, request.user) if found.is_issued else []
    return {
        "report": found,
        "record": found.record,
        "progress": progress_of(found),
        "needs_renewal": found.is_issued and needs_renewal(found.record, timezone.localdate()),
        "may_retry": failed and may(request.user, Permission.REQUEST_REPORT, found.project),
        "rows": rows,
        "is_next": any(row.sign_url for row in rows),
        "changes": found.is_open or any(row.state == "asked" for row in rows),
        "sees_round": may(request.user, Permission.SEE_SUBMITTED, found.project)
        if not found.record.stands
        else True,
        "void": void_words(found, request.user) if found.is_issued else "",
    }
