"""Answering in a real browser: saved while typing, two people at once, and numbers that come back."""

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from assessments.acting import SYSTEM, acting_as
from assessments.models import Assessment, Person
from tests.factories import PASSWORD, AssessmentFactory, member

from .steps import level, save, stored

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

CHOICE, PAIR = "#data__unseen", "#data__volume"


@pytest.fixture
def round_and_lead() -> tuple[Assessment, Person]:
    with acting_as(SYSTEM):
        assessment: Assessment = AssessmentFactory()
        return assessment, member(assessment.project, name="Lea Lead")


def open_section(page: "Page", person: Person, assessment: Assessment) -> None:
    """Sign in and open the first section."""
    url = reverse("section", args=[assessment.pk, "data"])
    page.goto(f"{reverse('account_login')}?next={url}")
    page.fill("#id_login", person.email)
    page.fill("#id_password", PASSWORD)
    page.click("form button:has-text('Sign in')")
    page.wait_for_url(f"**{url}")


def in_the_database(assessment: Assessment, question: str) -> object:
    with acting_as(SYSTEM):
        return stored(assessment, question)


def test_answer_is_saved_without_a_button(page: "Page", round_and_lead: tuple[Assessment, Person]) -> None:
    assessment, lead = round_and_lead
    open_section(page, lead, assessment)

    page.check(f"{CHOICE} [value='3'][name$=said]")
    page.wait_for_selector(f"{CHOICE} .tick")

    assert page.inner_text(f"{CHOICE} .save-state").startswith("Saved ")
    assert in_the_database(assessment, "data.unseen") == level(3)


def test_clash_shows_both_and_the_choice_stands(
    page: "Page", round_and_lead: tuple[Assessment, Person]
) -> None:
    assessment, lead = round_and_lead
    open_section(page, lead, assessment)
    with acting_as(SYSTEM):
        save(assessment, member(assessment.project, name="Olga Other"), level(1), "data.unseen")

    page.check(f"{CHOICE} [value='4'][name$=said]")
    page.wait_for_selector(f"{CHOICE} .clash")
    assert "Olga Other answered this" in page.inner_text(f"{CHOICE} .clash")
    page.check(f"{CHOICE} [name$=keep][value=mine]")
    page.wait_for_selector(f"{CHOICE} .tick")

    assert in_the_database(assessment, "data.unseen") == level(4)


def test_taking_theirs_puts_their_answer_in_place(
    page: "Page", round_and_lead: tuple[Assessment, Person]
) -> None:
    assessment, lead = round_and_lead
    open_section(page, lead, assessment)
    with acting_as(SYSTEM):
        save(assessment, member(assessment.project), level(1), "data.unseen")

    page.check(f"{CHOICE} [value='4'][name$=said]")
    page.check(f"{CHOICE} [name$=keep][value=theirs]")
    page.wait_for_selector(f"{CHOICE} [value='1'][name$=said]:checked")

    assert in_the_database(assessment, "data.unseen") == level(1)


def test_numbers_come_back_after_not_known(page: "Page", round_and_lead: tuple[Assessment, Person]) -> None:
    assessment, lead = round_and_lead
    open_section(page, lead, assessment)
    page.fill("#id_data__volume-pilot", "500")
    page.fill("#id_data__volume-production", "50,000")

    page.check(f"{PAIR} [value=not_known]")
    assert page.input_value("#id_data__volume-pilot") == ""
    page.check(f"{PAIR} [value=pair]")

    assert page.input_value("#id_data__volume-pilot") == "500"
    assert "1\N{NO-BREAK SPACE}%" in page.inner_text(f"{PAIR} output")


def test_wrong_number_is_told_and_stays_after_the_button(
    page: "Page", round_and_lead: tuple[Assessment, Person]
) -> None:
    assessment, lead = round_and_lead
    open_section(page, lead, assessment)

    page.fill("#id_data__volume-pilot", "many")
    page.click("text=Save and continue")
    page.wait_for_selector(".error-summary")

    assert page.title().startswith("Error: ")
    assert page.evaluate("document.activeElement.className") == "error-summary"
    assert page.input_value("#id_data__volume-pilot") == "many"
