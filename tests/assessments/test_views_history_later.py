"""What was left out, as the history page tells it."""

from decimal import Decimal

import pytest

from assessments import actions
from assessments.acting import acting_as
from assessments.domain.case import DeferredCase
from assessments.models import Assessment, Person
from assessments.models import DeferredCase as Row
from tests.factories import NOW

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
