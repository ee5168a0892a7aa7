"""People as an administrator sees them: who has a role within the scope, and what each can see."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Lower

from ..acting import SYSTEM, acting_as
from ..models import Membership, Oversight, OversightRole, Person, Project
from ..permissions import LeadingRole, RolesIn, SectionsOf, Viewer, administered, administers, oversights
from .door import one
from .projects import visible_ids

PAGE = 50


@dataclass(frozen=True)
class PeoplePage:
    """One page of people and the key where the next one starts, empty at the end."""

    rows: Sequence[Person]
    following: str


@dataclass(frozen=True)
class RolesPage:
    """One page of projects, each with somebody's roles there, and the key after which the next one starts."""

    rows: Sequence[Project]
    following: str


def is_administrator(user: Viewer) -> bool:
    """Whether somebody administers this deployment, or a part of it."""
    if not isinstance(user, Person) or not user.is_active:
        return False
    return Oversight.objects.filter(person=user, role=OversightRole.ADMINISTRATOR).exists()


def people_administered_by(by: Viewer) -> QuerySet[Person]:
    """Everybody for who administers everything, else those who have a role within the scope."""
    if not isinstance(by, Person) or not is_administrator(by):
        return Person.objects.none()
    if administers(by):
        return Person.objects.all()
    held = Membership.objects.filter(administered(by, "project"), person=OuterRef("pk"))
    above = _within(by).filter(person=OuterRef("pk"))
    return Person.objects.filter(Exists(held) | Exists(above))


def person_for(by: Viewer, public_id: UUID | str) -> Person:
    """Somebody whom one administers, or Http404."""
    return one(people_administered_by(by), public_id)


def oversights_within(by: Person, person: Person) -> QuerySet[Oversight]:
    """Somebody's roles above projects that an administrator may take away."""
    return _within(by).filter(person=person).select_related("unit", "initiative", "person")


def oversight_for(by: Person, person: Person, public_id: UUID | str) -> Oversight:
    """One of these, or Http404."""
    return one(oversights_within(by, person), public_id)


def is_wholly_within(by: Person, person: Person) -> bool:
    """Whether everything that somebody is lies within an administrator's scope.

    Asked as the system: what lies beyond the scope is what the administrator does not see.
    """
    if administers(by):
        return True
    if not people_administered_by(by).filter(pk=person.pk).exists():
        return False
    with acting_as(SYSTEM):
        beyond = Membership.objects.filter(~administered(by, "project"), person=person)
        above = Oversight.objects.filter(person=person).exclude(pk__in=_within(by).values("pk"))
        return not (beyond.exists() or above.exists())


def people_page(by: Person, words: str, after: str) -> PeoplePage:
    """The people of one page, by address, whose name or address holds these words.

    Their `oversights` are those that one may know; `elsewhere` says whether there are more.
    """
    above = Prefetch("oversights", _known_to(by).select_related("unit", "initiative"))
    people = people_administered_by(by).prefetch_related(above)
    people = people.annotate(elsewhere=Exists(_beyond(by).filter(person=OuterRef("pk"))))
    if words:
        people = people.filter(Q(name__icontains=words) | Q(email__icontains=words))
    people = people.annotate(key=Lower("email")).filter(key__gt=after).order_by("key")
    rows = list(people[: PAGE + 1])
    return PeoplePage(rows[:PAGE], rows[PAGE - 1].email.lower() if len(rows) > PAGE else "")


def has_roles_elsewhere(by: Person, person: Person) -> bool:
    """Whether somebody has roles above projects of which an administrator learns no more than that."""
    return _beyond(by).filter(person=person).exists()


def projects_of_page(person: Person, by: Person, after: str) -> RolesPage:
    """The projects in which somebody has a role, as far as `by` may know, by leading role and name.

    Each has all `roles`, the place of the `leading` one, and the sections that a respondent is `limited_to`.
    A role above projects shows its holder a project only once there is something in it to see.
    """
    projects = Project.objects.select_related("initiative", "unit")
    if person.is_same(by):
        projects = projects.filter(Q(pk__in=visible_ids(by)) | administered(by))
    else:
        held = Exists(Membership.objects.filter(project=OuterRef("pk"), person=person))
        projects = projects.filter(administered(by), held | Exists(oversights(person, "pk")))
    projects = projects.annotate(leading=LeadingRole("pk", person), key=Lower("name"))
    if after:
        projects = projects.filter(_later_than(one(projects, after)))
    told = projects.annotate(roles=RolesIn("pk", person), limited_to=SectionsOf("pk", person))
    rows = list(told.order_by("leading", "key", "pk")[: PAGE + 1])
    return RolesPage(rows[:PAGE], str(rows[PAGE - 1].pk) if len(rows) > PAGE else "")


def _later_than(last: Project) -> Q:
    leading, key = vars(last)["leading"], vars(last)["key"]
    same_name = Q(key=key, pk__gt=last.pk)
    return Q(leading__gt=leading) | Q(leading=leading) & (Q(key__gt=key) | same_name)


def _within(by: Person) -> QuerySet[Oversight]:
    return Oversight.objects.filter(administered(by))


def _known_to(by: Person) -> QuerySet[Oversight]:
    """Roles above projects within one's scope, and one's own."""
    return _within(by) | Oversight.objects.filter(person=by)


def _beyond(by: Person) -> QuerySet[Oversight]:
    return Oversight.objects.exclude(pk__in=_known_to(by).values("pk"))
