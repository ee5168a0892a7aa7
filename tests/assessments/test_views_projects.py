"""Projects: the list, one of them, and a new one."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments import actions
from assessments.models import Assessment, MemberRole, Oversight, OversightRole, Person, Project
from tests.factories import (
    NOW,
    AssessmentFactory,
    MembershipFactory,
    OversightFactory,
    PersonFactory,
    ProjectFactory,
    member,
)

from .browsing import signed_in
from .steps import CLAIM, accept, reopen, submit

pytestmark = pytest.mark.django_db

NEW = {"name": "Invoice triage", "initiative": "Finance automation", "unit": "Shared services"}


def test_list_shows_what_each_project_needs_next(assessment: Assessment, lead: Person) -> None:
    MembershipFactory(project=ProjectFactory(name="A new one"), person=lead)

    html = signed_in(lead).get(reverse("project_list")).content.decode()

    assert assessment.project.name in html
    assert "Being filled in" in html
    assert "Start the first round" in html


def test_list_without_a_project_says_how_to_begin() -> None:
    assert "No project yet" in signed_in(PersonFactory()).get(reverse("project_list")).content.decode()


def test_list_takes_as_many_queries_for_three_projects_as_for_one() -> None:
    counts = []
    for size in (1, 3):
        person: Person = PersonFactory()
        for _ in range(size):
            MembershipFactory(project=AssessmentFactory().project, person=person)
        client = signed_in(person)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("project_list"))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_new_project_makes_its_maker_the_lead_and_asks_for_the_claim() -> None:
    person: Person = PersonFactory()

    page = signed_in(person).post(reverse("project_create"), NEW | {"token": str(uuid4())})

    project = Project.objects.get()
    assert page["Location"] == reverse("assessment_create", args=[project.pk])
    assert (project.name, project.initiative.name, project.unit.name) == tuple(NEW.values())
    assert project.memberships.get().role == MemberRole.LEAD


def test_form_sent_twice_makes_one_project() -> None:
    client = signed_in(PersonFactory())
    token = str(uuid4())

    pages = [client.post(reverse("project_create"), NEW | {"token": token}) for _ in range(2)]

    assert pages[0]["Location"] == pages[1]["Location"]
    assert Project.objects.count() == 1


def test_form_offers_the_names_in_use(assessment: Assessment, lead: Person) -> None:
    html = signed_in(lead).get(reverse("project_create")).content.decode()

    assert f'<option value="{assessment.project.initiative.name}">' in html
    assert f'<option value="{assessment.project.unit.name}">' in html


def test_form_without_a_name_says_what_to_type() -> None:
    page = signed_in(PersonFactory()).post(
        reverse("project_create"), NEW | {"name": " ", "token": str(uuid4())}
    )

    html = page.content.decode()
    assert page.status_code == 422
    assert '<a href="#id_name">Name of the project: Type the name of the project.</a>' in html
    assert 'value="Finance automation"' in html
    assert not Project.objects.exists()


def test_project_shows_rounds_people_and_the_verdict(
    assessment: Assessment, lead: Person, approver: Person
) -> None:
    accept(assessment, lead)

    html = signed_in(approver).get(reverse("project", args=[assessment.project.pk])).content.decode()

    assert "Concluded" in html
    assert reverse("verdict", args=[assessment.pk]) in html
    assert "Lea Lead" in html
    assert "Start the next round" not in html


def test_lead_may_start_the_next_round_once_the_last_is_over(assessment: Assessment, lead: Person) -> None:
    url = reverse("project", args=[assessment.project.pk])
    assert "Start the next round" not in signed_in(lead).get(url).content.decode()

    accept(assessment, lead)

    assert "Start the next round" in signed_in(lead).get(url).content.decode()


def test_project_without_a_round_says_how_to_begin() -> None:
    project: Project = ProjectFactory()
    html = signed_in(member(project)).get(reverse("project", args=[project.pk])).content.decode()

    assert "Start the first round" in html


def test_overseer_learns_nothing_of_a_draft(assessment: Assessment) -> None:
    oversight: Oversight = OversightFactory()
    client = signed_in(oversight.person)

    listed = client.get(reverse("project_list")).content.decode()
    html = client.get(reverse("project", args=[assessment.project.pk])).content.decode()

    assert "A round can be read here once its team has submitted it" in listed
    assert "Nothing to read yet" in html
    assert "eing filled in" not in listed + html
    assert client.get(assessment.get_absolute_url()).status_code == 404


def test_overseer_reads_a_submitted_round(assessment: Assessment, lead: Person) -> None:
    oversight: Oversight = OversightFactory()
    submit(assessment, lead)

    assert "Submitted" in signed_in(oversight.person).get(assessment.get_absolute_url()).content.decode()


def test_leadership_sees_the_last_concluded_round_beside_a_newer_draft(
    assessment: Assessment, lead: Person
) -> None:
    oversight: Oversight = OversightFactory(role=OversightRole.LEADERSHIP)
    accept(assessment, lead)
    actions.start_assessment(project=assessment.project, claim=CLAIM, by=lead, at=NOW)
    client = signed_in(oversight.person)

    listed = client.get(reverse("project_list")).content.decode()
    html = client.get(reverse("project", args=[assessment.project.pk])).content.decode()

    assert "Round 1, 0 answered" in listed
    assert "Round 2" not in listed + html


def test_list_says_to_each_what_a_returned_round_asks(
    assessment: Assessment, lead: Person, reviewer: Person
) -> None:
    submit(assessment, lead)
    reopen(assessment, lead)

    asked = [signed_in(who).get(reverse("project_list")).content.decode() for who in (lead, reviewer)]

    assert "Answer what was returned, then submit again" in asked[0]
    assert "Wait until the team submits again" in asked[1]


def test_withdrawn_round_has_no_verdict_to_lead_to(assessment: Assessment, lead: Person) -> None:
    submit(assessment, lead)
    actions.withdraw_assessment(assessment=assessment, reason="cancelled", by=lead, at=NOW)
    verdict = reverse("verdict", args=[assessment.pk])
    client = signed_in(lead)

    html = client.get(reverse("project", args=[assessment.project.pk])).content.decode()

    assert "Withdrawn" in html
    assert verdict not in html
    assert client.get(verdict).status_code == 404


def test_one_person_with_two_roles_stands_once(assessment: Assessment, lead: Person) -> None:
    MembershipFactory(project=assessment.project, person=lead, role=MemberRole.APPROVER)

    html = signed_in(lead).get(reverse("project", args=[assessment.project.pk])).content.decode()

    assert "Approver, Lead" in html
