"""Answering in a real browser: saved while typing, two people at once, and numbers that come back."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from assessments.acting import SYSTEM, acting_as
from assessments.domain.case import Answer, Choice
from assessments.models import Assessment, MemberRole, Person
from tests.factories import member

from .answering import CHOICE, PAIR, choose, in_the_database, open_section
from .steps import level, save

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def slowly(route: "Route") -> None:
    """Let a request take half a second longer."""
    route.request.frame.page.wait_for_timeout(500)
    route.continue_()


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


def test_numbers_come_back_after_not_known(page: "Page", round_and_lead: tuple[Assessment, Person]) -> None:
    assessment, lead = round_and_lead
    open_section(page, lead, assessment)
    page.route("**/answers/**", lambda route: route.fulfill(status=204))  # none is under way at the end
    page.fill("#id_data__volume-pilot", "500")
    page.fill("#id_data__volume-production", "50,000")

    page.check(f"{PAIR} [value=not_known]")
    assert page.input_value("#id_data__volume-pilot") == ""
    page.check(f"{PAIR} [value=pair]")

    assert page.input_value("#id_data__volume-pilot") == "500"
    assert "1\N{NO-BREAK SPACE}%" in page.inner_text(f"{PAIR} output")


def test_browser_reads_numbers_as_the_server_does(page: "Page") -> None:
    cases = json.loads(Path(__file__).with_name("number_cases.json").read_text("utf-8"))
    page.goto(reverse("quick_check"))

    read = page.evaluate(
        """async (cases) => {
            const { number } = await import(document.querySelector("script[type=module]").src);
            return Object.fromEntries(cases.map((typed) => [typed, number(typed)]));
        }""",
        list(cases),
    )

    assert read == {typed: None if value is None else float(value) for typed, value in cases.items()}


def test_reasons_are_saved_while_they_are_typed(
    page: "Page", browser: "Browser", live_site: str, round_and_lead: tuple[Assessment, Person]
) -> None:
    assessment, lead = round_and_lead
    open_section(page, lead, assessment)
    page.check(f"{CHOICE} [value='3'][name$=said]")
    page.wait_for_selector(f"{CHOICE} [name$=version][value='1']", state="attached")

    page.locator("#id_data__unseen-rationale").press_sequentially("typed and never left")
    page.wait_for_selector(f"{CHOICE} [name$=version][value='2']", state="attached", timeout=5_000)
    assert page.evaluate("document.activeElement.id") == "id_data__unseen-rationale"
    page.context.close()

    again = browser.new_context(base_url=live_site).new_page()
    open_section(again, lead, assessment)
    assert again.input_value("#id_data__unseen-rationale") == "typed and never left"
    again.context.close()


def test_others_in_the_section_are_named(
    page: "Page", browser: "Browser", live_site: str, round_and_lead: tuple[Assessment, Person]
) -> None:
    assessment, lead = round_and_lead
    with acting_as(SYSTEM):
        rosa = member(assessment.project, MemberRole.RESPONDENT, name="Rosa Respondent")
    other = browser.new_context(base_url=live_site).new_page()
    with other.expect_response(lambda response: response.url.endswith("/presence/")):
        open_section(other, rosa, assessment)

    open_section(page, lead, assessment)
    page.wait_for_selector("[data-presence]:has-text('Rosa Respondent')")

    other.context.close()


def test_list_of_sections_counts_what_is_saved(
    page: "Page", round_and_lead: tuple[Assessment, Person]
) -> None:
    assessment, lead = round_and_lead
    open_section(page, lead, assessment)
    count = ".sidelist [aria-current] small"
    assert page.inner_text(count) == "0/7"

    choose(page, 3)

    page.wait_for_selector(f"{count}:text-is('1/7')")


def test_number_that_is_being_typed_is_not_judged(
    page: "Page", round_and_lead: tuple[Assessment, Person]
) -> None:
    assessment, lead = round_and_lead
    open_section(page, lead, assessment)
    saves: list[str] = []
    page.on("request", lambda request: saves.append(request.url) if request.method == "POST" else None)

    page.locator("#id_data__volume-pilot").press_sequentially("1.000")
    page.wait_for_timeout(2_500)
    assert saves == []
    page.press("#id_data__volume-pilot", "Tab")
    page.wait_for_selector(f"{PAIR} .save-state .field-error")

    assert "can be read in two ways" in page.inner_text(f"{PAIR} .save-state")


def test_page_sent_while_text_is_being_saved_waits_and_goes_on(
    page: "Page", round_and_lead: tuple[Assessment, Person]
) -> None:
    assessment, lead = round_and_lead
    open_section(page, lead, assessment)
    page.check(f"{CHOICE} [value='3'][name$=said]")
    page.wait_for_selector(f"{CHOICE} [name$=version][value='1']", state="attached")
    page.route("**/answers/**", slowly)

    page.locator("#id_data__unseen-rationale").press_sequentially("first")
    with page.expect_request("**/answers/**"):
        pass
    page.locator("#id_data__unseen-rationale").press_sequentially(", then more")
    page.click("text=Save and continue")
    page.wait_for_url(f"**{reverse('section', args=[assessment.pk, 'users'])}")

    assert in_the_database(assessment, "data.unseen") == Answer(Choice(3), rationale="first, then more")


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


def test_answer_given_while_leaving_the_page_is_kept(
    page: "Page", round_and_lead: tuple[Assessment, Person]
) -> None:
    assessment, lead = round_and_lead
    open_section(page, lead, assessment)

    page.check(f"{CHOICE} [value='3'][name$=said]")
    page.get_by_role("link", name="User capability").first.click()
    page.wait_for_url("**/sections/users/")
    page.get_by_role("link", name="Data quality").first.click()
    page.wait_for_url("**/sections/data/")

    assert page.is_checked(f"{CHOICE} [value='3'][name$=said]")
