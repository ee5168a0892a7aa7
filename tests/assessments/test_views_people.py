"""The people of a project: seen, added and removed by its leads."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments import queries
from assessments.models import Assessment, Invitation, MemberRole, Membership, Person, Project
from tests.factories import (
    AssessmentFactory,
    MembershipFactory,
    OversightFactory,
    PersonFactory,
    ProjectFactory,
    member,
)

from .browsing import fields, signed_in
from .invited import accepted_before_the_lock, invited
from .steps import NOBODY_KNOWS, accept, answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    made: Project = ProjectFactory()
    return made


@pytest.fixture
def assessment(project: Project) -> Assessment:
    made: Assessment = AssessmentFactory(project=project)
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
        ({"sections": "data"}, "Only a respondent or a second respondent is limited to sections."),
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


# Invitations


def test_lead_invites_who_has_no_account_and_is_shown_the_link_once(project: Project, lead: Person) -> None:
    client = signed_in(lead)

    sent = client.post(
        people_url(project),
        {"person": " Nova@Example.org ", "role": "respondent", "sections": ["users", "data"]},
    )

    assert sent.status_code == 200
    assert "http://testserver/invitations/" in sent.content.decode()
    listed = client.get(people_url(project)).content.decode()
    for shown in ("nova@example.org", "Data quality, User capability", "Open until", "Send again"):
        assert shown in listed
    assert "/invitations/" not in listed.replace(f"{project.pk}/invitations/", "")
    assert roles(project) == [("Lea Lead", "lead")]


def test_invited_again_the_link_is_a_new_one(project: Project, lead: Person) -> None:
    client = signed_in(lead)
    typed = {"person": "nova@example.org", "role": "reviewer"}
    client.post(people_url(project), typed)

    again = client.post(people_url(project), typed).content.decode()

    assert "Invited again" in again
    assert "The link that was sent before works no more." in again
    assert Invitation.objects.count() == 1


def test_expired_invitation_is_shown_as_such(project: Project, lead: Person) -> None:
    invited(project, lead, at=timezone.now() - timedelta(days=20))

    assert "Expired on" in signed_in(lead).get(people_url(project)).content.decode()


def test_invitation_is_withdrawn(project: Project, lead: Person) -> None:
    sent = invited(project, lead, at=timezone.now()).invitation
    url = reverse("invitation_withdraw", args=[project.pk, sent.pk])
    client = signed_in(lead)

    page = client.post(url, follow=True)

    assert "The invitation of nova@example.org is withdrawn" in page.content.decode()
    assert client.post(url).status_code == 404
    other = member(ProjectFactory())
    assert signed_in(other).post(url).status_code == 404


def test_invitation_accepted_in_this_moment_stays_and_is_told(project: Project, lead: Person) -> None:
    nova = PersonFactory(name="Nova", email="nova@example.org")
    sent = invited(project, lead, at=timezone.now()).invitation
    client = signed_in(lead)

    with accepted_before_the_lock(sent, nova):
        page = client.post(reverse("invitation_withdraw", args=[project.pk, sent.pk]), follow=True)

    assert page.redirect_chain == [(people_url(project), 302)]
    assert "Nova has accepted it meanwhile" in page.content.decode()


def test_what_breaks_separation_is_told_and_what_was_typed_stays(project: Project, lead: Person) -> None:
    member(project, MemberRole.REVIEWER, name="Rui", email="rui@example.org")

    page = signed_in(lead).post(
        people_url(project), {"person": "rui@example.org", "role": "second_respondent"}
    )

    html = page.content.decode()
    assert page.status_code == 422
    assert "Rui takes part already, and a second respondent must not know" in html
    assert 'value="rui@example.org"' in html


# Changes


def change_url(membership: Membership) -> str:
    return reverse("member_change", args=[membership.project_id, membership.pk])


def test_lead_changes_role_and_sections(project: Project, lead: Person) -> None:
    ruben = member(project, MemberRole.RESPONDENT, name="Ruben")
    client = signed_in(lead)

    shown = client.get(change_url(membership_of(ruben))).content.decode()
    assert "Now respondent" in shown
    page = client.post(
        change_url(membership_of(ruben)), {"role": "respondent", "sections": ["load"]}, follow=True
    )

    assert "Ruben takes part as respondent." in page.content.decode()
    assert "Infrastructure load" in page.content.decode()
    assert membership_of(ruben).sections == ["load"]


def test_last_lead_stays_one_and_is_told_what_to_do(lead: Person) -> None:
    page = signed_in(lead).post(change_url(membership_of(lead)), {"role": "reviewer"})

    assert page.status_code == 422
    assert "Add somebody else as lead first" in page.content.decode()


def test_lead_who_makes_themself_reviewer_goes_back_to_the_projects(project: Project, lead: Person) -> None:
    member(project)

    page = signed_in(lead).post(change_url(membership_of(lead)), {"role": "reviewer"}, follow=True)

    assert page.redirect_chain == [(reverse("project_list"), 302)]


# Second respondents and limited respondents


def test_second_respondent_knows_of_rounds_and_nothing_they_say(assessment: Assessment, lead: Person) -> None:
    accept(assessment, lead)
    blind = member(assessment.project, MemberRole.SECOND_RESPONDENT)
    OversightFactory(person=blind)  # what the PMO reads is hidden from them here
    client = signed_in(blind)

    shown = client.get(assessment.project.get_absolute_url()).content.decode()

    assert "Round 1" in shown
    assert "You are second respondent" in shown
    assert "accuracy" not in shown
    assert assessment.get_absolute_url() not in shown
    for name in ("assessment", "verdict", "check_answers", "conclude"):
        assert client.get(reverse(name, args=[assessment.pk])).status_code == 404
    assert not queries.assessments_visible_to(blind).exists()
    listed = client.get(reverse("project_list")).content.decode()
    assert "Your own answers are given apart" in listed
    assert "Concluded" not in listed


def test_respondent_is_led_through_their_sections_only(assessment: Assessment) -> None:
    ruben = member(assessment.project, MemberRole.RESPONDENT)
    assessment.project.memberships.filter(person=ruben).update(sections=["data", "load"])
    client = signed_in(ruben)

    listed = client.get(assessment.get_absolute_url()).content.decode()
    assert listed.count("Not yours to answer") == 6
    assert "2 of your 2 sections are still open." in listed
    other = client.get(reverse("section", args=[assessment.pk, "users"]))
    assert other["Location"] == f"{reverse('check_answers', args=[assessment.pk])}#users"
    saved = client.post(reverse("section", args=[assessment.pk, "data"]), fields("data.selection", said="3"))
    assert saved["Location"] == reverse("section", args=[assessment.pk, "load"])
    refused = client.post(
        reverse("section", args=[assessment.pk, "users"]), fields("users.selection", said="3")
    )
    assert refused.status_code == 403
    assert "somebody else’s to answer" in refused.content.decode()
    checked = client.get(reverse("check_answers", args=[assessment.pk])).content.decode()
    assert reverse("section", args=[assessment.pk, "load"]) in checked
    assert f"{reverse('section', args=[assessment.pk, 'users'])}#" not in checked


def test_respondent_whose_sections_are_answered_is_told_so(assessment: Assessment) -> None:
    ruben = member(assessment.project, MemberRole.RESPONDENT)
    assessment.project.memberships.filter(person=ruben).update(sections=["criteria"])
    section = queries.questionnaire_of(assessment).by_section["criteria"]
    answer(assessment, ruben, {question.key: NOBODY_KNOWS for question in section.questions})

    assert (
        "Your sections are answered." in signed_in(ruben).get(assessment.get_absolute_url()).content.decode()
    )
