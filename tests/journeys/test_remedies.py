"""Two honest moves to their end: a fix that is worked on, and a number that holds, ends and holds on."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments import actions
from assessments.acting import SYSTEM, acting_as
from assessments.domain.case import Action, Quantity
from assessments.models import Action as StoredAction
from assessments.models import Assessment, MemberRole, Person
from tests.accessibility import assert_accessible
from tests.assessments.answering import signed_in_as
from tests.assessments.steps import conclude
from tests.factories import member
from tests.reports.records import project_with_lead, submitted_round

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

ANSWERS = {
    "data.selection": {"not_known": True},
    "users.selection": {"not_known": True},
    "users.resistant": {"not_known": True},
}
FILE = {"name": "count.txt", "mimeType": "text/plain", "buffer": b"2,000 counted"}


@contextmanager
def browsing(browser: "Browser", site: str, person: Person, width: int = 320) -> Iterator["Page"]:
    """Somebody signed in, in a browser of their own."""
    context = browser.new_context(base_url=site, viewport={"width": width, "height": 900}, locale="en-GB")
    context.set_default_timeout(15_000)
    page = context.new_page()
    signed_in_as(page, person)
    page.goto(reverse("my_work"))
    yield page
    context.close()


def fits(page: "Page") -> None:
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def judged(days_ago: int = 0) -> tuple[Assessment, dict[str, Person]]:
    """A submitted round, and its people."""
    with acting_as(SYSTEM):
        project, lead = project_with_lead()
        people = {
            "lead": lead,
            "owner": member(project, MemberRole.RESPONDENT, name="Olga Owner"),
            "approver": member(project, MemberRole.APPROVER, name="Ada Approver"),
        }
        at = timezone.now() - timedelta(days=days_ago)
        return submitted_round(project, lead, answers=ANSWERS, at=at), people


def acknowledge(assessment: Assessment, people: dict[str, Person], *, days_ago: int, held: int) -> None:
    """Conclude a round so many days ago whose acknowledgement held for so many days."""
    at = timezone.now() - timedelta(days=days_ago)
    with acting_as(SYSTEM):
        asked = actions.ask_acknowledgement(
            assessment=assessment,
            section="users",
            expectation="Three of four will use it.",
            adjusted=Quantity(Decimal(70), "%", Decimal(80)),
            effect="No effect known.",
            approver=people["approver"],
            expires_on=timezone.localdate(at) + timedelta(days=held),
            by=people["lead"],
            at=at,
        )
        actions.approve_acknowledgement(
            assessment=assessment, section="users", remedy_id=asked.pk, by=people["approver"], at=at
        )
        plan = [Action("repeat it", "lead", timezone.localdate(), shown_by="a count")]
        for section in ("data", "load", "integration", "change", "support", "scope", "criteria"):
            actions.choose_fix(assessment=assessment, section=section, actions=plan, by=people["lead"], at=at)
        conclude(assessment, at=at)


def fix(page: "Page", assessment: Assessment, day: date) -> None:
    page.goto(reverse("remedy", args=[assessment.pk, "data"]))
    page.check("[value=fix]")
    fits(page)
    page.fill("[name=action-0-what]", "Draw 2,000 records by lot")
    page.select_option("[name=action-0-person]", label="Olga Owner")
    page.fill("[name=action-0-due]", day.isoformat())
    page.fill("[name=action-0-cost]", "EUR 4,000")
    page.fill("[name=action-0-shown_by]", "Accuracy on these 2,000")
    page.get_by_role("button", name="Add an action").click()
    page.fill("[name=action-1-what]", "Count again")
    page.fill("[name=action-1-owner]", "internal audit")
    page.fill("[name=action-1-due]", day.isoformat())
    page.fill("[name=action-1-shown_by]", "Their report")
    fits(page)
    page.locator("form .btn-primary").click()
    page.wait_for_url("**/verdict/")
    page.get_by_text("Accuracy on these 2,000").wait_for()


def ask(page: "Page", assessment: Assessment, day: date) -> None:
    page.goto(reverse("remedy", args=[assessment.pk, "users"]))
    page.check("[value=acknowledge]")
    page.fill("[name=expectation]", "Three of four will use it.")
    page.fill("[name=adjusted_value]", "70")
    page.fill("[name=adjusted_to]", "80")
    page.fill("[name=adjusted_unit]", "%")
    page.fill("[name=effect]", "No effect known.")
    page.select_option("[name=approver]", label="Ada Approver")
    page.fill("[name=expires_on]", day.isoformat())
    fits(page)
    page.locator("form .btn-primary").click()
    page.wait_for_url("**/verdict/")
    page.get_by_text("from 95 % to 70-80 %").wait_for()
    fits(page)


def test_fix_is_worked_on_after_acceptance_and_a_number_is_approved(
    browser: "Browser", live_site: str
) -> None:
    assessment, people = judged()
    day = timezone.localdate() + timedelta(days=30)
    with browsing(browser, live_site, people["lead"]) as page:
        fix(page, assessment, day)
        ask(page, assessment, day)

    with browsing(browser, live_site, people["approver"]) as page:
        page.get_by_role("link", name="Approve the acknowledgement for User capability").click()
        fits(page)
        page.get_by_role("button", name="Approve this acknowledgement").click()
        page.wait_for_url("**/verdict/")

    with acting_as(SYSTEM):
        conclude(Assessment.objects.get(pk=assessment.pk), at=timezone.now())
    with browsing(browser, live_site, people["owner"]) as page:
        page.get_by_role("link", name="Do this for Data quality: Draw 2,000 records by lot").click()
        fits(page)
        page.check("[name=status][value=done]")
        page.fill("[name=note]", "Drawn and counted.")
        page.get_by_role("button", name="Save").click()
        page.get_by_text("Done; counts once the next round’s answers show it.").wait_for()
        page.set_input_files("[name=file]", FILE)  # type: ignore[arg-type]
        page.get_by_role("button", name="Add the file").click()
        page.get_by_role("link", name="count.txt").wait_for()
        fits(page)
        page.get_by_role("link", name="Back to the verdict").click()
        page.get_by_text("Done; counts once the next round’s answers show it.").wait_for()
        fits(page)
    with acting_as(SYSTEM):
        assert StoredAction.objects.get(position=0, remedy__section="data").proofs.count() == 1


def test_acknowledgement_ends_by_itself_and_holds_on_once_extended(
    browser: "Browser", live_site: str
) -> None:
    assessment, people = judged(days_ago=60)
    acknowledge(assessment, people, days_ago=60, held=60)
    verdict = reverse("verdict", args=[assessment.pk])
    with browsing(browser, live_site, people["lead"]) as page:
        page.goto(verdict)
        page.get_by_text("Needs renewal: an acknowledgement expired on").wait_for()
        fits(page)
        page.get_by_role("link", name="Needs renewal: extend it").click()
        page.get_by_role("heading", name="It has ended, and needs renewal").wait_for()
        fits(page)
        page.fill("[name=expires_on]", (timezone.localdate() + timedelta(days=90)).isoformat())
        page.fill("[name=why]", "The second month showed the same.")
        page.select_option("[name=approver]", label="Ada Approver")
        page.get_by_role("button", name="Ask for the extension").click()
        page.get_by_text("It holds longer once it is approved.").wait_for()
        fits(page)
        page.goto(verdict)
        assert "Needs renewal" in page.inner_text("main")

    with browsing(browser, live_site, people["approver"]) as page:
        page.get_by_role("link", name="Approve that the acknowledgement for User capability").click()
        fits(page)
        page.get_by_role("button", name="Approve this extension").click()
        page.wait_for_url("**/verdict/")
        assert "Needs renewal" not in page.inner_text("main")
        assert "Fix first" in page.inner_text("main")
        fits(page)
