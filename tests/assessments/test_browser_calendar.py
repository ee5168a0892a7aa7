"""The calendar's address in a real browser: made, read without a session, replaced, stopped."""

import urllib.error
import urllib.request
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

import pytest
from django.utils import timezone

from assessments import actions
from assessments.acting import SYSTEM, acting_as
from assessments.models import Assessment, MemberRole, Person
from tests.accessibility import assert_accessible
from tests.factories import AssessmentFactory, member

from .answering import signed_in_as

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def respondent() -> Person:
    """Who was asked for a section that was due three days ago."""
    with acting_as(SYSTEM):
        assessment: Assessment = AssessmentFactory(project__name="Invoice triage")
        lead, person = member(assessment.project), member(assessment.project, MemberRole.RESPONDENT)
        now, today = timezone.now() - timedelta(days=9), timezone.localdate()
        actions.assign(
            assessment=assessment, subject="data", person=person, due_on=today - timedelta(days=3),
            note="", by=lead, at=now,
        )  # fmt: skip
    return person


def read(address: str) -> str:
    """What is there for who has no cookie."""
    try:
        with urllib.request.urlopen(address) as answer:  # noqa: S310 - the site's own, by http
            assert answer.headers["Set-Cookie"] is None
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        return str(error.code)


def made(page: "Page", button: str) -> str:
    page.get_by_role("button", name=button).click()
    page.get_by_role("heading", name="Your new address").wait_for()
    return page.inner_text(".invitation-link")


def test_address_is_made_read_replaced_and_stopped(page: "Page", respondent: Person) -> None:
    signed_in_as(page, respondent)
    page.goto("/work/")
    page.get_by_role("link", name="See all days in your own calendar").click()

    first = made(page, "Make an address")
    assert "SUMMARY:Due (Invoice triage)" in read(first)
    second = made(page, "Make a new address")
    assert (read(first), read(second)[:15]) == ("404", "BEGIN:VCALENDAR")
    page.get_by_role("link", name="Stop it").click()
    page.get_by_role("button", name="Stop it").click()
    page.get_by_text("The calendar address is stopped.").wait_for()
    assert read(second) == "404"


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_pages_fit_and_are_accessible(
    page: "Page", respondent: Person, width: int, scheme: Literal["dark", "light"]
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    signed_in_as(page, respondent)

    def fits() -> None:
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
        assert_accessible(page)

    page.goto("/work/")
    page.get_by_text("3 days overdue").wait_for()
    fits()
    page.goto("/account/calendar/")
    fits()
    made(page, "Make an address")
    fits()
