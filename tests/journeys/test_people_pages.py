"""My work, what somebody can see, and both histories, in Chromium: axe finds nothing, in light and dark."""

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from assessments.acting import SYSTEM, acting_as
from assessments.models import Assessment, MemberRole, OversightRole, Person
from tests.accessibility import assert_accessible
from tests.assessments.answering import signed_in_as
from tests.assessments.invited import administrator
from tests.assessments.steps import K1, answer, submit
from tests.factories import AssessmentFactory, MembershipFactory, OversightFactory, member

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def assessment() -> Assessment:
    """A submitted round, in which something waits for its lead."""
    with acting_as(SYSTEM):
        found: Assessment = AssessmentFactory()
        lead = member(found.project)
        answer(found, lead, K1)
        submit(found, lead)
    return found


@pytest.fixture
def somebody(assessment: Assessment) -> Person:
    """Who administers everything, leads the round's project and oversees its unit."""
    with acting_as(SYSTEM):
        person = administrator()
        MembershipFactory(project=assessment.project, person=person, role=MemberRole.LEAD)
        OversightFactory(person=person, role=OversightRole.PMO, unit=assessment.project.unit)
    return person


def test_pages_about_people_are_accessible_in_light_and_dark(
    page: "Page", assessment: Assessment, somebody: Person
) -> None:
    with acting_as(SYSTEM):
        lead = assessment.project.memberships.exclude(person=somebody).get().person_id
    signed_in_as(page, somebody)

    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for address in (
            reverse("my_work"),
            reverse("history", args=[assessment.pk]),
            reverse("own_sees"),
            reverse("person_sees", args=[lead]),
            reverse("people_history"),
        ):
            page.goto(address)
            assert_accessible(page)
            page.set_viewport_size({"width": 320, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") == 320
            page.set_viewport_size({"width": 1280, "height": 900})
