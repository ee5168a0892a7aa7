"""A report read, decided on and countersigned in a real browser, and signed by a real worker."""

import subprocess
import time
from importlib import import_module
from typing import TYPE_CHECKING

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as PROOFS
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from assessments.acting import SYSTEM, acting_as
from assessments.models import MemberRole, Person
from reports import storage
from reports.actions import request_report
from reports.models import Report
from reports.verification import verify
from tests.accessibility import assert_accessible
from tests.assessments.answering import signed_in_as
from tests.assessments.steps import conclude
from tests.factories import PASSWORD, member
from tests.reports.records import project_with_lead, sealed, submitted_round

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

PHONE = 320
PATIENCE = 90_000
"""In milliseconds, for what a worker does."""


def report_for(*names: str) -> tuple[Report, list[Person]]:
    """A report that the worker was asked for, and who is to sign it: the first of them decides."""
    now = timezone.now()
    with acting_as(SYSTEM):
        project, lead = project_with_lead(name="Invoice triage")
        people = [member(project, MemberRole.APPROVER, name=name) for name in names]
        round_ = submitted_round(project, lead, at=now)
        record = conclude(round_, at=now, signers=people)
    with acting_as(lead):
        return request_report(record=record, by=lead, at=now), people


def wait_for(report: Report, state: str) -> Report:
    """The report once it stands there."""
    deadline = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < deadline:
        with acting_as(SYSTEM):
            report.refresh_from_db()
        if report.state == state:
            return report
        time.sleep(0.2)
    pytest.fail(f"it is still {report.state}: {report.error}")


def arrive(page: "Page", person: Person) -> None:
    """Come back as somebody who signed in some time ago."""
    page.context.clear_cookies()
    signed_in_as(page, person)
    key = next(one["value"] for one in page.context.cookies() if one["name"] == settings.SESSION_COOKIE_NAME)
    session = import_module(settings.SESSION_ENGINE).SessionStore(session_key=key)
    session[PROOFS] = [record | {"at": time.time() - 600} for record in session[PROOFS]]
    session.save()


def read_to_the_end(page: "Page") -> int:
    """Scroll past every page of the report; return how many there were."""
    pictures = page.locator(".sheets-pages img")
    for picture in pictures.all():
        picture.scroll_into_view_if_needed()
        drawn = "picture => picture.complete && picture.naturalWidth > 1000"
        page.wait_for_function(drawn, arg=picture.element_handle(), timeout=PATIENCE)
    return pictures.count()


def sign(page: "Page", button: str) -> None:
    """Say why, prove once more who one is, and wait until the signature is there."""
    page.fill("#id_reason", "The load was never tried.")
    page.get_by_label("I have read this report to its end.").check()
    page.get_by_role("button", name=button).click()
    page.wait_for_url("**/reauthenticate/**")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url("**/reports/*/")


def assert_fits(page: "Page") -> None:
    """Nothing of the page lies beside a phone's screen."""
    page.set_viewport_size({"width": PHONE, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE
    page.set_viewport_size({"width": 1280, "height": 900})


def test_decision_maker_and_countersigner_sign_what_they_read(
    page: "Page",
    celery_worker_process: subprocess.Popen[bytes],  # noqa: ARG001 - it seals and signs
) -> None:
    report, (first, second) = report_for("Dora Decides", "Cy Signs")
    wait_for(report, "sealed")

    arrive(page, first)
    page.goto(reverse("my_work"))
    page.get_by_role("link", name="Read the readiness report and decide").click()
    assert read_to_the_end(page) >= 5
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("radio", name="Stop").check()
    page.fill("#id_conditions", "Ask again after round 2.")
    sign(page, "Decide and sign")
    page.get_by_text("Has signed").first.wait_for(timeout=PATIENCE)
    wait_for(report, "signing")

    arrive(page, second)
    page.goto(reverse("my_work"))
    page.get_by_role("link", name="Read the readiness report and countersign the decision").click()
    page.get_by_text("Ask again after round 2.").wait_for()
    page.get_by_text("You countersign this decision: stop.").wait_for()
    assert_accessible(page)
    page.fill("#id_dissent", "I would have waited.")
    sign(page, "Countersign")
    page.get_by_text("everybody who had to sign it has signed").wait_for(timeout=PATIENCE)
    assert_accessible(page)
    assert_fits(page)

    wait_for(report, "signed")
    with storage.open_file(report.file) as file:
        checked = verify(file.read())
    assert checked.genuine, checked.reasons
    assert checked.awaits == ()
    assert [one.name for one in checked.signatures] == ["Dora Decides", "Cy Signs"]
    assert "Ask again after round 2." in checked.signatures[0].reason
    assert "I would have waited." in checked.signatures[1].reason


def test_handing_on_and_declining_fit_a_phone(
    page: "Page",
    celery_worker_process: subprocess.Popen[bytes],  # noqa: ARG001 - it seals
) -> None:
    report, (first, _second) = report_for("Dora Decides", "Cy Signs")
    with acting_as(SYSTEM):
        member(report.project, MemberRole.APPROVER, name="Dee Deputy")
    wait_for(report, "sealed")
    signed_in_as(page, first)

    page.goto(reverse("sign_off_delegate", args=[report.pk]))
    assert_accessible(page)
    assert_fits(page)
    page.goto(reverse("sign_off", args=[report.pk]))
    page.get_by_text("Decline to sign").click()
    page.get_by_role("button", name="Decline in writing").click()
    page.get_by_role("alert").get_by_text("Say why").wait_for()
    page.get_by_role("alert").get_by_role("link").click()
    assert page.evaluate("document.activeElement.id") == "decline_reason"
    assert_accessible(page)
    assert_fits(page)
    page.fill("#decline_reason", "The sample is too small.")
    page.get_by_role("button", name="Decline in writing").click()

    page.get_by_text("do not act on it").wait_for()
    assert_accessible(page)


def test_reviewer_names_who_signs_instead_on_a_phone(page: "Page") -> None:
    now = timezone.now()
    with acting_as(SYSTEM):
        project, lead = project_with_lead(name="Invoice triage")
        gone, _deputy = (
            member(project, MemberRole.APPROVER, name=name) for name in ("Cy Gone", "Dee Deputy")
        )
        reviewer = member(project, MemberRole.REVIEWER)
        record = conclude(submitted_round(project, lead, at=now), reviewer, at=now, signers=[gone])
        report = sealed(record, lead, at=now)
        gone.memberships.all().delete()
    signed_in_as(page, reviewer)

    page.goto(reverse("report", args=[report.pk]))
    page.get_by_text("Cannot sign any more").wait_for()
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("link", name="Name who signs instead").click()
    page.get_by_role("button", name="Let them sign").click()
    page.get_by_role("alert").get_by_text("Say why").wait_for()
    assert_accessible(page)
    assert_fits(page)
    page.get_by_label("Who signs instead?").select_option(label="Dee Deputy")
    page.fill("#id_reason", "Cy moved to another unit.")
    page.get_by_role("button", name="Let them sign").click()

    page.get_by_text("in place of Cy Gone").wait_for()
    page.get_by_text("Cy moved to another unit.").wait_for()
    assert_accessible(page)
