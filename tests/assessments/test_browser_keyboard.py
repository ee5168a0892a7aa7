"""A section answered by keyboard alone, and the list of its keys."""

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from assessments.acting import SYSTEM, acting_as
from assessments.domain.case import Answer, Choice, NotKnown
from assessments.models import Assessment
from tests.factories import AssessmentFactory, member

from .answering import in_the_database, open_section

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def section(page: "Page") -> Assessment:
    """The first section, opened, and the focus on nothing in particular."""
    with acting_as(SYSTEM):
        assessment: Assessment = AssessmentFactory()
        lead = member(assessment.project, name="Lea Lead")
    open_section(page, lead, assessment)
    return assessment


def press(page: "Page", *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def saved(page: "Page", question: str) -> None:
    page.wait_for_selector(f"#{question} .tick")


def test_section_is_answered_without_a_mouse(page: "Page", section: Assessment) -> None:
    press(page, "j", "3")
    saved(page, "data__selection")
    press(page, "ArrowDown")
    page.wait_for_selector("#data__selection [name$=version][value='2']", state="attached")
    press(page, "j", "n")
    saved(page, "data__cleaning")
    press(page, "j")
    page.keyboard.type("500")
    press(page, "Tab")
    page.keyboard.type("50000")
    press(page, "Tab")
    saved(page, "data__volume")
    press(page, "k", "e")
    page.keyboard.type("Nobody kept count. 3 people asked.")
    press(page, "Tab")
    page.wait_for_selector("#data__cleaning [name$=version][value='2']", state="attached")

    assert in_the_database(section, "data.selection") == Answer(Choice(4))
    assert in_the_database(section, "data.cleaning") == Answer(
        NotKnown(), rationale="Nobody kept count. 3 people asked."
    )
    assert in_the_database(section, "data.volume") is not None


def test_list_of_keys_opens_and_gives_the_focus_back(page: "Page", section: Assessment) -> None:
    press(page, "j", "?")
    assert page.is_visible("#shortcuts")
    assert Axe().run(page).violations_count == 0
    press(page, "Escape")

    assert not page.is_visible("#shortcuts")
    assert page.evaluate("document.activeElement.name") == "data__selection-said"
    page.get_by_role("button", name="Keyboard shortcuts").click()
    assert page.is_visible("#shortcuts")
    assert in_the_database(section, "data.selection") is None


def test_keys_can_be_switched_off(page: "Page", section: Assessment) -> None:
    press(page, "?")
    page.check("[name=shortcuts-off]")
    press(page, "Escape")
    page.reload()

    page.focus("#data__unseen [value='1'][name$=said]")
    press(page, "3", "n", "?")

    assert page.locator("#data__unseen [name$=said]:checked").count() == 0
    assert not page.is_visible("#shortcuts")
    page.get_by_role("button", name="Keyboard shortcuts").click()
    page.uncheck("[name=shortcuts-off]")
    press(page, "Escape", "j", "2")
    saved(page, "data__selection")
    assert in_the_database(section, "data.selection") == Answer(Choice(2))


def test_page_fits_320_pixels_and_passes_axe(page: "Page", section: Assessment) -> None:
    assert section.is_editable
    assert Axe().run(page).violations_count == 0

    page.set_viewport_size({"width": 320, "height": 700})

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert Axe().run(page).violations_count == 0
