"""What somebody can see: one's own page, and an administrator's page of somebody else."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import (
    Assessment,
    MemberRole,
    OversightRole,
    Person,
    Project,
)
from assessments.queries import people
from tests.factories import (
    MembershipFactory,
    OversightFactory,
    PersonFactory,
    ProjectFactory,
    UnitFactory,
    member,
)

from .browsing import signed_in
from .invited import administrator
from .steps import accept

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole() -> Person:
    return administrator()


def html(page: Any) -> str:
    return str(page.content.decode())


def sees(person: Person) -> str:
    return reverse("person_sees", args=[person.pk])


def test_ones_own_page_lists_projects_with_roles_in_plain_words(assessment: Assessment) -> None:
    person = member(assessment.project, MemberRole.RESPONDENT)
    assessment.project.memberships.update(sections=["data", "users"])
    OversightFactory(person=person, role=OversightRole.LEADERSHIP, unit=assessment.project.unit)

    shown = html(signed_in(person).get(reverse("own_sees")))

    assert assessment.project.name in shown
    assert "answers only: Data quality, " in shown
    assert "reads concluded rounds and their reports" in shown
    assert "/oversight/" not in shown
    assert reverse("organisation") not in shown


def test_second_respondent_is_told_that_their_other_roles_show_nothing() -> None:
    person = member(ProjectFactory(), MemberRole.SECOND_RESPONDENT)
    OversightFactory(person=person)

    shown = html(signed_in(person).get(reverse("own_sees")))

    assert "without seeing what the team says" in shown
    assert shown.count("reads every round once it is submitted") == 1  # above projects, not in this one


def test_ones_own_page_without_any_role_says_who_brings_one_in() -> None:
    shown = html(signed_in(PersonFactory()).get(reverse("own_sees")))

    assert "No role above projects." in shown
    assert "brings people in" in shown


def test_administrator_sees_only_what_lies_in_their_scope() -> None:
    unit = UnitFactory()
    inside, outside = ProjectFactory(unit=unit), ProjectFactory(name="Elsewhere")
    person = member(inside)
    MembershipFactory(project=outside, person=person)
    OversightFactory(person=person, unit=unit)
    OversightFactory(person=person, unit=UnitFactory(name="Elsewhere"))
    client = signed_in(administrator(unit=unit))

    for page in (sees(person), reverse("people")):
        shown = html(client.get(page))
        assert f"Unit {unit.name}" in shown
        assert "Elsewhere" not in shown
        assert "nd roles elsewhere" in shown
    assert inside.name in html(client.get(sees(person)))


def test_roles_that_all_lie_elsewhere_are_only_hinted_at() -> None:
    unit = UnitFactory()
    person = member(ProjectFactory(unit=unit))
    OversightFactory(person=person, unit=UnitFactory(name="Foreign"))
    client = signed_in(administrator(unit=unit))

    listed, shown = html(client.get(reverse("people"))), html(client.get(sees(person)))

    assert "<td>Roles elsewhere</td>" in listed
    assert "No role above projects here." in shown
    assert "Foreign" not in listed + shown


def test_administrator_of_a_unit_knows_all_roles_of_their_own() -> None:
    by = administrator(unit=UnitFactory())
    OversightFactory(person=by, unit=UnitFactory(name="Second unit"))
    client = signed_in(by)

    for page in (reverse("people"), reverse("own_sees"), sees(by)):
        shown = html(client.get(page))
        assert "Second unit" in shown
        assert "oles elsewhere" not in shown


def test_leader_s_own_page_lists_a_project_once_a_round_is_concluded(
    assessment: Assessment, lead: Person
) -> None:
    leader = OversightFactory(role=OversightRole.LEADERSHIP).person
    client = signed_in(leader)
    assert assessment.project.name not in html(client.get(reverse("own_sees")))

    accept(assessment, lead)

    assert assessment.project.name in html(client.get(reverse("own_sees")))


def test_page_of_roles_goes_on_by_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "PAGE", 1)
    person = member(ProjectFactory(name="First one"))
    MembershipFactory(person=person, project=ProjectFactory(name="Second one"))
    client, first = signed_in(person), Project.objects.get(name="First one")

    assert f"?after={first.pk}" in html(client.get(reverse("own_sees")))
    second = html(client.get(reverse("own_sees"), {"after": str(first.pk)}))
    assert "Second one" in second
    assert "First one" not in second
    assert client.get(reverse("own_sees"), {"after": "x"}).status_code == 404


def test_page_of_roles_takes_the_same_queries_for_one_project_and_three() -> None:
    person = member(ProjectFactory())
    client = signed_in(person)

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("own_sees"))
        return len(captured)

    one = count()
    for _ in range(2):
        MembershipFactory(person=person)
    assert count() == one
