"""A review as people live it: taken up, challenged, replied to, settled, accepted; each in their browser."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from assessments.acting import SYSTEM, acting_as
from assessments.models import Assessment, MemberRole
from reports.models import Record
from tests.accessibility import assert_accessible
from tests.assessments.steps import K1, NOBODY_KNOWS, answer, submit
from tests.factories import AssessmentFactory

from .test_second_opinion import browsing, somebody

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def test_reviewer_challenges_the_lead_replies_and_the_round_is_accepted(
    browser: "Browser", live_site: str
) -> None:
    with acting_as(SYSTEM):
        assessment: Assessment = AssessmentFactory()
    lead = somebody(assessment, MemberRole.LEAD, "Lea Lead")
    reviewer = somebody(assessment, MemberRole.REVIEWER, "Rui Reviewer")
    with acting_as(SYSTEM):
        answer(assessment, lead, {**K1, "data.history": NOBODY_KNOWS})
        submit(assessment, lead)

    with browsing(browser, live_site, reviewer) as page, browsing(browser, live_site, lead, 360) as team:
        take_up_and_challenge(page)
        reply(team)
        settle(page)
        accept(page, assessment)

    with acting_as(SYSTEM):
        assert "Nobody can answer more before the board meets." in Record.objects.get().content


def take_up_and_challenge(page: "Page") -> None:
    """By key, and with a day for the reply."""
    page.get_by_role("link", name="Review the round").first.click()
    page.get_by_role("button", name="Start the review").click()
    page.get_by_role("link", name="Go on with Data quality").click()
    assert_accessible(page)
    page.keyboard.press("a")
    page.get_by_text("1 of 52 looked at").wait_for()
    page.locator("#review-data__cleaning").get_by_role("link", name="Challenge it").click()
    page.fill("[name=text]", "Every record, by hand?")
    page.fill("[name=due_on]", (datetime.now(UTC) + timedelta(days=7)).date().isoformat())
    assert_accessible(page)
    page.get_by_role("button", name="Challenge the answer").click()
    page.wait_for_url("**/review/data/*")


def reply(team: "Page") -> None:
    """From what waits for the lead."""
    team.reload()
    team.get_by_role("link", name="Reply to the challenge").first.click()
    team.fill("[name=reply]", "All five hundred of them.")
    assert_accessible(team)
    team.get_by_role("button", name="Reply to the challenge").click()
    team.get_by_text("Reply by Lea Lead").wait_for()


def settle(page: "Page") -> None:
    """From what waits for the reviewer."""
    page.goto("/work/")
    page.get_by_role("link", name="Settle the challenge").first.click()
    page.get_by_label("Drop it: the answer may stand").check()
    page.fill("[name=why]", "The list was shown.")
    assert_accessible(page)
    page.get_by_role("button", name="Settle the challenge").click()
    page.get_by_text("Dropped by Rui Reviewer").wait_for()


def accept(page: "Page", assessment: Assessment) -> None:
    """Only for a reason, while a contradiction is open."""
    page.goto(reverse("review", args=[assessment.pk]))
    assert_accessible(page)
    page.get_by_role("link", name="Accept round 1").click()
    page.get_by_role("button", name="Accept round 1").click()
    page.get_by_text("say why it is accepted although something is open").first.wait_for()
    assert_accessible(page)
    page.fill("[name=reason]", "Nobody can answer more before the board meets.")
    page.get_by_role("button", name="Accept round 1").click()
    page.wait_for_url("**/verdict/")
    page.get_by_text("Nobody can answer more before the board meets.").wait_for()
    page.get_by_text("All five hundred of them").wait_for()
