"""What the pilot left out, in a real browser: added, corrected and taken out, also without scripts."""

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from assessments.acting import SYSTEM, acting_as
from assessments.models import Assessment, Person
from tests.accessibility import assert_accessible
from tests.factories import AssessmentFactory, member

from .answering import signed_in_as

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def drafted_and_lead() -> tuple[Assessment, Person]:
    with acting_as(SYSTEM):
        assessment: Assessment = AssessmentFactory()
        return assessment, member(assessment.project)


def test_register_is_kept_from_the_section_on_a_phone_too(
    page: "Page", drafted_and_lead: tuple[Assessment, Person]
) -> None:
    assessment, lead = drafted_and_lead
    signed_in_as(page, lead)
    page.goto(reverse("section", args=[assessment.pk, "scope"]))
    page.click(".page-head a:has-text('left out of the pilot')")
    assert_accessible(page)

    for kind, volume, effort in (("credit notes", "15", "35"), ("foreign currencies", "90", "40")):
        page.fill("[name=kind]", kind)
        page.fill("[name=volume_share]", volume)
        page.fill("[name=effort_share]", effort)
        page.press("[name=effort_share]", "Enter")
        page.wait_for_load_state()
    assert "would be 105\N{NO-BREAK SPACE}% of volume" in page.inner_text(".error-summary")
    assert page.input_value("[name=kind]") == "foreign currencies"
    assert_accessible(page)
    page.fill("[name=volume_share]", "25")
    page.click("button:has-text('Add it to the register')")
    page.wait_for_selector("text=2 kinds of case are deferred")

    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert_accessible(page)
    page.click(".deferred a >> nth=0")
    page.click("button:has-text('Take it out')")
    page.wait_for_selector("text=1 kind of case is deferred")
    with acting_as(SYSTEM):
        assert assessment.deferred_cases.get().kind_of_case == "foreign currencies"
