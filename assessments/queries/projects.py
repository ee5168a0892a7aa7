"""Projects, and the people in them."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from ..models import Assessment, MemberRole, Membership, Oversight, OversightRole, Person, Project, State
from ..permissions import Permission, Viewer, administered, oversights, roles_with
from .door import one


def projects_visible_to(user: Viewer) -> QuerySet[Project]:
    """The projects that somebody takes part in or oversees; for leadership those with an accepted round.

    Not those of which an administrator has only people and settings. Unordered; initiative and unit joined.
    """
    projects = _joined()
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


def projects_administered_by(user: Viewer) -> QuerySet[Project]:
    """The projects whose people and settings somebody administers, without seeing what is answered there."""
    projects = _joined()
    if not isinstance(user, Person) or not user.is_active:
        return projects.none()
    return projects.filter(administered(user))


def project_with_people_for(user: Viewer, public_id: UUID | str) -> Project:
    """The project, also for who only administers it, or Http404."""
    if not isinstance(user, Person) or not user.is_active:
        raise Http404
    either = projects_visible_to(user).order_by().values("pk")
    return one(_joined().filter(Q(pk__in=either) | administered(user)), public_id)


def people_of(project: Project) -> QuerySet[Membership]:
    """Who takes part, one row for each role, with the person joined, by name."""
    return project.memberships.select_related("person").order_by("person__name", "person__email", "role")


def membership_for(project: Project, public_id: UUID | str) -> Membership:
    """One role of one person in this project, or Http404."""
    return one(people_of(project), public_id)


def account_of(address: str) -> Person | None:
    """Whoever signs in with this e-mail address, whatever its capitals; also whose account is closed."""
    return Person.objects.filter(email__iexact=address.strip()).first()


def leadless_projects_of(person: Person) -> QuerySet[Project]:
    """The projects that somebody leads without another lead who can sign in, by name."""
    leads = Membership.objects.filter(project=OuterRef("pk"), role=MemberRole.LEAD)
    others = leads.filter(person__is_active=True).exclude(person=person)
    return Project.objects.filter(Exists(leads.filter(person=person)), ~Exists(others)).order_by("name")


def possible_approvers(assessment: Assessment, section: str, asked_by: Person) -> QuerySet[Person]:
    """Who may be asked to approve an acknowledgement: by role, never who asks or answered in the section."""
    roles = roles_with(Permission.APPROVE_ACKNOWLEDGEMENT)
    members = Membership.objects.filter(project=assessment.project_id, role__in=roles, person=OuterRef("pk"))
    answered = assessment.authors.filter(person=OuterRef("pk"), question__startswith=f"{section}.")
    people = Person.objects.filter(Exists(members), ~Exists(answered), is_active=True)
    return people.exclude(pk=asked_by.pk).order_by("name", "email")


def _joined() -> QuerySet[Project]:
    return Project.objects.select_related("initiative", "unit")


def _above(user: Person, role: OversightRole) -> QuerySet[Oversight]:
    return oversights(user, "pk").filter(role=role)
