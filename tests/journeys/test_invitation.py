"""Somebody new, from the lead's invitation to an answer in the section that is theirs, in Chromium."""

from typing import TYPE_CHECKING

import pytest

from assessments import queries
from assessments.acting import SYSTEM, acting_as
from assessments.models import Assessment, Person
from tests.factories import PASSWORD, AssessmentFactory, member

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

NEW = "a brand new password"


def invite(page: "Page", lead: Person, assessment: Assessment) -> str:
    """The link that the lead is shown once."""
    page.goto("/accounts/login/")
    page.fill("input[name=login]", lead.email)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/work/")
    page.goto(assessment.project.get_absolute_url())
    page.get_by_role("link", name="Add, change or remove people").click()
    page.fill("input[name=person]", "Nova@example.org")
    page.locator("input[name=role][value=respondent]").check()
    page.get_by_label("Data quality").check()
    page.get_by_role("button", name="Add or invite").click()
    return page.locator(".invitation-link").inner_text()


def test_invited_person_sets_a_password_and_answers_their_section(
    page: "Page", browser: "Browser", live_site: str
) -> None:
    with acting_as(SYSTEM):
        assessment = AssessmentFactory()
        lead = member(assessment.project, name="Lea Lindqvist", email="lea@example.org")
    link = invite(page, lead, assessment)
    fresh = browser.new_context(base_url=live_site, locale="en-GB")
    guest = fresh.new_page()

    guest.goto(link)
    guest.get_by_text("Lea Lindqvist (lea@example.org)").wait_for()
    guest.get_by_label("Your name").fill("Nova Novak")
    guest.fill("input[name=password]", NEW)
    guest.fill("input[name=again]", NEW)
    guest.get_by_role("button", name="Accept and sign in").click()
    guest.get_by_text("Welcome. You take part as: Respondent.").wait_for()
    guest.get_by_role("link", name="Round 1").click()
    assert guest.get_by_text("Not yours to answer").count() == 7
    guest.get_by_role("link", name="Start with Data quality").click()
    guest.locator("input[name=data__selection-said][value='3']").check()
    guest.locator("#data__selection .save-state").get_by_text("Saved").wait_for()
    guest.goto(link)
    guest.get_by_role("heading", name="You have accepted this invitation").wait_for()
    guest.get_by_role("link", name="Go to your projects").click()
    guest.wait_for_url("**/projects/")
    fresh.close()

    with acting_as(SYSTEM):
        row = queries.answers_of(assessment)["data.selection"]
        assert (row.level, str(row.answered_by)) == (3, "Nova Novak")
