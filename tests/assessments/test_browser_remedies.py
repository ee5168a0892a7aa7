"""Fix or acknowledge in a real browser: what the Enter key does."""

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from assessments.acting import SYSTEM, acting_as
from assessments.models import Assessment, Person
from tests.factories import AssessmentFactory, member

from .answering import signed_in_as
from .steps import answer, level, submit

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def judged_and_lead() -> tuple[Assessment, Person]:
    """A submitted round whose data section is unmatched."""
    with acting_as(SYSTEM):
        assessment: Assessment = AssessmentFactory()
        lead = member(assessment.project)
        answer(assessment, lead, {"data.selection": level(0), "data.cleaning": level(0)})
        submit(assessment, lead)
    return assessment, lead


def test_enter_records_the_decision_and_adds_no_row(
    page: "Page", judged_and_lead: tuple[Assessment, Person]
) -> None:
    assessment, lead = judged_and_lead
    url = reverse("remedy", args=[assessment.pk, "data"])
    signed_in_as(page, lead)
    page.goto(url)

    page.check("[value=fix]")
    page.fill("[name=action-0-what]", "re-run on a random sample")
    page.fill("[name=action-0-owner]", "Lea Lead")
    page.fill("[name=action-0-shown_by]", "The accuracy on it")
    page.press("[name=action-0-owner]", "Enter")
    page.wait_for_selector(".error-summary")
    assert "Give the date until which it will be done." in page.inner_text(".error-summary")
    assert page.locator(".action-row").count() == 1

    page.fill("[name=action-0-due]", "2035-03-31")
    page.press("[name=action-0-owner]", "Enter")
    page.wait_for_url(f"**{reverse('verdict', args=[assessment.pk])}")
    with acting_as(SYSTEM):
        assert assessment.remedies.get().actions.get().owner == "Lea Lead"
