"""What was left out, and what happened in production, as the history page tells it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from assessments import actions
from assessments.acting import acting_as
from assessments.domain.case import DeferredCase, OutcomeRecord
from assessments.models import Assessment, Person
from assessments.models import DeferredCase as Row
from reports.actions import record_outcome, set_go_live
from reports.models import GoLive, Outcome
from tests.factories import NOW

from .steps import conclude, submit
from .test_views_history import read, sentences

pytestmark = pytest.mark.django_db

CREDIT = DeferredCase("credit notes", Decimal(15), plan="by hand")


def newest(reader: Person, assessment: Assessment) -> str:
    return sentences(reader, assessment)[0]


def test_what_was_left_out_is_told(assessment: Assessment, lead: Person) -> None:
    with acting_as(lead):
        row = actions.defer_case(assessment=assessment, deferred=CREDIT, by=lead, at=NOW)
    assert newest(lead, assessment) == "Lea Lead registered what was left out: “credit notes”"

    row.plan = "by two people"
    row.save()
    assert "changed what was left out: “credit notes”" in newest(lead, assessment)
    assert "Plan by hand by two people" in read(lead, assessment)[0]
    row.kind_of_case = "receipts"
    row.save()
    assert "now calls what was left out “receipts”, not “credit notes”" in newest(lead, assessment)
    row.delete()
    assert "took out of what was left out: “receipts”" in newest(lead, assessment)
    assert not Row.objects.exists()


def test_what_happened_is_told(assessment: Assessment, lead: Person) -> None:
    submit(assessment, lead)
    conclude(assessment)
    project, day, later = assessment.project, NOW.date(), NOW + timedelta(days=60)

    set_go_live(project=project, day=day, seen=None, by=lead, at=NOW)
    assert "set the day of go-live" in newest(lead, assessment)
    set_go_live(project=project, day=day + timedelta(days=1), reason="a strike", seen=day, by=lead, at=later)
    assert "corrected the day of go-live" in newest(lead, assessment)
    assert "Explanation a strike" in read(lead, assessment)[0]
    for place, state in enumerate(("below", "rolled_back")):
        said = OutcomeRecord(30, state, incidents={"data": 3})
        record_outcome(project=project, said=said, seen_version=place, by=lead, at=later)
    assert "corrected what happened 30 days after go-live" in newest(lead, assessment)
    assert "How it runs running below expectation rolled back" in read(lead, assessment)[0]
    assert any("recorded what happened 30 days" in line for line in sentences(lead, assessment))


def test_rows_deleted_by_hand_are_told(assessment: Assessment, lead: Person) -> None:
    test_what_happened_is_told(assessment, lead)
    Outcome.objects.all().delete()
    assert "deleted what happened 30 days after go-live" in newest(lead, assessment)
    GoLive.objects.all().delete()
    assert "deleted the day of go-live" in newest(lead, assessment)
