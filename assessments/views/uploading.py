"""The way of a file into the site: whoever may not send one, or too much, is refused before it is read."""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from assessments import queries, storage
from assessments.forms.evidence import FileForm
from assessments.models import Assessment, Person
from assessments.permissions import Permission
from assessments.receiving import MeasuredUpload, most_bytes, stated_bytes
from assessments.storage import KeptFile

from .signed_in import SignedInRequest, demand_granted, signed_in
from .sizes import in_bytes

HOUR = 3600

P = ParamSpec("P")
Uploads = Callable[Concatenate[SignedInRequest, Assessment, P], HttpResponse]


def receives_a_file(view: "Uploads[P]") -> Callable[..., HttpResponse]:
    """Pass the round's door, permission, length and rate; only then is the form read, and its token checked.

    The token stands in the form: Django would read all of it, file and all, before anything else is asked.
    """

    @csrf_exempt
    @require_POST
    @signed_in
    @wraps(view)
    def guarded(
        request: SignedInRequest, /, assessment_id: UUID, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        found = round_to_answer(request, assessment_id)
        status, text = _refusal(request)
        if status:
            return refused(request, found, text, status)
        request.upload_handlers = [MeasuredUpload(request)]
        protected: Uploads[P] = csrf_protect(view)
        return protected(request, found, *args, **kwargs)

    return guarded


def round_to_answer(request: SignedInRequest, assessment_id: UUID) -> Assessment:
    """The round for somebody who answers in it, for the team or apart from it; 403 for who only reads it."""
    found = queries.assessment_to_answer_for(request.user, assessment_id)
    demand_granted(found.reader_roles, Permission.SECOND_OPINION if found.voice else Permission.ANSWER)
    return found


def too_large(request: HttpRequest) -> bool:
    """Whether a file of the form, which has been read, was larger than may be."""
    return any(getattr(handler, "too_large", False) for handler in request.upload_handlers)


def too_large_text() -> str:
    """What is said then."""
    most = in_bytes(settings.EVIDENCE_FILE_BYTES)
    return f"This file is larger than {most}. Make it smaller, or give a link to it."


def bind(form: FileForm, request: HttpRequest) -> bool:
    """Whether the form is right; what was dropped on its way in is told as too large, not as missing."""
    if too_large(request):
        form.errors.clear()
        form.add_error("file", too_large_text())
    return form.is_valid()


def kept(form: FileForm) -> KeptFile:
    """Store the file of a valid form, and tell what is known of it. Raises OSError."""
    file = form.cleaned_data["file"]
    size, sha256 = file.size, file.sha256
    return KeptFile(form.name, size, form.kind.media_type, sha256, storage.keep(file))


def refused(request: HttpRequest, assessment: Assessment, text: str, status: int) -> HttpResponse:
    """Say why a file was not taken: in one line where a script asked, else on a page."""
    if in_background(request):
        return plain(text, status)
    context = {"assessment": assessment, "project": assessment.project, "text": text}
    return render(request, "assessments/evidence_refused.html", context, status=status)


def in_background(request: HttpRequest) -> bool:
    """Whether a script asks, which puts the answer in its place."""
    return bool(request.headers.get("HX-Request"))


def plain(text: str, status: int) -> HttpResponse:
    """One line for a script to show."""
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")


def _refusal(request: SignedInRequest) -> tuple[int, str]:
    """Status and reason; 0 where nothing speaks against it."""
    length = stated_bytes(request)
    if length is None:
        return 411, "Your browser did not say how long the file is. Send it again."
    if length > most_bytes():
        return 413, too_large_text()
    if _too_many(request.user):
        return 429, "You have sent very many files. Go on in an hour, or give links instead."
    return 0, ""


def _too_many(person: Person) -> bool:
    """Count this upload of theirs within the hour."""
    key, count = f"evidence-uploads:{person.pk}", 1
    if not cache.add(key, 1, HOUR):
        with suppress(ValueError):  # over in this very moment
            count = cache.incr(key)
            cache.touch(key, HOUR)  # some caches forget at incr for how long they keep it
    return count > int(settings.EVIDENCE_UPLOADS_PER_HOUR)
