"""What was said about the questions, in the workbook: for the team to read, and never taken from it."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from assessments import actions
from assessments.models import Assessment, Comment, OversightRole, Person
from assessments.views.moments import moment
from tests.factories import NOW, OversightFactory

from .browsing import signed_in
from .sheets import brought, downloaded
from .test_actions_talking import QUESTION, say

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    cache.clear()


def test_talks_are_a_sheet_of_their_own(assessment: Assessment, lead: Person, reviewer: Person) -> None:
    say(assessment, lead, "Since when?", question="data.history")
    say(assessment, lead, "=1+1 of which?")
    gone = say(assessment, reviewer, "A secret")
    actions.withdraw_comment(assessment=assessment, comment=gone, by=reviewer, at=NOW)
    actions.resolve_thread(assessment=assessment, question=QUESTION, by=reviewer, at=NOW)

    sheet = downloaded(signed_in(reviewer), assessment)["Talks"]

    rows = [tuple(cell.value for cell in row) for row in sheet.iter_rows()]
    assert rows[0] == ("Question", "Who", "When", "What was said", "The talk")
    assert [row[1:] for row in rows[1:]] == [
        ("Lea Lead", moment(NOW), "=1+1 of which?", "Resolved by Rui Reviewer"),
        ("Rui Reviewer", moment(NOW), "Withdrawn", "Resolved by Rui Reviewer"),
        ("Lea Lead", moment(NOW), "Since when?", "Open"),
    ]
    assert rows[1][0] == "How were the records chosen that the pilot ran on?"
    assert sheet.cell(2, 4).data_type == "s"
    assert sheet.protection.sheet


def test_talks_are_not_taken_when_the_workbook_comes_back(assessment: Assessment, lead: Person) -> None:
    say(assessment, lead, "As it was")
    client = signed_in(lead)
    book = downloaded(client, assessment)
    book["Talks"].cell(2, 4).value = "As it never was"

    page = brought(client, assessment, book)

    assert page.status_code == 200
    assert not page.context["diff"].changes
    assert Comment.objects.get().text == "As it was"


def test_talks_are_the_teams_alone(assessment: Assessment, lead: Person) -> None:
    assert "Talks" not in downloaded(signed_in(lead), assessment).sheetnames  # nothing was said
    say(assessment, lead)
    actions.submit_assessment(assessment=assessment, by=lead, at=timezone.now())

    above = OversightFactory(role=OversightRole.PMO).person

    assert "Talks" in downloaded(signed_in(lead), assessment).sheetnames
    assert "Talks" not in downloaded(signed_in(above), assessment).sheetnames
