"""Whoever leaves a section loses nothing, is told what may be lost, and is told it truthfully later."""

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from assessments.acting import SYSTEM, acting_as
from assessments.domain.case import Answer, Choice
from assessments.models import Assessment, Person
from tests.factories import member

from .answering import (
    CHOICE,
    KEY,
    asked_of,
    choose,
    in_the_database,
    kept_here,
    open_section,
    said_of_saving,
    saved,
)
from .steps import level, save, submit

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

REASONS = "#id_data__unseen-rationale"
ASIDE = f"{CHOICE} .set-aside"
MINE = Answer(Choice(3), rationale="typed and left")


@pytest.fixture
def section(page: "Page", round_and_lead: tuple[Assessment, Person]) -> "Page":
    """A section's page with one answer of its first version."""
    assessment, lead = round_and_lead
    open_section(page, lead, assessment)
    choose(page, 3)
    return page


def leave(page: "Page") -> None:
    """Go to the next section by its link."""
    page.get_by_role("link", name="User capability").first.click()
    page.wait_for_url("**/sections/users/")


def come_back(page: "Page", assessment: Assessment) -> None:
    page.goto(reverse("section", args=[assessment.pk, "data"]))


def type_and_leave(page: "Page", assessment: Assessment, *, arrives: bool = True) -> None:
    """Type a reason and be gone before it was sent in the ordinary way."""
    if not arrives:  # what a page sends while it goes is no request that a route would see
        page.evaluate("() => { globalThis.fetch = () => Promise.reject(new TypeError('no connection')) }")
    page.locator(REASONS).press_sequentially("typed and left")
    page.evaluate("address => { location.href = address }", reverse("section", args=[assessment.pk, "users"]))
    page.wait_for_url("**/sections/users/")


def test_what_was_saved_while_leaving_is_no_draft_any_more(section: "Page", assessment: Assessment) -> None:
    type_and_leave(section, assessment)
    section.wait_for_timeout(500)
    assert in_the_database(assessment) == MINE

    come_back(section, assessment)

    assert kept_here(section) == []
    assert section.locator(ASIDE).count() == 0
    assert said_of_saving(section).startswith("Saved ")


def test_what_did_not_arrive_while_leaving_is_sent_on_coming_back(
    section: "Page", assessment: Assessment
) -> None:
    type_and_leave(section, assessment, arrives=False)
    assert in_the_database(assessment) == level(3)

    come_back(section, assessment)
    saved(section)

    assert in_the_database(assessment) == MINE
    assert kept_here(section) == []


@pytest.mark.parametrize("arrives", [True, False])
def test_what_was_left_never_goes_over_a_newer_answer_by_itself(
    section: "Page", assessment: Assessment, arrives: bool
) -> None:
    type_and_leave(section, assessment, arrives=arrives)
    section.wait_for_timeout(500)
    theirs = Answer(Choice(1), rationale="their reason")
    with acting_as(SYSTEM):
        other = member(assessment.project, name="Olga Other")
        save(assessment, other, theirs, KEY, seen=2 if arrives else 1)

    come_back(section, assessment)
    section.wait_for_selector(ASIDE)
    section.wait_for_timeout(500)
    assert section.input_value(REASONS) == "their reason"
    assert "A newer answer stands here now." in section.inner_text(ASIDE)
    assert "typed and left" in section.inner_text(ASIDE)
    assert in_the_database(assessment) == theirs

    section.get_by_role("button", name="Compare them again").click()
    section.wait_for_selector(f"{CHOICE} .clash")
    section.check(f"{CHOICE} [name$=keep][value=mine]")
    saved(section)

    assert in_the_database(assessment) == MINE


def test_what_was_left_can_be_forgotten(section: "Page", assessment: Assessment) -> None:
    type_and_leave(section, assessment, arrives=False)
    with acting_as(SYSTEM):
        save(assessment, member(assessment.project), level(1), KEY, seen=1)
    come_back(section, assessment)

    section.get_by_role("button", name="Forget it").click()

    assert kept_here(section) == []
    assert in_the_database(assessment) == level(1)


def test_button_leaves_no_draft_of_what_it_saved(section: "Page", assessment: Assessment) -> None:
    section.locator(REASONS).press_sequentially("typed and left")
    section.click("text=Save and continue")
    section.wait_for_url("**/sections/users/")

    assert in_the_database(assessment) == MINE
    assert kept_here(section) == []


def test_link_that_is_half_typed_costs_no_answer(section: "Page", assessment: Assessment) -> None:
    section.fill("#id_data__unseen-proof_title", "half a link")
    asked = asked_of(section, accept=True)

    type_and_leave(section, assessment)
    section.wait_for_timeout(500)

    assert asked == ["beforeunload"]
    assert in_the_database(assessment) == MINE


@pytest.mark.parametrize("status", [400, 413, 429])
def test_every_refusal_of_a_save_is_told(section: "Page", status: int) -> None:
    section.route("**/answers/**", lambda route: route.fulfill(status=status))
    section.locator(REASONS).press_sequentially("typed")
    section.wait_for_selector(f"{CHOICE} [data-retry]")

    assert said_of_saving(section).startswith("Not saved: the server did not take it.")
    assert len(kept_here(section)) == 1


def test_number_that_was_not_taken_is_asked_about_and_comes_back(
    section: "Page", assessment: Assessment
) -> None:
    section.fill("#id_data__volume-pilot", "many")
    section.click("text=Save and continue")
    section.wait_for_selector(".error-summary")
    assert len(kept_here(section)) == 1
    asked = asked_of(section, accept=True)

    leave(section)
    come_back(section, assessment)
    section.wait_for_selector("#data__volume .save-state .field-error")

    assert asked == ["beforeunload"]
    assert section.input_value("#id_data__volume-pilot") == "many"


def test_page_that_came_too_late_keeps_what_was_typed(
    section: "Page", round_and_lead: tuple[Assessment, Person]
) -> None:
    assessment, lead = round_and_lead
    section.route("**/answers/**", lambda route: route.abort())
    section.locator(REASONS).press_sequentially("typed and left")
    with acting_as(SYSTEM):
        submit(assessment, lead)
    section.click("text=Save and continue")
    section.wait_for_selector(".error-summary")
    section.unroute("**/answers/**")
    asked = asked_of(section, accept=True)

    section.goto(reverse("my_work"))

    assert asked == ["beforeunload"]
    assert len(kept_here(section)) == 1


def sign_out(page: "Page") -> None:
    page.get_by_text("Account", exact=True).first.click()
    page.get_by_role("button", name="Sign out").click()


def test_signing_out_asks_on_any_page_and_leaves_other_peoples_drafts(
    section: "Page", assessment: Assessment
) -> None:
    section.route("**/answers/**", lambda route: route.fulfill(status=503))
    section.locator(REASONS).press_sequentially("typed")
    section.wait_for_selector(f"{CHOICE} [data-retry]")
    section.evaluate("localStorage.setItem('draft:somebody-else:/answer/', '{}')")
    section.goto(reverse("my_work"))

    section.once("dialog", lambda dialog: dialog.dismiss())
    sign_out(section)
    section.wait_for_timeout(300)
    assert section.url.endswith(reverse("my_work"))
    assert len(kept_here(section)) == 2

    section.once("dialog", lambda dialog: dialog.accept())
    section.get_by_role("button", name="Sign out").click()
    section.wait_for_url(f"**{reverse('account_login')}")
    assert kept_here(section) == ["draft:somebody-else:/answer/"]
    assert in_the_database(assessment) == level(3)


def test_signing_out_asks_once_about_what_was_not_taken(section: "Page") -> None:
    section.fill("#id_data__volume-pilot", "many")
    section.press("#id_data__volume-pilot", "Tab")
    section.wait_for_selector("#data__volume .save-state .field-error")
    asked = asked_of(section, accept=True)

    sign_out(section)
    section.wait_for_url(f"**{reverse('account_login')}")

    assert len(asked) == 1
    assert asked[0].startswith("Some of what you typed in this browser may not be saved yet.")
    assert kept_here(section) == []


def test_signing_out_asks_nothing_where_all_is_saved(section: "Page") -> None:
    asked = asked_of(section)

    sign_out(section)
    section.wait_for_url(f"**{reverse('account_login')}")

    assert asked == []
