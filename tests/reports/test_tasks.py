"""What workers run: thin, and within limits."""

import resource
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings

from assessments.acting import SYSTEM, acting_as
from reports.models import Report
from reports.tasks import memory_limit, render_report, sweep_reports
from tests.factories import NOW
from tests.reports.records import project_with_lead, record_made, requested


@pytest.fixture
def report(tmp_path: Path, settings: LazySettings) -> Iterator[Report]:
    settings.MEDIA_ROOT = tmp_path
    with acting_as(SYSTEM):
        record = record_made(*project_with_lead())
        yield requested(record, record.concluded_by)


def test_memory_limit_holds_and_is_lifted_again() -> None:
    before = resource.getrlimit(resource.RLIMIT_AS)
    with pytest.raises(MemoryError), memory_limit(3 * 1024**3):
        bytearray(4 * 1024**3)
    assert resource.getrlimit(resource.RLIMIT_AS) == before


@pytest.mark.django_db
def test_task_writes_the_report(report: Report) -> None:
    render_report(report_id=str(report.pk))
    assert Report.objects.get(pk=report.pk).state == "sealed"


@pytest.mark.django_db
def test_sweep_finds_a_request_that_nobody_took(report: Report) -> None:
    assert report.requested_at == NOW
    sweep_reports()
    assert Report.objects.get(pk=report.pk).state == "requested"
