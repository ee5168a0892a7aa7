"""What was typed survives a lost connection, a closed browser, an ended session and a failing server."""

from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.urls import reverse

from assessments.acting import SYSTEM, acting_as
from assessments.domain.case import Answer, Choice
from assessments.models import Assessment, Person
from tests.factories import member

from .answering import (
    CHOICE,
    KEY,
    asked_on_leaving,
    choose,
    in_the_database,
    open_section,
    said_of_saving,
    saved,
)
from .steps import level, save

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

REASONS = f"#id_{KEY.replace('.', '__')}-rationale"
LINE = f"{CHOICE} [data-said]"


@pytest.fixture
def offline(page: "Page", round_and_lead: tuple[Assessment, Person]) -> "Page":
    """A section with one answer, whose connection is then lost while a reason is typed."""
    assessment, lead = round_and_lead
    open_section(page, lead, assessment)
    choose(page, 3)
    page.context.set_offline(True)
    page.locator(REASONS).press_sequentially("typed on the train")
    page.wait_for_selector(f"{CHOICE} [data-retry]")
    return page


def test_lost_connection_is_told_and_made_up_for(
    offline: "Page", round_and_lead: tuple[Assessment, Person]
) -> None:
    assessment, _ = round_and_lead
    assert said_of_saving(offline).startswith("Not saved: no connection. It is kept in this browser")
    assert offline.get_attribute(f"{CHOICE} .save-state", "aria-live") == "polite"
    assert in_the_database(assessment) == level(3)

    offline.context.set_offline(False)
    saved(offline)

    assert in_the_database(assessment) == Answer(Choice(3), rationale="typed on the train")
    assert offline.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('draft:'))") == []


def test_closed_page_comes_back_with_what_was_typed(
    offline: "Page", round_and_lead: tuple[Assessment, Person]
) -> None:
    assessment, _ = round_and_lead
    address = offline.url
    offline.close()
    offline.context.set_offline(False)

    again = offline.context.new_page()
    again.goto(address)
    saved(again)

    assert again.input_value(REASONS) == "typed on the train"
    assert in_the_database(assessment) == Answer(Choice(3), rationale="typed on the train")


def test_draft_and_what_somebody_else_saved_meanwhile_are_shown_side_by_side(
    offline: "Page", round_and_lead: tuple[Assessment, Person]
) -> None:
    assessment, _ = round_and_lead
    address = offline.url
    offline.close()
    offline.context.set_offline(False)
    with acting_as(SYSTEM):
        save(assessment, member(assessment.project, name="Olga Other"), level(1), KEY, seen=1)

    again = offline.context.new_page()
    again.goto(address)
    again.wait_for_selector(f"{CHOICE} .clash")
    assert "Olga Other answered this" in again.inner_text(f"{CHOICE} .clash")
    assert "typed on the train" in again.inner_text(f"{CHOICE} .clash")
    again.check(f"{CHOICE} [name$=keep][value=mine]")
    saved(again)

    assert in_the_database(assessment) == Answer(Choice(3), rationale="typed on the train")


def test_draft_is_nobody_elses(offline: "Page", round_and_lead: tuple[Assessment, Person]) -> None:
    assessment, _ = round_and_lead
    offline.close()
    offline.context.set_offline(False)
    offline.context.clear_cookies()
    with acting_as(SYSTEM):
        other = member(assessment.project, name="Olga Other")

    again = offline.context.new_page()
    open_section(again, other, assessment)

    assert again.input_value(REASONS) == ""
    assert in_the_database(assessment) == level(3)


def test_leaving_with_unsaved_text_is_asked_about(offline: "Page") -> None:
    assert asked_on_leaving(offline) == ["beforeunload"]
    assert offline.input_value(REASONS) == "typed on the train"


def test_ended_session_loses_nothing(page: "Page", round_and_lead: tuple[Assessment, Person]) -> None:
    assessment, lead = round_and_lead
    open_section(page, lead, assessment)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.check(f"{CHOICE} [value='2'][name$=said]")
    page.wait_for_selector(f"{CHOICE} [data-retry]")
    assert said_of_saving(page).startswith("Not saved: you are signed out.")

    elsewhere = page.context.new_page()
    open_section(elsewhere, lead, assessment)  # its own draft comes along
    saved(elsewhere)
    page.click(f"{CHOICE} [data-retry]")
    saved(page)

    assert in_the_database(assessment) == level(2)


def test_page_sent_after_the_session_ended_comes_back_after_signing_in(
    page: "Page", round_and_lead: tuple[Assessment, Person]
) -> None:
    assessment, lead = round_and_lead
    open_section(page, lead, assessment)
    choose(page, 3)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.locator(REASONS).fill("typed for half an hour")
    page.click("text=Save and continue")
    page.wait_for_url(f"**{reverse('account_login')}**")

    open_section(page, lead, assessment)
    saved(page)

    assert in_the_database(assessment) == Answer(Choice(3), rationale="typed for half an hour")


def test_failing_server_is_told_and_asked_again(
    page: "Page", round_and_lead: tuple[Assessment, Person]
) -> None:
    assessment, lead = round_and_lead
    open_section(page, lead, assessment)
    page.route("**/answers/**", lambda route: route.fulfill(status=503))
    page.check(f"{CHOICE} [value='2'][name$=said]")
    page.wait_for_selector(f"{CHOICE} [data-retry]")
    assert said_of_saving(page).startswith("Not saved: the server did not take it.")

    page.unroute("**/answers/**")
    page.click(f"{CHOICE} [data-retry]")
    saved(page)

    assert in_the_database(assessment) == level(2)


def test_signing_out_leaves_no_draft_behind(page: "Page", round_and_lead: tuple[Assessment, Person]) -> None:
    assessment, lead = round_and_lead
    open_section(page, lead, assessment)
    page.route("**/answers/**", lambda route: route.fulfill(status=503))
    page.check(f"{CHOICE} [value='2'][name$=said]")
    page.wait_for_selector(f"{CHOICE} [data-retry]")
    page.on("dialog", lambda dialog: dialog.accept())

    page.get_by_text("Account", exact=True).first.click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"**{reverse('account_login')}")

    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('draft:'))") == []


def test_storage_that_is_switched_off_is_told(
    page: "Page", round_and_lead: tuple[Assessment, Person]
) -> None:
    assessment, lead = round_and_lead
    page.add_init_script("Storage.prototype.setItem = () => { throw new Error('quota') }")
    open_section(page, lead, assessment)
    page.route("**/answers/**", lambda route: route.fulfill(status=503))

    page.check(f"{CHOICE} [value='2'][name$=said]")
    page.wait_for_selector(f"{CHOICE} [data-retry]")

    assert said_of_saving(page).startswith("Not saved, and this browser keeps nothing")


def test_back_button_shows_what_is_stored(page: "Page", round_and_lead: tuple[Assessment, Person]) -> None:
    assessment, lead = round_and_lead
    open_section(page, lead, assessment)
    choose(page, 3)
    page.get_by_role("link", name="User capability").first.click()
    page.wait_for_url("**/sections/users/")

    page.go_back()
    page.wait_for_url("**/sections/data/")
    assert page.is_checked(f"{CHOICE} [value='3'][name$=said]")
    choose(page, 4)

    assert in_the_database(assessment) == level(4)
