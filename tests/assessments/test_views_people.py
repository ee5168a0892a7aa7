"""The people of a project: seen, added and removed by its leads."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import MemberRole, Membership, Person, Project
from tests.factories import MembershipFactory, PersonFactory, ProjectFactory, member

from .browsing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    made: Project = ProjectFactory()
    return made


@pytest.fixture
def lead(project: Project) -> Person:
    return member(project, name="Lea Lead", email="lea@example.org")


def people_url(project: Project) -> str:
    return reverse("project_people", args=[project.pk])


def membership_of(person: Person) -> Membership:
    return Membership.objects.get(person=person)


def remove(client: Client, project: Project, membership: Membership) -> Any:
    return client.post(reverse("member_remove", args=[project.pk, membership.pk]), follow=True)


def roles(project: Project) -> list[tuple[str, str]]:
    return sorted(project.memberships.values_list("person__name", "role"))


def test_lead_sees_who_takes_part_and_where_to_remove_them(project: Project, lead: Person) -> None:
    ruben = member(project, MemberRole.RESPONDENT, name="Ruben Ramos", email="ruben@example.org")

    html = signed_in(lead).get(people_url(project)).content.decode()

    assert "ruben@example.org" in html
    assert "Respondent" in html
    assert reverse("member_remove", args=[project.pk, membership_of(ruben).pk]) in html


def test_project_page_leads_to_its_people_for_a_lead_only(project: Project, lead: Person) -> None:
    respondent = member(project, MemberRole.RESPONDENT)

    assert people_url(project) in signed_in(lead).get(project.get_absolute_url()).content.decode()
    assert people_url(project) not in signed_in(respondent).get(project.get_absolute_url()).content.decode()


def test_list_takes_the_same_queries_for_one_person_and_three(project: Project, lead: Person) -> None:
    client = signed_in(lead)
    with CaptureQueriesContext(connection) as one:
        client.get(people_url(project))
    member(project, MemberRole.REVIEWER)
    member(project, MemberRole.APPROVER)
    with CaptureQueriesContext(connection) as three:
        client.get(people_url(project))

    assert len(one) == len(three)


@pytest.mark.parametrize("typed", ["rosa@example.org", " ROSA@Example.org "])
def test_lead_adds_somebody_by_their_address(project: Project, lead: Person, typed: str) -> None:
    PersonFactory(name="Rosa Reis", email="rosa@example.org")

    page = signed_in(lead).post(people_url(project), {"person": typed, "role": "reviewer"}, follow=True)

    assert "Rosa Reis takes part as reviewer." in page.content.decode()
    assert roles(project) == [("Lea Lead", "lead"), ("Rosa Reis", "reviewer")]


def test_somebody_added_twice_takes_part_once(project: Project, lead: Person) -> None:
    rosa: Person = PersonFactory(name="Rosa Reis")

    for _ in range(2):
        signed_in(lead).post(people_url(project), {"person": rosa.email, "role": "reviewer"})

    assert roles(project) == [("Lea Lead", "lead"), ("Rosa Reis", "reviewer")]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (
            {"person": "closed@example.org"},
            "The account of this address is closed. Ask an administrator to open it again.",
        ),
        (
            {"person": "lea@example.org", "role": "lead"},
            "Lea Lead takes part as lead already. To change it, choose Change in the list.",
        ),
        ({"sections": "data"}, "Only a respondent is limited to sections."),
        ({"sections": "kitchen", "role": "respondent"}, "There is no such section: choose from the eight."),
        ({"person": "rosa"}, "Type a whole address, such as name@example.org."),
        ({"person": ""}, "Type their e-mail address."),
        ({"role": ""}, "Choose their role."),
        ({"role": "owner"}, "Choose one of these roles."),
    ],
)
def test_nobody_is_added_by_mistake(project: Project, lead: Person, typed: dict[str, str], told: str) -> None:
    PersonFactory(email="rosa@example.org")
    PersonFactory(email="closed@example.org", is_active=False)

    page = signed_in(lead).post(
        people_url(project), {"person": "rosa@example.org", "role": "reviewer"} | typed
    )

    html = page.content.decode()
    assert page.status_code == 422
    assert "<title>Error: " in html
    assert html.count(told) == 2  # in the summary and beside its field
    assert roles(project) == [("Lea Lead", "lead")]


def test_lead_removes_somebody(project: Project, lead: Person) -> None:
    ruben = member(project, MemberRole.RESPONDENT, name="Ruben Ramos")

    page = remove(signed_in(lead), project, membership_of(ruben))

    assert page.redirect_chain == [(people_url(project), 302)]
    assert "Ruben Ramos is no longer respondent here." in page.content.decode()
    assert roles(project) == [("Lea Lead", "lead")]


def test_last_lead_stays_and_is_told_what_to_do(project: Project, lead: Person) -> None:
    page = remove(signed_in(lead), project, membership_of(lead))

    html = page.content.decode()
    assert "Lea Lead is the only lead here. Add somebody else as lead first" in html
    assert roles(project) == [("Lea Lead", "lead")]


def test_lead_who_stops_being_one_goes_back_to_the_projects(project: Project, lead: Person) -> None:
    member(project, name="Lars Lead")

    page = remove(signed_in(lead), project, membership_of(lead))

    assert page.redirect_chain == [(reverse("project_list"), 302)]
    assert roles(project) == [("Lars Lead", "lead")]


@pytest.mark.parametrize("role", [MemberRole.RESPONDENT, MemberRole.REVIEWER, MemberRole.APPROVER])
def test_others_do_not_say_who_takes_part(project: Project, lead: Person, role: MemberRole) -> None:
    client = signed_in(member(project, role))

    assert client.get(people_url(project)).status_code == 403
    assert client.post(people_url(project), {"person": lead.email, "role": "reviewer"}).status_code == 403
    assert remove(client, project, membership_of(lead)).status_code == 403
    assert (project.memberships.filter(person=lead).count(), project.memberships.count()) == (1, 2)


def test_lead_of_another_project_removes_nobody_here(project: Project, lead: Person) -> None:
    elsewhere: Membership = MembershipFactory()

    page = remove(signed_in(elsewhere.person), elsewhere.project, membership_of(lead))

    assert page.status_code == 404
    assert roles(project) == [("Lea Lead", "lead")]
