"""The file of a report: to keep, to read as it is, and to read page by page as pictures."""

import logging
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from assessments.drawing import draw
from assessments.views.signed_in import SignedInRequest, signed_in

from .. import storage
from ..models import Report
from ..queries import report_for

NO_FILE = gettext_noop(
    "The file cannot be read at the moment. Ask again later; if it stays so, tell support: %(report)s."
)

log = logging.getLogger(__name__)


@require_safe
@never_cache
@signed_in
def report_download(request: SignedInRequest, report_id: UUID) -> HttpResponse:
    """The file as it stands now, to keep."""
    return _file(request, report_id, keep=True)


@require_safe
@never_cache
@signed_in
def report_read(request: SignedInRequest, report_id: UUID) -> HttpResponse:
    """The same to read in the browser: it is our own, and no page of this site."""
    return _file(request, report_id, keep=False)


@require_safe
@cache_control(private=True, max_age=86_400, immutable=True)
@signed_in
def report_page(request: SignedInRequest, report_id: UUID, number: int) -> HttpResponse:
    """One page as a picture; its address names the file, so that a browser may keep it."""
    found = _issued(request, report_id)
    issued = found.issued_files.filter(sha256=found.sha256).first()
    if issued is None or not 1 <= number <= issued.pages:
        raise Http404
    try:
        with storage.open_file(found.file) as file:
            picture = draw(file, "application/pdf", page=number)
    except OSError:
        log.exception("The file of report %s cannot be opened", found.pk)
        picture = None
    if picture is None:
        raise Http404
    return HttpResponse(picture, content_type="image/png", headers={"X-Content-Type-Options": "nosniff"})


def _issued(request: SignedInRequest, report_id: UUID) -> Report:
    found = report_for(request.user, report_id)
    if not found.is_issued:
        raise Http404
    return found


def _file(request: SignedInRequest, report_id: UUID, *, keep: bool) -> HttpResponse:
    found = _issued(request, report_id)
    try:
        file = storage.open_file(found.file)
    except OSError:
        log.exception("The file of report %s cannot be opened", found.pk)
        messages.error(request, _(NO_FILE) % {"report": found.pk})
        return redirect(found)
    # The file is not in the database: nothing here is read after the person's transaction has ended.
    response = FileResponse(
        file,
        as_attachment=keep,
        filename=file_name(found.project.name, found.record.round),
        content_type="application/pdf",
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response  # type: ignore[return-value]  # a stream is answered like any other page


def file_name(project: str, round_number: int) -> str:
    """The name under which the file is saved; letters, digits and hyphens only."""
    return f"honest-pilot-{slugify(project)[:60] or 'project'}-round-{round_number}.pdf"
