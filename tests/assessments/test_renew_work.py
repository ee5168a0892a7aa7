"""Working out anew what waits for whom, whoever asks: the command, and beat."""

from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from assessments import actions, tasks
from assessments.domain.case import Quantity
from assessments.models import Assessment, Person, WorkItem
from tests.factories import NOW, AssessmentFactory, member

from .steps import answer, level, submit


@pytest.mark.django_db
def test_command_renews_every_project() -> None:
    rounds = AssessmentFactory(), AssessmentFactory()
    people = {member(found.project) for found in rounds}
    out = StringIO()

    call_command("renew_work", stdout=out)

    assert "Renewed what waits in 2 projects." in out.getvalue()
    assert {item.person for item in WorkItem.objects.filter(kind="answer")} == people


@pytest.mark.django_db
def test_day_that_passes_is_noticed_without_anybody(
    assessment: Assessment, lead: Person, approver: Person
) -> None:
    answer(assessment, lead, {"data.selection": level(0), "data.cleaning": level(0)})
    submit(assessment, lead)
    ends = NOW + timedelta(days=90)
    actions.ask_acknowledgement(
        assessment=assessment,
        section="data",
        expectation="expect less",
        adjusted=Quantity(Decimal(80), "%"),
        approver=approver,
        expires_on=ends.date(),
        by=lead,
        at=NOW,
    )
    assert approver.work_items.filter(kind="approve", done_at__isnull=True).exists()

    assert actions.renew_due_work(at=NOW) == 0
    tasks.renew_due_work()
    assert actions.renew_due_work(at=ends + timedelta(days=1)) == 1

    assert not approver.work_items.filter(done_at__isnull=True).exists()
    assert lead.work_items.filter(kind="decide", done_at__isnull=True).exists()
