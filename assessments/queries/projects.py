"""Projects, and the people in them."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.http import Http404

from ..models import Assessment, MemberRole, Membership, Oversight, Person, Project
from ..permissions import Permission, Viewer, administered, covers, roles_with
from .door import one

VISIBLE = """
    SELECT project_id FROM assessments_membership WHERE person_id = {person}
    UNION ALL
    SELECT project.id FROM assessments_oversight above JOIN assessments_project project ON (
        above.unit_id IS NULL AND above.initiative_id IS NULL
        OR project.unit_id = above.unit_id
        OR project.initiative_id = above.initiative_id
    )
    WHERE above.person_id = {person} AND (
        above.role = 'pmo'
        OR above.role = 'leadership' AND EXISTS (
            SELECT FROM assessments_assessment round
            WHERE round.project_id = project.id AND round.state = 'accepted'
        )
    )
"""
"""Written out: it is asked for on every page, and Django would spend 3 ms on putting it together."""


def projects_visible_to(user: Viewer) -> QuerySet[Project]:
    """The projects that somebody takes part in or oversees; for leadership those with an accepted round.

    Not those of which an administrator has only people and settings. Unordered; initiative and unit joined.
    """
    projects = _joined()
    if not isinstance(user, Person) or not user.is_active:
        return projects.none()
    return projects.filter(pk__in=visible_ids(user))


def visible_ids(user: Person) -> RawSQL:
    """The same as a subquery of their ids, which the database works out once for a whole list."""
    return RawSQL(VISIBLE.format(person="%s"), (user.pk, user.pk))  # noqa: S611 - a constant, with its one value beside it


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


def leads_known_to(reader: Person, project: Project) -> QuerySet[Person]:
    """Who leads a project and can sign in, by name; nobody for who does not take part in it."""
    here = Membership.objects.filter(project=project)
    leads = here.filter(role=MemberRole.LEAD, person=OuterRef("pk"))
    people = Person.objects.filter(Exists(leads), Exists(here.filter(person=reader)), is_active=True)
    return people.order_by("name", "email")


def overseers_who_may(permission: Permission, project: Project) -> QuerySet[Person]:
    """Who may do this from above the project, by name; never who is blind in it. Asked by the system."""
    above = Oversight.objects.filter(
        covers(project.unit_id, project.initiative_id), role__in=roles_with(permission), person=OuterRef("pk")
    )
    blind = Membership.objects.filter(
        project=project, role=MemberRole.SECOND_RESPONDENT, person=OuterRef("pk")
    )
    people = Person.objects.filter(Exists(above), ~Exists(blind), is_active=True)
    return people.order_by("name", "email")


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


def possible_owners(project: Project) -> QuerySet[Person]:
    """Who may be asked to see to an action of a fix: whoever takes part, can sign in and sees the answers."""
    roles = roles_with(Permission.FOLLOW_ACTION)
    here = Membership.objects.filter(project=project, person=OuterRef("pk"))
    people = Person.objects.filter(Exists(here.filter(role__in=roles)), is_active=True)
    return people.exclude(Exists(here.filter(role=MemberRole.SECOND_RESPONDENT))).order_by("name", "email")


def _joined() -> QuerySet[Project]:
    return Project.objects.select_related("initiative", "unit")
