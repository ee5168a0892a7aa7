"""Pages of a round at 320 px, and the lines of its table of answers."""

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from assessments.acting import SYSTEM, acting_as
from tests.factories import AssessmentFactory, member

from .answering import open_section, signed_in_as

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

PHONE = 320


def test_every_link_and_strength_of_evidence_is_whole_on_a_phone(page: "Page") -> None:
    with acting_as(SYSTEM):
        assessment = AssessmentFactory()
        lead = member(assessment.project)
    page.set_viewport_size({"width": PHONE, "height": 700})
    open_section(page, lead, assessment)
    page.locator("details.below > summary").first.click()
    page.locator(".grade input[value=documented]").first.check()

    past = """([inner, outer]) => {
        const edge = document.querySelector(outer).getBoundingClientRect().right;
        const within = document.querySelector(outer).querySelectorAll(inner);
        return [...within].filter((found) => {
            const range = document.createRange();
            range.selectNodeContents(found);
            return range.getBoundingClientRect().right > edge;
        }).map((found) => found.innerText);
    }"""
    assert page.evaluate(past, ["a", ".topnav"]) == []
    assert page.evaluate(past, [".grade", ".grades"]) == []


def test_no_line_of_the_trail_begins_with_its_mark(page: "Page") -> None:
    with acting_as(SYSTEM):
        assessment = AssessmentFactory()
        lead = member(assessment.project)
    open_section(page, lead, assessment)

    mark = """side => [...document.querySelectorAll('.trail li')]
        .map((item) => getComputedStyle(item, side).content)"""
    assert set(page.evaluate(mark, "::before")) == {"none"}
    assert page.evaluate(mark, "::after") == ['"/"', '"/"', "none"]


def test_no_column_of_answers_has_a_line_of_its_own(page: "Page") -> None:
    with acting_as(SYSTEM):
        assessment = AssessmentFactory()
        lead = member(assessment.project)
    signed_in_as(page, lead)
    page.goto(reverse("check_answers", args=[assessment.pk]))

    lines = "[...document.querySelectorAll('col')].map((col) => getComputedStyle(col).borderTopWidth)"
    assert set(page.evaluate(lines)) == {"0px"}
