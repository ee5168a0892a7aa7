"""A case file brought in the browser: a project's next round from it, or a new project."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from assessments import actions, queries
from assessments.domain.casefile import CaseFileErrors
from assessments.forms.uploads import CaseFileForm
from assessments.models import Assessment, Person, Project
from assessments.permissions import Permission

from .asking import ask
from .signed_in import SignedInRequest, demand, signed_in
from .uploading import brings_a_file, too_many_files

Import = Callable[[CaseFileForm, Person, datetime], Assessment]


@brings_a_file
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def project_import(request: SignedInRequest) -> HttpResponse:
    """Make a project and its first round from a case file."""
    if not queries.may_create_projects(request.user):
        raise PermissionDenied(_("Projects are added by those who will take part in them."))

    def made(form: CaseFileForm, by: Person, at: datetime) -> Assessment:
        given = form.cleaned_data
        return actions.import_project(text=given["file"], token=str(given["token"]), by=by, at=at)

    return _imported(request, None, made)


@brings_a_file
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def round_import(request: SignedInRequest, project_id: UUID) -> HttpResponse:
    """Start a project's next round from a case file."""
    project = queries.project_for(request.user, project_id)
    demand(request.user, Permission.START_ASSESSMENT, project)
    under_way = queries.open_round_of(project)
    if under_way and request.method != "POST":
        return redirect(under_way)

    def started(form: CaseFileForm, by: Person, at: datetime) -> Assessment:
        return actions.import_case(project=project, text=form.cleaned_data["file"], by=by, at=at)

    return _imported(request, project, started)


def _imported(request: SignedInRequest, project: Project | None, act: Import) -> HttpResponse:
    """Import what was posted; show the form where nothing was, or everything that is wrong at once."""
    if request.method == "POST" and too_many_files(request.user):
        return render(request, "429.html", status=429)
    posted, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = CaseFileForm(posted, files, initial={"token": uuid4()})
    context: dict[str, object] = {"project": project}
    if form.is_valid():
        try:
            return redirect(act(form, request.user, timezone.now()))
        except actions.RoundOpen as open_round:
            return redirect(open_round.current)
        except CaseFileErrors as wrong:
            form.add_error("file", _summary(len(wrong.errors)))
            context["wrong"] = [error.partition(": ")[::2] for error in wrong.errors]
    return ask(request, "assessments/import.html", form, context)


def _summary(count: int) -> str:
    text = ngettext(
        "One thing in this file is wrong. Nothing was stored.",
        "%(count)s things in this file are wrong. Nothing was stored.",
        count,
    )
    return text % {"count": count}
