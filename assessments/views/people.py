"""Who takes part in a project: the list, somebody added, a role taken away."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from assessments import actions, queries
from assessments.forms.people import MemberForm
from assessments.models import Membership
from assessments.permissions import Permission, may

from .asking import ask
from .rows import ROLES
from .signed_in import SignedInRequest, demand, signed_in


@dataclass(frozen=True)
class MembershipRow:
    """One role of one person, and where it is taken away."""

    name: str
    address: str
    role: str
    remove_url: str


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def project_people(request: SignedInRequest, project_id: UUID) -> HttpResponse:
    """Show who takes part, and add somebody who has an account."""
    project = queries.project_for(request.user, project_id)
    demand(request.user, Permission.MANAGE_MEMBERS, project)
    form = MemberForm(request.POST or None)
    if form.is_valid():
        added = actions.add_member(project=project, **form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, f"{added.person} takes part as {added.get_role_display()}.")
        return redirect("project_people", project.pk)
    context = {"project": project, "rows": [_row(member) for member in queries.people_of(project)]}
    return ask(request, "assessments/people.html", form, context)


@require_POST
@signed_in
def member_remove(request: SignedInRequest, project_id: UUID, membership_id: UUID) -> HttpResponse:
    """Take a role from somebody; a lead who stops being one goes back to the projects."""
    project = queries.project_for(request.user, project_id)
    demand(request.user, Permission.MANAGE_MEMBERS, project)
    membership = queries.membership_for(project, membership_id)
    try:
        actions.remove_member(membership=membership, by=request.user, at=timezone.now())
    except actions.LastLead as refused:
        messages.error(request, str(refused))
        return redirect("project_people", project.pk)
    messages.success(request, f"{membership.person} is no longer {membership.get_role_display()} here.")
    still_manages = may(request.user, Permission.MANAGE_MEMBERS, project)
    return redirect("project_people", project.pk) if still_manages else redirect("project_list")


def _row(membership: Membership) -> MembershipRow:
    return MembershipRow(
        name=str(membership.person),
        address=membership.person.email,
        role=ROLES[membership.role],
        remove_url=reverse("member_remove", args=[membership.project_id, membership.pk]),
    )
