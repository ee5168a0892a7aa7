"""Projects: the list, one project with its rounds and people, and a new one."""

from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments import actions, queries
from assessments.forms.projects import ProjectForm
from assessments.models import Project, State
from assessments.permissions import Permission, permissions_in
from assessments.queries.project_list import PAGE as PROJECTS

from .asking import ask
from .paging import page_after, pages
from .rows import RoundRow, known_rows, member_rows, names_in_use, project_rows, round_rows
from .signed_in import SignedInRequest, signed_in


@require_safe
@signed_in
def project_list(request: SignedInRequest) -> HttpResponse:
    """The projects that the person may see, with where each one's latest round stands, page by page."""
    named = request.GET.get("q", "").strip()
    found = queries.project_page(request.user, named=named, after=page_after(request))
    may_create = queries.may_create_projects(request.user)
    context = {
        # As dictionaries, in which a template finds names at once: a fifth of what the rows cost.
        "rows": [vars(row) for row in project_rows(found[:PROJECTS])],
        "named": named,
        "pages": pages(request, found, PROJECTS),
        "may_create": may_create,
        "administers": not may_create and queries.is_administrator(request.user),
    }
    return render(request, "assessments/project_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def project_create(request: SignedInRequest) -> HttpResponse:
    """Make a project; the same form sent twice makes one."""
    if not queries.may_create_projects(request.user):
        raise PermissionDenied(_("Projects are added by those who will take part in them."))
    form = ProjectForm(request.POST or None, initial={"token": uuid4()})
    if form.is_valid():
        project = actions.create_project(
            name=form.cleaned_data["name"],
            initiative_name=form.cleaned_data["initiative"],
            unit_name=form.cleaned_data["unit"],
            token=str(form.cleaned_data["token"]),
            by=request.user,
            at=timezone.now(),
        )
        return redirect("assessment_create", project.pk)
    context = {"known": names_in_use(queries.projects_visible_to(request.user))}
    return ask(request, "assessments/project_form.html", form, context)


@require_safe
@signed_in
def project(request: SignedInRequest, project_id: UUID) -> HttpResponse:
    """One project: its rounds, the people in it, and what can be done next.

    Who only administers it finds its name and its people; a second respondent that there are rounds.
    """
    shown = queries.project_with_people_for(request.user, project_id)
    granted = permissions_in(shown, request.user)
    rounds = _rounds(request, shown, granted)
    context = {
        "project": shown,
        "rounds": rounds,
        "members": member_rows(queries.people_of(shown)),
        "may_start": not any(row.is_open for row in rounds) and Permission.START_ASSESSMENT in granted,
        "may_manage": Permission.MANAGE_MEMBERS in granted,
        "is_blind": Permission.KNOW_ROUNDS in granted and Permission.SEE_ACCEPTED not in granted,
        "may_see_outcomes": Permission.SEE_ACCEPTED in granted
        and any(row.state == State.ACCEPTED for row in rounds),
        "may_record_outcome": Permission.RECORD_OUTCOME in granted,
        "only_people": granted == {Permission.MANAGE_MEMBERS},
    }
    return render(request, "assessments/project.html", context)


def _rounds(request: SignedInRequest, shown: Project, granted: frozenset[Permission]) -> list[RoundRow]:
    if Permission.KNOW_ROUNDS in granted and Permission.SEE_ACCEPTED not in granted:
        return known_rows(queries.rounds_known_in(shown), queries.rounds_asked_in(shown, request.user))
    return round_rows(queries.rounds_of(request.user, shown))
