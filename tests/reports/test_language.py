"""What is frozen is the same for all: no reader's own language gets into what is hashed and sealed."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone, translation

from assessments.acting import SYSTEM, acting_as
from assessments.queries import question_sets
from assessments.questionnaires import load
from reports import storage
from reports.actions import render_report
from reports.actions.rendering import NO_TIMESTAMP, UNFORESEEN
from reports.models import Record, Report
from tests.factories import NOW
from tests.languages import compiled
from tests.reports.records import project_with_lead, record_made, requested, submitted_round

pytestmark = pytest.mark.django_db

READERS = "nl"
"""A language in which 50,000 is written 50.000."""


@pytest.fixture(autouse=True)
def system() -> Iterator[None]:
    with acting_as(SYSTEM):
        yield


@pytest.fixture
def translated(tmp_path: Path, settings: LazySettings) -> Iterator[str]:
    """The title of the question set in that language, the only text that is translated."""
    title = {load().title: "Eerlijk"}
    settings.LOCALE_PATHS = [compiled(tmp_path, READERS, title, "honest-pilot-1")]
    question_sets.in_language.cache_clear()
    yield "Eerlijk"
    question_sets.in_language.cache_clear()


def said_in(record: Record) -> dict[str, Any]:
    """All that a record says but whose it is and when it was made."""
    content: dict[str, Any] = record.as_json
    return {part: content[part] for part in content.keys() - {"provenance", "history", "case"}}


def test_record_is_in_the_language_of_the_site_whoever_concludes(translated: str) -> None:
    expected = record_made(*project_with_lead())
    with translation.override(READERS):
        found = record_made(*project_with_lead())
        assert translation.get_language() == READERS
    assert said_in(expected)["questionnaire"]["title"] == load().title != translated
    assert said_in(found) == said_in(expected)


def test_submission_is_the_same_in_every_language(translated: str) -> None:
    project, lead = project_with_lead()
    expected = submitted_round(project, lead).submissions.get()
    with translation.override(READERS):
        other = project_with_lead(name=project.name, initiative=project.initiative, unit=project.unit)
        found = submitted_round(*other).submissions.get()
    assert (found.content, found.sha256) == (expected.content, expected.sha256)
    assert translated not in found.content


def test_report_is_written_in_the_language_of_the_site(tmp_path: Path, settings: LazySettings) -> None:
    settings.MEDIA_ROOT = tmp_path
    record = record_made(*project_with_lead())
    report = requested(record, record.concluded_by)
    with translation.override(READERS):
        assert render_report(report_id=report.pk, at=NOW)
    report.refresh_from_db()
    with storage.open_file(report.file) as file:
        text = subprocess.run(
            ["pdftotext", "-", "-"], input=file.read(), capture_output=True, check=True
        ).stdout
    assert "50,000" in text.decode()
    assert "50.000" not in text.decode()


def test_record_names_the_question_set_as_the_round_pinned_it(
    translated: str, settings: LazySettings
) -> None:
    settings.LANGUAGE_CODE = READERS
    record = record_made(*project_with_lead())
    said = record.as_json["questionnaire"]
    assert said["title"] == translated
    assert said["digest"] == record.assessment.question_set.digest


def test_reason_of_a_failure_is_said_in_the_language_of_whoever_reads(
    tmp_path: Path, settings: LazySettings
) -> None:
    said = {NO_TIMESTAMP: "De dienst zweeg.", UNFORESEEN: "Onvoorzien: %(report)s."}
    settings.LOCALE_PATHS = [compiled(tmp_path, READERS, said)]
    report = Report(error=NO_TIMESTAMP)
    assert report.reason == NO_TIMESTAMP
    with translation.override(READERS):
        assert report.reason == "De dienst zweeg."
        assert Report(pk=report.pk, error=UNFORESEEN).reason == f"Onvoorzien: {report.pk}."
        assert not Report().reason


def test_heat_map_speaks_to_each_reader_in_their_language(
    tmp_path: Path, settings: LazySettings, client: Client
) -> None:
    said = {"unmatched, level %(level)s": "anders, niveau %(level)s", "today": "vandaag"}
    settings.LOCALE_PATHS = [compiled(tmp_path, READERS, said)]
    project, lead = project_with_lead()
    record_made(project, lead, at=timezone.now())
    client.force_login(lead)
    english = client.get("/portfolio/").content.decode()
    type(lead).objects.filter(pk=lead.pk).update(language=READERS)
    dutch = client.get("/portfolio/").content.decode()
    assert "unmatched, level 0" in english
    assert "unmatched, level" not in dutch
    assert "anders, niveau 0" in dutch
    assert ">vandaag</time>" in dutch
