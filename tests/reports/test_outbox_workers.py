"""The outbox with real workers: nothing lost, nothing doubled, whoever is killed."""

import subprocess
import time
from collections import Counter
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connections
from django.utils import timezone

from assessments.acting import SYSTEM, acting_as
from reports import storage
from reports.actions import request_report
from reports.actions.lease import kept, take_report
from reports.actions.rendering import hand_in
from reports.models import Report
from reports.verification import verify
from tests.reports.records import another_record, project_with_lead, record_made, requested, three_pages
from tests.reports.workers import crew, states, sweep_until
from tests.settings import PROCESS_HOME

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

LEASE = 6


def ask(number: int) -> list[Report]:
    """Ask for so many reports of different projects, as one person in one go."""
    with acting_as(SYSTEM):
        project, lead = project_with_lead()
        records = [record_made(project, lead), *(another_record(lead) for _ in range(number - 1))]
    with acting_as(lead):
        return [request_report(record=record, by=lead, at=timezone.now()) for record in records]


def refreshed(report: Report) -> Report:
    with acting_as(SYSTEM):
        return Report.objects.get(pk=report.pk)


def test_report_asked_for_is_sealed_within_seconds(celery_worker_process: subprocess.Popen[bytes]) -> None:  # noqa: ARG001
    (report,) = ask(1)
    deadline = time.monotonic() + 30
    while refreshed(report).is_open and time.monotonic() < deadline:
        time.sleep(0.1)
    sealed = refreshed(report)
    assert sealed.state == "sealed", sealed.error
    with storage.open_file(sealed.file) as file:
        assert verify(file.read()).genuine


def test_request_survives_a_broker_that_is_down() -> None:
    queue = PROCESS_HOME / "queue"
    queue.rename(PROCESS_HOME / "queue-away")
    queue.write_text("no folder")
    try:
        (report,) = ask(1)
    finally:
        queue.unlink()
        (PROCESS_HOME / "queue-away").rename(queue)
    assert refreshed(report).state == "requested"


def test_slow_worker_keeps_its_report(settings: LazySettings) -> None:
    settings.REPORT_LEASE_SECONDS = 1
    with acting_as(SYSTEM):
        _, lead = project_with_lead()
        report = requested(another_record(lead), by=lead)
    lease = take_report(report_id=report.pk, at=timezone.now())
    assert lease
    with kept(lease):
        time.sleep(2)
        assert take_report(report_id=report.pk, at=timezone.now()) is None
        assert hand_in(lease, three_pages(), at=timezone.now())
    assert (refreshed(report).state, refreshed(report).attempts) == ("sealed", 1)


def test_lease_that_cannot_be_renewed_does_not_end_the_work(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    settings.REPORT_LEASE_SECONDS = 1
    with acting_as(SYSTEM):
        _, lead = project_with_lead()
        report = requested(another_record(lead), by=lead)
    lease = take_report(report_id=report.pk, at=timezone.now())
    assert lease
    monkeypatch.setitem(connections.settings["default"], "NAME", "away")  # for new connections only
    with kept(lease):
        time.sleep(1)
    assert "could not be renewed" in caplog.text
    assert hand_in(lease, three_pages(), at=timezone.now())


def test_killed_workers_lose_and_double_nothing(
    tmp_path: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REPORT_LEASE_SECONDS = LEASE
    monkeypatch.setenv("REPORT_LEASE_SECONDS", str(LEASE))
    with crew(tmp_path) as working:
        reports = ask(5)
        for kills in range(1, 4):
            sweep_until(lambda: states().get("rendering", 0) > 0, patience=60, every=0.1)
            working.kill()
            working.start()
            assert working.started == kills + 1
        sweep_until(lambda: states() == {"sealed": len(reports)}, patience=300)
    kept = Counter(path.name for path in (PROCESS_HOME / "media").rglob("*.pdf"))
    for report in map(refreshed, reports):
        assert kept[Path(report.file).name] == 1
        with storage.open_file(report.file) as file:
            assert verify(file.read()).sha256 == report.sha256
        doubled = [
            name for name in kept if name.startswith(str(report.pk)) and name != Path(report.file).name
        ]
        assert doubled == []
