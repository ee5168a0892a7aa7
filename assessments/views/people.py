"""Who takes part in a project: the list, somebody brought in, a role changed or taken away."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments import actions, queries
from assessments.forms.people import MemberForm, RoleForm
from assessments.forms.roles import said_within, two_roles
from assessments.models import MemberRole, Person, Project
from assessments.permissions import Permission, may
from assessments.queries.second_factor import OWED

from .asking import ask
from .confirming import ask_first
from .invitations import ask_to_withdraw, linked, sent
from .people_rows import invitation_row, membership_row
from .people_steps import removal
from .reauthentication import proved_before_posting
from .signed_in import SignedInRequest, demand, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@proved_before_posting
def project_people(request: SignedInRequest, project_id: UUID) -> HttpResponse:
    """Show who takes part; a post adds who has an account, and invites anyone else."""
    project = _managed(request, project_id)
    form = MemberForm(request.POST or None)
    if form.is_valid() and (done := _brought_in(request, project, form)):
        return done
    now = timezone.now()
    context = {
        "project": project,
        "rows": [membership_row(member) for member in queries.people_of(project)],
        "invitations": [invitation_row(open_one, now) for open_one in queries.open_invitations_of(project)],
        "two_roles": two_roles(),
    }
    return ask(request, "assessments/people.html", form, context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@proved_before_posting
def member_change(request: SignedInRequest, project_id: UUID, membership_id: UUID) -> HttpResponse:
    """Give somebody another role or other sections in place of what they have."""
    project = _managed(request, project_id)
    membership = queries.membership_for(project, membership_id)
    stands = {"role": membership.role, "sections": membership.sections}
    form = RoleForm(request.POST or None, initial=stands)
    if form.is_valid():
        try:
            actions.change_member(
                membership=membership,
                role=MemberRole(form.cleaned_data["role"]),
                sections=form.cleaned_data["sections"],
                by=request.user,
                at=timezone.now(),
                keep_session=request.session.session_key or "",
            )
        except actions.Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _takes_part(membership.person, membership.role))
            return _back(request, project)
    context = {"project": project, "row": membership_row(membership), "two_roles": two_roles()}
    return ask(request, "assessments/people_change.html", form, context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@proved_before_posting
def member_remove(request: SignedInRequest, project_id: UUID, membership_id: UUID) -> HttpResponse:
    """Take a role from somebody; a lead who stops being one goes back to the projects."""
    project = _managed(request, project_id)
    membership = queries.membership_for(project, membership_id)

    def remove() -> None:
        kept = request.session.session_key or ""
        actions.remove_member(membership=membership, by=request.user, at=timezone.now(), keep_session=kept)

    return ask_first(request, removal(membership, request.user), remove, lambda: _back(request, project))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def invitation_withdraw(request: SignedInRequest, project_id: UUID, invitation_id: UUID) -> HttpResponse:
    """Take an invitation to the project back: its link works no more."""
    open_ones = queries.open_invitations_of(_managed(request, project_id))
    return ask_to_withdraw(request, queries.invitation_for(open_ones, invitation_id))


def _managed(request: SignedInRequest, project_id: UUID) -> Project:
    project = queries.project_with_people_for(request.user, project_id)
    demand(request.user, Permission.MANAGE_MEMBERS, project)
    return project


def _brought_in(request: SignedInRequest, project: Project, form: MemberForm) -> HttpResponse | None:
    """Add or invite; None, with the reason on the form, where that is refused."""
    role, sections = MemberRole(form.cleaned_data["role"]), form.cleaned_data["sections"]
    given = {"project": project, "role": role, "sections": sections, "by": request.user, "at": timezone.now()}
    if form.account and queries.people_of(project).filter(person=form.account, role=role).exists():
        known = _("%(person)s takes part as %(role)s already. To change it, choose Change in the list.")
        form.add_error("person", known % {"person": form.account, "role": said_within(role)})
        return None
    try:
        if form.account:
            kept = request.session.session_key or ""
            actions.add_member(person=form.account, keep_session=kept, **given)
            request.session.pop(OWED, None)  # as for one's own changed role
        else:
            address = form.cleaned_data["person"]
            invited = actions.invite_member(email=address, link=linked(request), **given)
    except actions.Refused as refused:
        form.add_error(None, str(refused))
        return None
    if not form.account:
        return sent(request, invited, reverse("project_people", args=[project.pk]))
    messages.success(request, _takes_part(form.account, role))
    return redirect("project_people", project.pk)


def _takes_part(person: Person, role: str) -> str:
    return _("%(person)s takes part as %(role)s.") % {"person": person, "role": said_within(role)}


def _back(request: SignedInRequest, project: Project) -> HttpResponse:
    """To the list, or to the projects where this was one's own last right to see it."""
    request.session.pop(OWED, None)  # one's own new role may demand what this session was not asked for
    still_manages = may(request.user, Permission.MANAGE_MEMBERS, project)
    return redirect("project_people", project.pk) if still_manages else redirect("project_list")
