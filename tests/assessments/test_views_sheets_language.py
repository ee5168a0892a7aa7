"""Sheets and imports in a language of a few texts: what is counted, and what a workbook tells."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment, Person
from tests.languages import compiled

from .browsing import signed_in
from .evidenced import said
from .files import sent
from .sheets import brought, cell, downloaded, typed
from .steps import level, save

pytestmark = pytest.mark.django_db

READERS = "eu"
TEXTS = {
    "%(project)s, round %(number)s": "%(number)s. txanda: %(project)s",
    "How to fill it in": "Nola bete",
    "The case file": "Kasuaren fitxategia",
    "<strong>Changed since you downloaded the sheet:</strong> %(who)s": "%(who)s: <strong>aldatua</strong>",
}


@pytest.fixture(autouse=True)
def _languages(tmp_path: Path, settings: LazySettings) -> None:
    settings.LOCALE_PATHS = [compiled(tmp_path, READERS, TEXTS)]
    settings.LANGUAGES = [("en-gb", "English"), (READERS, "Euskara")]


@pytest.fixture
def reader(lead: Person) -> Client:
    """The lead, whose browser asks for that language."""
    client = signed_in(lead)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = READERS
    return client


def test_workbook_tells_what_it_is_in_the_language_of_its_reader(
    assessment: Assessment, reader: Client
) -> None:
    first = downloaded(reader, assessment).worksheets[0]

    assert first["A1"].value == f"1. txanda: {assessment.project.name}"
    assert "Nola bete" in {row[0].value for row in first.iter_rows()}


def test_what_a_sheet_changes_is_told_in_whole_sentences(
    assessment: Assessment, lead: Person, reader: Client
) -> None:
    book = typed(downloaded(reader, assessment), "data.selection", rationale="seen")
    typed(book, "data.selection", said=cell(book, "data.selection", "said").value or 2)
    save(assessment, lead, level(1))

    page = brought(reader, assessment, book)

    assert "1 answer differs from what is saved. Nothing is stored yet." in said(page)
    assert ": <strong>aldatua</strong></p>" in page.content.decode()


def test_form_of_an_import_speaks_to_each_reader(reader: Client) -> None:
    url = reverse("project_import")

    theirs, english = said(reader.get(url)), said(reader.get(url, headers={"accept-language": "en"}))

    assert ("Kasuaren fitxategia" in theirs, "The case file" in theirs) == (True, False)
    assert "The case file" in english


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"{", "One thing in this file is wrong. Nothing was stored."),
        (b'{"answers": {"x.y": {}}}', "things in this file are wrong. Nothing was stored."),
    ],
)
def test_what_is_wrong_with_a_case_file_is_counted(reader: Client, content: bytes, told: str) -> None:
    url = reverse("project_import")
    token = reader.get(url).context["form"]["token"].value()

    assert told in said(reader.post(url, {"file": sent("case.json", content), "token": token}))
