"""The files of the evidence, to be saved: never opened as a page of this site."""

import logging
from typing import cast
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from assessments import queries, storage

from .signed_in import SignedInRequest, signed_in

SEALED_OFF = "sandbox; default-src 'none'"
A_DAY = 86_400

log = logging.getLogger(__name__)


@require_safe
@signed_in
def evidence_file(request: SignedInRequest, assessment_id: UUID, file_id: UUID) -> HttpResponse:
    """One version of a file, for whoever may see the answers."""
    found = queries.assessment_to_answer_for(request.user, assessment_id)
    file = queries.evidence_file_for(found, file_id)
    response = _sent(file.stored, file.name, file.media_type)
    patch_cache_control(response, private=True, no_store=True)
    return response


@require_safe
@signed_in
def evidence_preview(request: SignedInRequest, assessment_id: UUID, file_id: UUID) -> HttpResponse:
    """The small picture of a file that we drew ourselves; 404 until there is one."""
    found = queries.assessment_to_answer_for(request.user, assessment_id)
    preview = getattr(queries.evidence_file_for(found, file_id), "preview", None)
    if preview is None or not preview.stored:
        raise Http404
    response = _sent(preview.stored, "preview.png", "image/png")
    patch_cache_control(response, private=True, max_age=A_DAY)  # a version is never drawn twice
    return response


def _sent(stored: str, name: str, media_type: str) -> HttpResponse:
    try:
        opened = storage.open_file(stored)
    except OSError:
        log.exception("The file %s cannot be opened", stored)
        raise Http404("The file cannot be read at the moment.") from None
    # The file is not in the database: nothing here is read after the person's transaction has ended.
    response = FileResponse(opened, as_attachment=True, filename=name, content_type=media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SEALED_OFF
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return cast("HttpResponse", response)  # a stream is answered like any other page
