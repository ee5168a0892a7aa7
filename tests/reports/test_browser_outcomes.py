"""From the day of go-live to what happened, in a real browser."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.acting import SYSTEM, acting_as
from assessments.models import Person, Project
from tests.accessibility import assert_accessible
from tests.assessments.answering import signed_in_as

from .records import project_with_lead, record_made

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def predicted() -> tuple[Project, Person]:
    """A project with a record of a hundred days ago, and its lead."""
    with acting_as(SYSTEM):
        project, lead = project_with_lead(name="Invoices")
        record_made(project, lead, at=timezone.now() - timedelta(days=100))
    return project, lead


def test_lead_sets_the_day_and_says_what_happened(page: "Page", predicted: tuple[Project, Person]) -> None:
    project, lead = predicted
    signed_in_as(page, lead)
    page.goto(project.get_absolute_url())
    page.click("text=Set or correct the day of go-live")
    assert_accessible(page)
    page.fill("[name=day]", (timezone.localdate() - timedelta(days=45)).isoformat())
    page.click("button:has-text('Set this day')")
    page.wait_for_url(f"**{reverse('what_happened', args=[project.pk])}")

    page.click("a:has-text('Record')")
    assert_accessible(page)
    page.fill("[name=metric_value]", "78.5")
    page.click("button:has-text('Record it')")
    page.wait_for_selector(".error-summary")
    assert "Say how the system runs." in page.inner_text(".error-summary")
    assert page.input_value("[name=metric_value]") == "78.5"
    assert_accessible(page)
    page.check("[value=below]")
    page.fill("[name=incidents_data]", "3")
    page.click("button:has-text('Record it')")
    page.wait_for_selector("text=78.5")
    assert_accessible(page)
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert_accessible(page)
