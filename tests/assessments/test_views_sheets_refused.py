"""What is not taken of a sheet: wrong cells, other people's, too much, too often, too late."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assessments.acting import SYSTEM, acting_as
from assessments.models import Assessment, MemberRole, Person
from assessments.views import uploading
from tests.factories import AssessmentFactory, member

from .browsing import signed_in
from .sheets import brought, cell, downloaded, row_of, typed
from .steps import submit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_counted")]


WRONG: list[tuple[str, dict[str, Any], str, str]] = [
    ("data.selection", {"said": "perhaps"}, "said", "none of the answers"),
    ("data.volume", {"pilot": "=1+1"}, "pilot", "holds a formula"),
    ("data.volume", {"pilot": "many"}, "pilot", "is not a number"),
    ("data.volume", {"pilot": "1.234"}, "pilot", "can be read in two ways"),
    ("data.volume", {"pilot": -5}, "pilot", "at least 0"),
    ("data.volume", {"pilot": True}, "pilot", "not a number"),
    ("data.selection", {"rationale": "why"}, "said", "Choose an answer"),
    ("data.selection", {"said": 1, "evidence": "Measured"}, "proof_title", "Name the proof"),
    (
        "data.selection",
        {"said": 1, "proof_title": "A", "proof_link": "c:/plan"},
        "proof_link",
        "whole address",
    ),
    ("data.selection", {"said": 1, "rationale": "x" * 20_001}, "rationale", "1 too long"),
    ("data.defect_rate", {"pilot": 101}, "pilot", "above 100 %"),
    ("data.volume", {"production": 0}, "production", "Must be above 0"),
    ("integration.critical", {"said": "Not applicable", "na_reason": "none"}, "said", "Possible only when"),
]


@pytest.mark.parametrize(("question", "values", "place", "text"), WRONG)
def test_wrong_cells_are_named_with_what_to_do(
    assessment: Assessment, lead_client: Client, question: str, values: dict[str, Any], place: str, text: str
) -> None:
    book = downloaded(lead_client, assessment)
    sheet, _ = row_of(book, question)
    where = cell(book, question, place).coordinate
    typed(book, "data.unseen", said=1)

    page = brought(lead_client, assessment, typed(book, question, **values))

    assert page.status_code == 422
    (error,) = page.context["diff"].wrong
    assert (error.sheet, error.cell) == (sheet.title, where)
    assert text in error.text
    assert [change.question.key for change in page.context["diff"].changes] == ["data.unseen"]
    assert "Cells that cannot be taken" in page.content.decode()


@pytest.mark.parametrize("state", ["submitted", "read only"])
def test_closed_round_and_reader_bring_nothing_back(
    assessment: Assessment, lead: Person, reviewer: Person, state: str
) -> None:
    if state == "submitted":
        submit(assessment, lead)
    client = signed_in(lead if state == "submitted" else reviewer)
    expected = 302 if state == "submitted" else 403
    book = downloaded(client, assessment)

    assert cell(book, "data.selection", "said").protection.locked
    assert client.get(reverse("sheet_upload", args=[assessment.pk])).status_code == expected
    assert brought(client, assessment, book).status_code == expected
    assert client.post(reverse("sheet_confirm", args=[assessment.pk])).status_code == expected


def test_second_respondent_gets_nothing(assessment: Assessment) -> None:
    client = signed_in(member(assessment.project, MemberRole.SECOND_RESPONDENT))

    for name in ("sheet_download", "sheet_upload"):
        assert client.get(reverse(name, args=[assessment.pk])).status_code == 404


def test_upload_needs_a_file_and_the_form(assessment: Assessment, lead: Person, lead_client: Client) -> None:
    url = reverse("sheet_upload", args=[assessment.pk])

    assert "Choose the sheet" in lead_client.post(url).content.decode()
    guarded = Client(enforce_csrf_checks=True)
    guarded.force_login(lead)
    assert guarded.post(url, {"file": SimpleUploadedFile("a.xlsx", b"a")}).status_code == 403


def test_too_large_a_request_is_not_even_read(assessment: Assessment, lead_client: Client) -> None:
    url = reverse("sheet_upload", args=[assessment.pk])

    assert brought(lead_client, assessment, b"x" * 5_000_001).status_code == 422
    assert brought(lead_client, assessment, b"x" * 5_200_000).status_code == 413
    assert lead_client.generic("POST", url, b"x", CONTENT_LENGTH="many").status_code == 413


def test_nobody_brings_files_all_day(
    assessment: Assessment, lead_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploading, "CASE_FILES_AN_HOUR", 1)

    assert brought(lead_client, assessment, b"nothing").status_code == 422
    assert brought(lead_client, assessment, b"nothing").status_code == 429


def test_sheet_of_another_round_is_refused(assessment: Assessment, lead_client: Client) -> None:
    with acting_as(SYSTEM):
        other = AssessmentFactory()
    book = downloaded(signed_in(member(other.project)), other)

    page = brought(lead_client, assessment, book)

    assert page.status_code == 422
    assert "belongs to another round" in page.content.decode()
