"""The verdict page on a phone, and read from right to left."""

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from assessments.acting import SYSTEM, acting_as
from tests.assessments.answering import signed_in_as

from .demo_portfolio import lead_of, submitted

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

REACH = """selector => {
    const boxes = [...document.querySelectorAll(selector)].map((found) => found.getBoundingClientRect());
    return [Math.min(...boxes.map((box) => box.left)), Math.max(...boxes.map((box) => box.right))];
}"""


@pytest.fixture
def verdict(page: "Page") -> "Page":
    with acting_as(SYSTEM):
        assessment = submitted("permit-requests-1")
        lead = lead_of(assessment.project)
    signed_in_as(page, lead)
    page.goto(reverse("verdict", args=[assessment.pk]))
    return page


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("width", [320, 360])
def test_charts_and_navigation_fit_a_phone(verdict: "Page", width: int, direction: str) -> None:
    verdict.set_viewport_size({"width": width, "height": 700})
    verdict.evaluate("direction => { document.documentElement.dir = direction }", direction)

    for shown in (".chart-radar text", ".chart-words strong", ".pair-line", ".topnav a"):
        left, right = verdict.evaluate(REACH, shown)
        assert left >= 0, shown
        assert right <= width, shown
    assert not verdict.locator(".pairs-chart").is_visible()
    assert verdict.evaluate("document.documentElement.scrollWidth") == width


def test_wide_column_has_the_chart_and_no_words_beside_it(verdict: "Page") -> None:
    assert verdict.locator(".pairs-chart").is_visible()
    assert not verdict.locator(".chart-words").first.is_visible()


def test_words_of_the_team_stand_where_the_page_begins_its_lines(verdict: "Page") -> None:
    align = "getComputedStyle(document.querySelector('.claimed blockquote')).textAlign"
    assert verdict.evaluate(align) == "left"

    verdict.evaluate("document.documentElement.dir = 'rtl'")

    assert verdict.evaluate(align) == "right"
