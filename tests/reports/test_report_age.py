"""The age of the oldest unfinished report is what tells whether reports get done."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from reports.models import Report
from tests.reports.records import another_record, project_with_lead, requested

pytestmark = pytest.mark.django_db


def asked_for(at: datetime) -> Report:
    _, lead = project_with_lead()
    return requested(another_record(lead), lead, at=at)


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("report_age", *arguments, stdout=out)
    return out.getvalue().strip()


def test_no_report_is_well() -> None:
    assert said("--max", "0") == "no report waits"


def test_oldest_unfinished_one_counts() -> None:
    asked_for(timezone.now() - timedelta(seconds=100))
    older = asked_for(timezone.now() - timedelta(seconds=1000))
    assert said("--max", "2000").startswith("100")
    assert said().startswith("100")
    with pytest.raises(SystemExit, match="1"):
        said("--max", "900")
    Report.objects.filter(pk=older.pk).update(state="failed", error="It broke.")
    assert said("--max", "900").startswith("10")
