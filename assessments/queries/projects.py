"""Projects, and the people in them."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from ..models import Assessment, Membership, Oversight, OversightRole, Person, Project, State
from ..permissions import Permission, Viewer, oversights, roles_with
from .door import one


def projects_visible_to(user: Viewer) -> QuerySet[Project]:
    """The projects that somebody takes part in or oversees; for leadership those with an accepted round.

    Unordered; initiative and unit are joined.
    """
    projects = Project.objects.select_related("initiative", "unit")
    if not isinstance(user, Person) or not user.is_active:
        return projects.none()
    member = Membership.objects.filter(project=OuterRef("pk"), person=user)
    accepted = Assessment.objects.filter(project=OuterRef("pk"), state=State.ACCEPTED)
    sees_all = Exists(_above(user, OversightRole.PMO))
    sees_accepted = Exists(_above(user, OversightRole.LEADERSHIP))
    return projects.filter(Q(Exists(member)) | Q(sees_all) | (Q(sees_accepted) & Q(Exists(accepted))))


def project_for(user: Viewer, public_id: UUID | str) -> Project:
    """The project, or Http404."""
    return one(projects_visible_to(user), public_id)


def people_of(project: Project) -> QuerySet[Membership]:
    """Who takes part, one row for each role, with the person joined, by name."""
    return project.memberships.select_related("person").order_by("person__name", "person__email", "role")


def membership_for(project: Project, public_id: UUID | str) -> Membership:
    """One role of one person in this project, or Http404."""
    return one(people_of(project), public_id)


def person_with_address(address: str) -> Person | None:
    """Whoever signs in with this e-mail address, whatever its capitals; nobody whose account is closed."""
    return Person.objects.filter(email__iexact=address.strip(), is_active=True).first()


def possible_approvers(project: Project, asked_by: Person) -> QuerySet[Person]:
    """Who may be asked to approve an acknowledgement: by role, and never the one who asks."""
    roles = roles_with(Permission.APPROVE_ACKNOWLEDGEMENT)
    members = Membership.objects.filter(project=project, role__in=roles, person=OuterRef("pk"))
    people = Person.objects.filter(Exists(members), is_active=True)
    return people.exclude(pk=asked_by.pk).order_by("name", "email")


def _above(user: Person, role: OversightRole) -> QuerySet[Oversight]:
    return oversights(user, "pk").filter(role=role)
