"""Which projects somebody sees is said in four places: all name the same ones, for every kind of person.

The query that lists them, the door to one, the table of permissions, and PostgreSQL's own wall. Where the
wall is deliberately wider, the row says so and why.
"""

from typing import NamedTuple

import pytest
from django.db import connection
from django.http import Http404

from assessments import queries
from assessments.acting import acting_as
from assessments.models import Person, Project, State
from assessments.permissions import Permission, permissions_in
from assessments.queries.projects import visible_ids
from tests.factories import MembershipFactory, OversightFactory, PersonFactory

from .company import MEMBERS, OVERSEERS, WHOLE, Company, mark

KINDS = ("closed", "drafted", "submitted", "reviewed", "returned")
NEAR = ("own", "beside")
EVERYWHERE = (*NEAR, "elsewhere", "stranger")


def named(*teams: str, kinds: tuple[str, ...] = KINDS) -> set[str]:
    return {mark(team, f"project-{kind}") for team in teams for kind in kinds}


class Row(NamedTuple):
    """What somebody sees; `beyond` is what only the wall lets through, and `why`."""

    sees: set[str]
    beyond: set[str] | frozenset[str] = frozenset()
    why: str = ""


NO_STATES = "leadership sees a project once a round is accepted, and the wall knows no states (decision 12)"
ACCEPTED, NOT_YET = ("closed",), ("drafted", "submitted", "reviewed", "returned")

ROWS = {
    "other": Row(named("stranger")),
    **{who: Row(named("own")) for who in MEMBERS},
    "pmo": Row(named(*NEAR)),
    "leader": Row(named(*NEAR, kinds=ACCEPTED), named(*NEAR, kinds=NOT_YET), NO_STATES),
    "admin": Row(set()),
    WHOLE: Row(set()),
    "pmo of everything": Row(named(*EVERYWHERE)),
    "pmo of an initiative": Row(named("elsewhere")),
    "leader here, pmo elsewhere": Row(
        named(*NEAR, kinds=ACCEPTED) | named("elsewhere"), named(*NEAR, kinds=NOT_YET), NO_STATES
    ),
    "leader who answers": Row(
        named(*NEAR, kinds=ACCEPTED) | named("own", kinds=("drafted",)),
        named("beside", kinds=NOT_YET) | named("own", kinds=("submitted", "reviewed", "returned")),
        NO_STATES,
    ),
    "pmo and second respondent": Row(named(*NEAR)),
    "administrator who reviews": Row(named("own", kinds=("drafted",))),
    "nobody in particular": Row(set()),
}


@pytest.fixture
def people(company: Company) -> dict[str, Person]:
    """Everybody of the company, and some who are several things at once."""
    own, elsewhere = company.teams["own"], company.teams["elsewhere"]
    far = elsewhere.projects["closed"].initiative
    mixed = {
        "pmo of everything": OversightFactory().person,
        "pmo of an initiative": OversightFactory(initiative=far).person,
        "leader here, pmo elsewhere": own.above.person,
        "nobody in particular": PersonFactory(),
    }
    for who, role, member_role, what in (
        ("leader who answers", "leader", "respon", "drafted"),
        ("pmo and second respondent", "pmo", "second", "drafted"),
        ("administrator who reviews", "admin", "review", "drafted"),
    ):
        mixed[who] = OversightFactory(role=OVERSEERS[role], unit=own.above.unit).person
        MembershipFactory(project=own.projects[what], person=mixed[who], role=MEMBERS[member_role])
    return mixed | {who: person for who, person in company.people.items() if person is not None}


def listed(person: Person) -> set[str]:
    """By the query that every list starts from."""
    return {project.name for project in Project.objects.filter(pk__in=visible_ids(person))}


def opened(person: Person) -> set[str]:
    """By the door to one project, tried at each."""
    return {project.name for project in Project.objects.all() if _opens(person, project)}


def _opens(person: Person, project: Project) -> bool:
    try:
        return bool(queries.project_for(person, project.pk))
    except Http404:
        return False


def permitted(person: Person) -> set[str]:
    """By the table of permissions: rounds or something in them; what is accepted only where something is."""
    any_round = {Permission.KNOW_ROUNDS, Permission.SEE_DRAFTS, Permission.SEE_SUBMITTED}
    return {
        project.name
        for project in Project.objects.all()
        if (granted := permissions_in(project, person)) & any_round
        or (Permission.SEE_ACCEPTED in granted and project.assessments.filter(state=State.ACCEPTED).exists())
    }


def let_through(person: Person) -> set[str]:
    """By PostgreSQL, asked as this person."""
    with acting_as(person), connection.cursor() as cursor:
        cursor.execute("SELECT my_projects()")
        keys = [key for (key,) in cursor.fetchall()]
    return {project.name for project in Project.objects.filter(pk__in=keys)}


def test_every_way_names_the_same_projects(people: dict[str, Person]) -> None:
    assert people.keys() == ROWS.keys()
    for who, person in people.items():
        row = ROWS[who]
        ways = {"listed": listed(person), "opened": opened(person), "permitted": permitted(person)}
        assert ways == dict.fromkeys(ways, row.sees), who
        assert let_through(person) == row.sees | row.beyond, who
        assert bool(row.beyond) == bool(row.why), who


def test_closed_account_is_stopped_before_the_queries(company: Company) -> None:
    """Whoever is signed out never asks: only what is asked about somebody else has to know."""
    person: Person = PersonFactory(is_active=False)
    MembershipFactory(project=company.teams["own"].projects["closed"], person=person)

    assert listed(person) == let_through(person) == named("own", kinds=ACCEPTED)
    assert opened(person) == permitted(person) == set()
    assert not queries.projects_visible_to(person).exists()
