"""What is concluded stays hidden from a second respondent, whatever else they are."""

import pytest
from django.http import Http404

from assessments.models import MemberRole, Person
from reports import queries
from tests.factories import MembershipFactory, OversightFactory

from .records import project_with_lead, record_made, requested

pytestmark = pytest.mark.django_db


def test_second_respondent_who_is_pmo_reads_no_record_and_no_report() -> None:
    project, lead = project_with_lead()
    record = record_made(project, lead)
    report = requested(record, lead)
    reader: Person = OversightFactory().person

    assert list(queries.latest_records(reader)) == [record]
    MembershipFactory(project=project, person=reader, role=MemberRole.SECOND_RESPONDENT)

    assert not queries.latest_records(reader).exists()
    assert not queries.latest_rows(reader).exists()
    with pytest.raises(Http404):
        queries.record_for(reader, record.assessment_id)
    with pytest.raises(Http404):
        queries.report_for(reader, report.pk)
