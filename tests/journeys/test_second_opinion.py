"""Two browsers: the team answers in one, a second respondent in the other; a third person settles."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from assessments.acting import SYSTEM, acting_as
from assessments.models import Assessment, MemberRole, Person
from tests.assessments.answering import signed_in_as
from tests.factories import AssessmentFactory, SecondOpinionFactory, member

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

CHOICE = "#data__selection"


@pytest.fixture
def assessment() -> Assessment:
    with acting_as(SYSTEM):
        found: Assessment = AssessmentFactory()
    return found


def somebody(assessment: Assessment, role: MemberRole, name: str) -> Person:
    with acting_as(SYSTEM):
        return member(assessment.project, role, name=name)


@contextmanager
def browsing(browser: "Browser", site: str, person: Person, width: int = 1280) -> Iterator["Page"]:
    """Somebody signed in, in a browser of their own."""
    context = browser.new_context(base_url=site, viewport={"width": width, "height": 900}, locale="en-GB")
    context.set_default_timeout(15_000)
    page = context.new_page()
    signed_in_as(page, person)
    page.goto(reverse("my_work"))
    yield page
    context.close()


def assert_accessible(page: "Page") -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def answer(page: "Page", assessment: Assessment, level: int, why: str) -> None:
    """Answer the first question, and wait until it is saved."""
    page.goto(reverse("section", args=[assessment.pk, "data"]))
    page.check(f"{CHOICE} [value='{level}'][name$=said]")
    page.wait_for_selector(f"{CHOICE} .tick")
    page.locator(f"{CHOICE} [name$=rationale]").evaluate("field => { field.closest('details').open = true }")
    with page.expect_response(lambda response: "/answers/" in response.url and response.ok):
        page.fill(f"{CHOICE} [name$=rationale]", why)


def test_two_voices_meet_and_their_disagreement_is_settled(
    browser: "Browser", live_site: str, assessment: Assessment
) -> None:
    lead = somebody(assessment, MemberRole.LEAD, "Lea Lead")
    reviewer = somebody(assessment, MemberRole.REVIEWER, "Rui Reviewer")
    blind = somebody(assessment, MemberRole.SECOND_RESPONDENT, "Sam Second")
    with acting_as(SYSTEM):
        SecondOpinionFactory(assessment=assessment, person=blind)

    with (
        browsing(browser, live_site, lead) as team,
        browsing(browser, live_site, blind, width=360) as apart,
    ):
        answer(team, assessment, 4, "Drawn by lot.")
        apart.goto(assessment.get_absolute_url())
        assert_accessible(apart)
        answer(apart, assessment, 1, "The vendor chose them.")
        assert_accessible(apart)
        apart.goto(reverse("check_answers", args=[assessment.pk]))
        assert "Drawn by lot." not in apart.content()
        assert_accessible(apart)
        apart.get_by_role("button", name="My answers are complete").click()
        apart.get_by_text("Your answers are complete.").wait_for()
        assert_accessible(apart)

        team.goto(assessment.get_absolute_url())
        team.get_by_text("A second opinion was asked for, and it is in.").wait_for()
        assert "The vendor chose them." not in team.content()
        team.goto(reverse("submit", args=[assessment.pk]))
        team.get_by_role("button", name="Submit and see the verdict").click()
        team.wait_for_url("**/verdict/")
        assert "The vendor chose them." in team.inner_text("main")
        assert_accessible(team)

        apart.reload()
        apart.get_by_text("Both sides are in.").wait_for()
        assert apart.goto(reverse("verdict", args=[assessment.pk])).status == 404  # type: ignore[union-attr]

    with browsing(browser, live_site, reviewer, width=360) as page:
        page.get_by_role("link", name="Settle a disagreement").click()
        page.wait_for_url("**/disagreements/**")
        assert "The vendor chose them." in page.inner_text("main")
        assert_accessible(page)
        page.fill("[name=reason]", "The vendor chose the first month, the lot decided afterwards.")
        page.get_by_role("button", name="Settle it").click()
        page.wait_for_url("**/verdict/")
        page.get_by_text("the lot decided afterwards").wait_for()
        assert_accessible(page)
