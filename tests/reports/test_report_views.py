"""The pages of a report: asked for, followed, downloaded, asked for again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from assessments.acting import SYSTEM, acting_as
from assessments.models import MemberRole, Person
from reports.actions import render_report
from reports.models import Record, Report
from reports.verification import verify
from reports.views.report_file import file_name
from tests.factories import NOW, PersonFactory, member
from tests.reports.records import another_record, project_with_lead, record_made, requested

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: LazySettings) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def record() -> Iterator[Record]:
    with acting_as(SYSTEM):
        yield record_made(*project_with_lead(name="Invoice triage & Co."))


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def ask(client: Client, record: Record) -> str:
    """Where asking leads."""
    answer = client.post(reverse("report_request", args=[record.assessment_id]))
    assert answer.status_code == 302
    return str(answer["Location"])


def failed(record: Record) -> Report:
    report = requested(record, record.concluded_by)
    Report.objects.filter(pk=report.pk).update(state="failed", error="It broke. Ask again.")
    return report


def test_asking_leads_to_the_reports_page(record: Record) -> None:
    client = signed_in(record.concluded_by)
    place = ask(client, record)
    page = client.get(place).content.decode()
    report = Report.objects.get(record=record)
    assert place == report.get_absolute_url()
    assert "waits for its turn" in page
    assert f'hx-get="{reverse("report_status", args=[report.pk])}"' in page
    assert f'href="{place}"' in page  # to refresh without JavaScript
    assert ask(client, record) == place


def test_asking_by_get_asks_nothing(record: Record) -> None:
    client = signed_in(record.concluded_by)
    assert client.get(reverse("report_request", args=[record.assessment_id])).status_code == 405
    assert not Report.objects.exists()


def test_status_is_the_part_that_changes(record: Record) -> None:
    report = requested(record, record.concluded_by)
    answer = signed_in(record.concluded_by).get(reverse("report_status", args=[report.pk]))
    assert b"<html" not in answer.content
    assert b'id="report-status"' in answer.content
    assert "no-store" in answer["Cache-Control"]


def test_sealed_report_stops_asking_and_offers_the_file(record: Record) -> None:
    report = requested(record, record.concluded_by)
    assert render_report(report_id=report.pk, at=NOW)
    page = signed_in(record.concluded_by).get(report.get_absolute_url()).content.decode()
    report.refresh_from_db()
    assert "every 1s" not in page
    assert reverse("report_download", args=[report.pk]) in page
    assert report.sha256 in page


def test_download_is_the_sealed_file_under_a_safe_name(record: Record) -> None:
    report = requested(record, record.concluded_by)
    render_report(report_id=report.pk, at=NOW)
    answer = signed_in(record.concluded_by).get(reverse("report_download", args=[report.pk]))
    pdf = b"".join(answer)
    assert verify(pdf).genuine
    expected = 'attachment; filename="honest-pilot-invoice-triage-co-round-1.pdf"'
    assert answer["Content-Disposition"] == expected
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", 'a"; x=b', "Überprüfung\r\nSet-Cookie: a=b", "漢字", "x" * 500]
)
def test_file_name_is_harmless(name: str) -> None:
    found = file_name(name, 2)
    assert found.startswith("honest-pilot-")
    assert found.endswith("-round-2.pdf")
    assert len(found) < 100
    assert not set(found) & set('/\\"\r\n;')


def test_unfinished_report_has_no_file(record: Record) -> None:
    report = requested(record, record.concluded_by)
    answer = signed_in(record.concluded_by).get(reverse("report_download", args=[report.pk]))
    assert answer.status_code == 404


def test_file_that_is_away_is_told_and_logged(record: Record, caplog: pytest.LogCaptureFixture) -> None:
    report = requested(record, record.concluded_by)
    render_report(report_id=report.pk, at=NOW)
    report.refresh_from_db()
    default_storage.delete(report.file)
    answer = signed_in(record.concluded_by).get(reverse("report_download", args=[report.pk]), follow=True)
    assert answer.redirect_chain == [(report.get_absolute_url(), 302)]
    assert "cannot be read at the moment. Ask again later" in answer.content.decode()
    assert str(report.pk) in caplog.text


def test_failed_report_says_why_and_can_be_asked_again(record: Record) -> None:
    client, report = signed_in(record.concluded_by), failed(record)
    page = client.get(report.get_absolute_url()).content.decode()
    assert "could not be written" in page
    assert "It broke. Ask again." in page
    answer = client.post(reverse("report_retry", args=[report.pk]))
    assert answer["Location"] == report.get_absolute_url()
    report.refresh_from_db()
    assert report.state == "requested"


def test_respondent_sees_why_but_is_not_offered_to_ask(record: Record) -> None:
    report = failed(record)
    client = signed_in(member(record.project, MemberRole.RESPONDENT))
    page = client.get(report.get_absolute_url()).content.decode()
    assert "It broke" in page
    assert reverse("report_retry", args=[report.pk]) not in page
    assert client.post(reverse("report_retry", args=[report.pk])).status_code == 403


def test_quota_is_told_where_one_asked(record: Record, settings: LazySettings) -> None:
    settings.REPORT_QUOTA = 1
    lead = record.concluded_by
    requested(another_record(lead), lead)
    client = signed_in(lead)
    answer = client.post(reverse("report_request", args=[record.assessment_id]), follow=True)
    assert "You are waiting for 1 report already" in answer.content.decode()
    assert not Report.objects.filter(record=record).exists()


def test_quota_holds_for_asking_again(record: Record, settings: LazySettings) -> None:
    settings.REPORT_QUOTA = 1
    lead, report = record.concluded_by, failed(record)
    requested(another_record(lead), lead)
    answer = signed_in(lead).post(reverse("report_retry", args=[report.pk]), follow=True)
    assert "You are waiting for 1 report already" in answer.content.decode()
    report.refresh_from_db()
    assert report.state == "failed"


@pytest.mark.parametrize("name", ["report", "report_status", "report_download"])
def test_stranger_learns_nothing(record: Record, name: str) -> None:
    report = requested(record, record.concluded_by)
    assert signed_in(PersonFactory()).get(reverse(name, args=[report.pk])).status_code == 404
    assert Client().get(reverse(name, args=[report.pk])).status_code == 302


def test_stranger_can_ask_for_nothing(record: Record) -> None:
    report = failed(record)
    client = signed_in(PersonFactory())
    assert client.post(reverse("report_request", args=[record.assessment_id])).status_code == 404
    assert client.post(reverse("report_retry", args=[report.pk])).status_code == 404


def test_pages_cost_a_fixed_number_of_queries(record: Record, django_assert_max_num_queries: object) -> None:
    report = requested(record, record.concluded_by)
    client = signed_in(record.concluded_by)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        client.get(reverse("report_status", args=[report.pk]))
