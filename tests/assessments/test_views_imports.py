"""A case file brought in the browser: a round or a project from it, or everything that is wrong with it."""

import json
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assessments import queries
from assessments.models import Assessment, MemberRole, Person, Project
from assessments.views import uploading
from tests.factories import OversightFactory, PersonFactory, ProjectFactory, member

from .browsing import signed_in
from .steps import level, stored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_counted")]

TOKEN = UUID(int=7)
CASE: dict[str, Any] = {
    "format": "honest-pilot-case/1",
    "questionnaire": "honest-pilot/1",
    "project": {"name": "Invoice triage", "initiative": "Finance automation", "unit": "Shared services"},
    "claim": {"metric": "accuracy", "value": 95, "unit": "%", "sample_size": 500},
    "answers": {"data.selection": {"level": 0}, "data.history": {"not_known": True}},
}


@pytest.fixture
def lead() -> Person:
    return member(ProjectFactory())


def bring(client: Client, url: str, case: Any = None, **changed: Any) -> Any:
    text = case if isinstance(case, str) else json.dumps({**CASE, **changed})
    file = SimpleUploadedFile("case.json", text.encode(), "application/json")
    return client.post(url, {"file": file, "token": TOKEN})


def project_of(lead: Person) -> Project:
    return Project.objects.get(memberships__person=lead)


def test_project_and_round_come_from_the_file(lead_client: Client, lead: Person) -> None:
    url = reverse("project_import")
    assert lead_client.get(url).status_code == 200

    made = bring(lead_client, url)
    assessment = Assessment.objects.get(project__name="Invoice triage")

    assert made.headers["Location"] == assessment.get_absolute_url()
    assert assessment.project.initiative.name == "Finance automation"
    assert assessment.project.memberships.get().person == lead
    assert stored(assessment) == level(0)
    assert queries.claim_of(assessment).sample_size == 500


def test_second_click_finds_what_the_first_one_made(lead_client: Client) -> None:
    first, second = (bring(lead_client, reverse("project_import")) for _ in range(2))

    assert first.headers["Location"] == second.headers["Location"]
    assert Project.objects.filter(name="Invoice triage").count() == 1


def test_next_round_comes_from_the_file(lead_client: Client, lead: Person) -> None:
    url = reverse("round_import", args=[project_of(lead).pk])
    assert "Start the round from this file" in lead_client.get(url).content.decode()

    started = bring(lead_client, url)

    assessment = Assessment.objects.get(project=project_of(lead))
    assert started.headers["Location"] == assessment.get_absolute_url()
    assert stored(assessment) == level(0)
    assert lead_client.get(url).headers["Location"] == assessment.get_absolute_url()
    assert bring(lead_client, url).headers["Location"] == assessment.get_absolute_url()


def test_everything_wrong_is_told_at_once_with_its_path_and_nothing_is_stored(lead_client: Client) -> None:
    answers = {"data.volume": {"pilot": -1, "production": "many"}, "data.magic": {"level": 9}}

    page = bring(lead_client, reverse("project_import"), answers=answers, surprise=1)
    html = page.content.decode()

    assert page.status_code == 422
    for path in (
        "answers.data.volume.pilot",
        "answers.data.volume.production",
        "answers.data.magic",
        "surprise",
    ):
        assert f"<code>{path}</code>" in html
    assert "must be a number of at least 0" in html
    assert "things in this file are wrong. Nothing was stored." in html
    assert not Project.objects.filter(name="Invoice triage").exists()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "is not JSON"),
        ('{"format": "a", "format": "b"}', "is given twice"),
        (json.dumps(CASE).replace("95", "NaN"), "must be a number"),
        (f"{'[' * 100_000}{']' * 100_000}", "nest too deep"),
        ("[]", "must be an object"),
    ],
)
def test_unreadable_file_is_refused_in_words(lead_client: Client, text: str, told: str) -> None:
    page = bring(lead_client, reverse("project_import"), text)

    assert page.status_code == 422
    assert told in page.content.decode()


def test_new_project_needs_a_place_and_its_first_round(lead_client: Client) -> None:
    page = bring(lead_client, reverse("project_import"), project={"name": "Bare"}, round=2)

    html = page.content.decode()
    assert "project.initiative" in html
    assert "project.unit" in html
    assert "a new project&#x27;s first" in html
    assert not Project.objects.filter(name="Bare").exists()


def test_one_error_is_counted_as_one(lead_client: Client, lead: Person) -> None:
    page = bring(lead_client, reverse("round_import", args=[project_of(lead).pk]), round=3)

    assert "One thing in this file is wrong" in page.content.decode()
    assert not Assessment.objects.exists()


def test_claim_that_cannot_be_stored_is_refused(lead_client: Client, lead: Person) -> None:
    page = bring(lead_client, reverse("round_import", args=[project_of(lead).pk]), claim={"unit": "%"})

    assert page.status_code == 422
    assert not Assessment.objects.exists()


def test_file_is_needed(lead_client: Client) -> None:
    assert "Choose the case file." in lead_client.post(reverse("project_import")).content.decode()


@pytest.mark.parametrize(
    ("role", "status"),
    [(MemberRole.RESPONDENT, 403), (MemberRole.REVIEWER, 403), (MemberRole.SECOND_RESPONDENT, 403)],
)
def test_only_who_may_start_a_round_imports_one(lead: Person, role: MemberRole, status: int) -> None:
    client = signed_in(member(project_of(lead), role))
    url = reverse("round_import", args=[project_of(lead).pk])

    assert client.get(url).status_code == status
    assert bring(client, url).status_code == status
    assert not Assessment.objects.exists()


def test_strangers_and_readers_from_above_import_nothing(lead: Person) -> None:
    url = reverse("round_import", args=[project_of(lead).pk])
    assert bring(signed_in(PersonFactory()), url).status_code == 404

    leader = signed_in(OversightFactory(role="leadership").person)
    assert bring(leader, reverse("project_import")).status_code == 403


def test_nobody_imports_all_day(lead_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploading, "CASE_FILES_AN_HOUR", 0)

    assert bring(lead_client, reverse("project_import")).status_code == 429
    assert bring(lead_client, reverse("project_import"), " " * 5_200_000).status_code == 413


def test_ways_to_import_are_shown_where_they_lead_on(lead_client: Client, lead: Person) -> None:
    project = project_of(lead)

    assert (
        reverse("round_import", args=[project.pk])
        in lead_client.get(project.get_absolute_url()).content.decode()
    )
    assert reverse("project_import") in lead_client.get(reverse("project_create")).content.decode()
