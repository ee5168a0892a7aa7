"""The way of a file into the site: whoever may not send one, or too much, is refused before it is read."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from assessments import queries, storage
from assessments.forms.evidence import FileForm
from assessments.forms.uploads import MOST_BYTES
from assessments.models import Assessment, Person, State
from assessments.permissions import Permission
from assessments.receiving import BESIDE_THE_FILE, MeasuredUpload, most_bytes, stated_bytes
from assessments.storage import KeptFile

from .counting import counted
from .signed_in import P, SignedInRequest, demand_granted, signed_in
from .sizes import in_bytes

HOUR = 3600
CASE_FILES_AN_HOUR = 60
"""Case files and spreadsheets that one person may bring."""

Door = Callable[[SignedInRequest, UUID], Assessment]
Uploads = Callable[Concatenate[SignedInRequest, Assessment, P], HttpResponse]


def receives_a_file(view: "Uploads[P]") -> Callable[..., HttpResponse]:
    """Let a file back an answer: see `received_through`."""
    return received_through(round_to_answer, view)


def receives_a_proof(view: "Uploads[P]") -> Callable[..., HttpResponse]:
    """Let a file show what became of an action: see `received_through`."""
    return received_through(round_to_follow, view)


def received_through(door: Door, view: "Uploads[P]") -> Callable[..., HttpResponse]:
    """Pass the round's door, permission, length and rate; only then is the form read, and its token checked.

    The token stands in the form: Django would read all of it, file and all, before anything else is asked.
    """

    @csrf_exempt  # only until it is clear that the form may be read: `protected` checks its token
    @require_POST
    @signed_in
    @wraps(view)
    def guarded(
        request: SignedInRequest, /, assessment_id: UUID, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        found = door(request, assessment_id)
        status, text = _refusal(request)
        if status:
            return refused(request, found, text, status)
        request.upload_handlers = [MeasuredUpload(request)]
        protected: Uploads[P] = csrf_protect(view)
        return protected(request, found, *args, **kwargs)

    return guarded


def brings_a_file(
    view: "Callable[Concatenate[HttpRequest, P], HttpResponse]",
) -> "Callable[Concatenate[HttpRequest, P], HttpResponse]":
    """Refuse too large a case file or spreadsheet before any of it is read; then check the form's token."""
    protected = csrf_protect(view)

    @csrf_exempt  # only until its length is known: `protected` checks the token
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > MOST_BYTES + BESIDE_THE_FILE:
            return render(request, "413.html", status=413)
        return protected(request, *args, **kwargs)

    return guarded


def too_many_files(person: Person) -> bool:
    """Count a case file or spreadsheet that somebody brings; whether it is one too many within the hour."""
    return counted(f"files-brought:{person.pk}", HOUR) > CASE_FILES_AN_HOUR


def round_to_answer(request: SignedInRequest, assessment_id: UUID) -> Assessment:
    """The round for somebody who answers in it, for the team or apart from it; 403 for who only reads it."""
    found = queries.assessment_to_answer_for(request.user, assessment_id)
    demand_granted(found.reader_roles, Permission.SECOND_OPINION if found.voice else Permission.ANSWER)
    return found


def round_to_follow(request: SignedInRequest, assessment_id: UUID) -> Assessment:
    """The round for somebody whose actions may stand in it; 403 for who only reads it."""
    found = queries.assessment_for(request.user, assessment_id)
    if not found.shows_verdict or found.state == State.WITHDRAWN:
        raise Http404
    demand_granted(found.reader_roles, Permission.FOLLOW_ACTION)
    return found


def too_large(request: HttpRequest) -> bool:
    """Whether a file of the form, which has been read, was larger than may be."""
    return any(getattr(handler, "too_large", False) for handler in request.upload_handlers)


def too_large_text() -> str:
    """What is said then."""
    text = _("This file is larger than %(most)s. Make it smaller, or give a link to it.")
    return text % {"most": in_bytes(settings.EVIDENCE_FILE_BYTES)}


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
        return 411, _("Your browser did not say how long the file is. Send it again.")
    if length > most_bytes():
        return 413, too_large_text()
    if _too_many(request.user):
        return 429, _("You have sent very many files. Go on in an hour, or give links instead.")
    return 0, ""


def _too_many(person: Person) -> bool:
    """Count this upload of theirs within the hour."""
    return counted(f"evidence-uploads:{person.pk}", HOUR) > int(settings.EVIDENCE_UPLOADS_PER_HOUR)
