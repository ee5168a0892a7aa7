"""Pages that are read from right to left: everything on the other side, and nothing out of the window."""

from typing import TYPE_CHECKING

import pytest

from assessments.acting import SYSTEM, acting_as
from tests.factories import AssessmentFactory, member

from .answering import open_section

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

WIDTH = 1280
FORM_OF = "selector => getComputedStyle(document.querySelector(selector), '::before').transform"


def turned(page: "Page") -> None:
    page.evaluate("document.documentElement.dir = 'rtl'")


def middle(page: "Page", selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    assert box
    return box["x"] + box["width"] / 2


def overflow(page: "Page") -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


@pytest.fixture
def section(page: "Page") -> "Page":
    with acting_as(SYSTEM):
        assessment = AssessmentFactory()
        lead = member(assessment.project, name="Lea Lead")
    page.emulate_media(reduced_motion="reduce")
    open_section(page, lead, assessment)
    return page


def test_section_stands_mirrored(section: "Page") -> None:
    places = (".brand", ".account", ".sidelist [aria-current]", ".level input", ".level-n", ".trail")
    section.set_viewport_size({"width": WIDTH, "height": 900})
    before = [middle(section, place) for place in places]

    turned(section)

    assert [middle(section, place) for place in places] == pytest.approx([WIDTH - at for at in before], abs=2)


def test_marks_of_folded_pieces_point_the_other_way_and_open_ones_still_down(section: "Page") -> None:
    mark = "details.help > summary"
    folded = section.evaluate(FORM_OF, mark)

    turned(section)

    assert section.evaluate(FORM_OF, mark) != folded
    turned_and_folded = section.evaluate(FORM_OF, mark)
    section.locator(mark).first.click()
    opened = section.evaluate(FORM_OF, mark)
    assert opened != turned_and_folded
    section.evaluate("document.documentElement.dir = 'ltr'")
    assert section.evaluate(FORM_OF, mark) == opened


def test_number_and_scale_run_from_left_to_right(section: "Page") -> None:
    turned(section)

    direction = "selector => getComputedStyle(document.querySelector(selector)).direction"
    assert section.evaluate(direction, "[inputmode=decimal]") == "ltr"
    assert section.evaluate(direction, ".level .bridge") == "ltr"
    assert section.evaluate(direction, "textarea") == "rtl"


def test_small_screen_and_open_menu_stay_in_the_window(section: "Page") -> None:
    section.set_viewport_size({"width": 320, "height": 700})
    turned(section)
    section.locator("details.help > summary").first.click()
    section.locator(".account summary").click()

    menu = section.locator(".account-menu").bounding_box()

    assert menu
    assert 0 <= menu["x"] <= 320 - menu["width"]
    assert overflow(section) == 0
