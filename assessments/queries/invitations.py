"""Invitations: a project's, those above projects, and the one of a link."""

from uuid import UUID

from django.db.models import QuerySet

from ..models import Invitation, Person, Project
from ..permissions import administered
from .door import one


def invitation_of_secret(secret_sha256: str, *, lock: bool = False) -> Invitation | None:
    """The invitation of a link, whatever became of it; locked where that is asked."""
    rows = Invitation.objects.select_related("project", "unit", "initiative", "invited_by", "accepted_by")
    if lock:
        rows = rows.select_for_update(no_key=True, of=("self",))
    return rows.filter(secret_sha256=secret_sha256).first()


def open_invitations_of(project: Project) -> QuerySet[Invitation]:
    """The project's invitations that nobody accepted or withdrew, expired ones included, by address."""
    return _open().filter(project=project).order_by("email", "role")


def open_invitations_above(by: Person) -> QuerySet[Invitation]:
    """The open invitations to roles above projects within somebody's own scope, by address."""
    return _open().filter(administered(by), project__isnull=True).order_by("email", "role")


def invitation_for(invitations: QuerySet[Invitation], public_id: UUID | str) -> Invitation:
    """One of these, or Http404."""
    return one(invitations, public_id)


def _open() -> QuerySet[Invitation]:
    rows = Invitation.objects.select_related("project", "unit", "initiative", "invited_by")
    return rows.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)
