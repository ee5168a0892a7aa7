"""My work in a real browser: seen first, its whole lines lead on, and a line goes away once it is done."""

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from assessments.acting import SYSTEM, acting_as
from assessments.models import Assessment, MemberRole, Person
from tests.factories import PASSWORD, AssessmentFactory, member

from .steps import K1, answer, submit

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def reviewer() -> Person:
    """For whom a contradiction waits."""
    with acting_as(SYSTEM):
        assessment: Assessment = AssessmentFactory()
        lead = member(assessment.project)
        reviewer = member(assessment.project, MemberRole.REVIEWER)
        answer(assessment, lead, K1)
        submit(assessment, lead)
    return reviewer


def test_what_waits_is_seen_first_opened_and_gone_once_done(page: "Page", reviewer: Person) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(reverse("account_login"))
    page.fill("#id_login", reviewer.email)
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url("**/work/")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    contradiction = page.locator(".work-row", has_text="contradiction")
    assert (page.locator(".work-row").count(), contradiction.count()) == (2, 1)

    contradiction.locator(".work-when").click(force=True)  # the whole line is the link, which lies over it
    page.wait_for_url("**/contradictions/K1/")
    page.fill("[name=reason]", "Only the headings were corrected.")
    page.click("main button[type=submit]")
    page.wait_for_url("**/verdict/")

    page.get_by_role("link", name="My work").click()
    page.wait_for_url("**/work/")
    assert page.locator(".work-row").count() == 1
    assert contradiction.count() == 0
