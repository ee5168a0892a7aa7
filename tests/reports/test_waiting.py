"""A report that failed waits for whoever asked for it, until it is asked for again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from assessments.actions import remove_member
from assessments.models import MemberRole, Membership, WorkItem, WorkKind
from reports.actions import retry_report
from reports.actions.lease import fail, take_report
from reports.models import Record, Report
from tests.assessments.browsing import signed_in
from tests.factories import NOW, MembershipFactory, member

from .records import project_with_lead, record_made, requested

pytestmark = pytest.mark.django_db


def waiting() -> list[WorkItem]:
    return list(WorkItem.objects.filter(kind=WorkKind.REPORT, done_at__isnull=True))


@pytest.fixture
def failed() -> Report:
    """A report that its reviewer asked for and that could not be written."""
    project, lead = project_with_lead()
    record: Record = record_made(project, lead)
    report = requested(record, member(project, MemberRole.REVIEWER))
    lease = take_report(report_id=report.pk, at=NOW)
    assert lease
    fail(lease, "The disk is full.")
    report.refresh_from_db()
    return report


def test_who_asked_is_told_and_can_ask_again(failed: Report) -> None:
    [item] = waiting()

    assert item.person == failed.requested_by
    assert item.text == "The report could not be written. The disk is full."
    assert signed_in(item.person).get(item.address).status_code == 200
    assert item.text in signed_in(item.person).get(reverse("my_work")).content.decode()
    retry_report(report=failed, by=item.person, at=NOW + timedelta(hours=1))
    assert waiting() == []


def test_who_may_not_ask_any_more_is_not_told(failed: Report) -> None:
    membership = Membership.objects.get(person=failed.requested_by)
    MembershipFactory(project=failed.project, person=failed.requested_by, role=MemberRole.RESPONDENT)
    lead = Membership.objects.get(project=failed.project, role=MemberRole.LEAD).person

    remove_member(membership=membership, by=lead, at=NOW)

    assert waiting() == []


def test_attempt_that_was_replaced_tells_nobody() -> None:
    project, lead = project_with_lead()
    report = requested(record_made(project, lead), lead)
    lease = take_report(report_id=report.pk, at=NOW)
    assert lease

    fail(replace(lease, attempt=lease.attempt - 1), "Too slow.")

    assert waiting() == []
