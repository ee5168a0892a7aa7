"""The command that works out anew what waits for whom."""

from io import StringIO

import pytest
from django.core.management import call_command

from assessments.models import WorkItem
from tests.factories import AssessmentFactory, member


@pytest.mark.django_db
def test_command_renews_every_project() -> None:
    rounds = AssessmentFactory(), AssessmentFactory()
    people = {member(found.project) for found in rounds}
    out = StringIO()

    call_command("renew_work", stdout=out)

    assert "Renewed what waits in 2 projects." in out.getvalue()
    assert {item.person for item in WorkItem.objects.filter(kind="answer")} == people
