"""A report decided on with a passkey in a real browser, checked and signed by a real worker."""

import subprocess
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from assessments.acting import SYSTEM, acting_as
from reports import storage
from reports.models import SignOff
from reports.verification import verify
from tests.accessibility import assert_accessible
from tests.factories import PASSWORD
from tests.journeys.test_signing_in import DEVICE, REFUSING
from tests.reports.test_browser_sign_off import PATIENCE, assert_fits, report_for, wait_for

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def device(page: "Page") -> Iterator[None]:
    """A device with a finger on it, as far as the browser can tell."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    yield
    session.detach()


@pytest.fixture
def named_site(live_site: str) -> str:
    """Passkeys belong to a name: this site is not reached by number."""
    return live_site.replace("127.0.0.1", "localhost")


@pytest.mark.usefixtures("device")
def test_decision_is_signed_by_what_the_passkey_answered_for(
    page: "Page",
    named_site: str,
    celery_worker_process: subprocess.Popen[bytes],  # noqa: ARG001 - it seals and signs
) -> None:
    report, (dora,) = report_for("Dora Decides")
    wait_for(report, "sealed")
    page.goto(f"{named_site}/accounts/login/")
    page.get_by_label("E-mail address").fill(dora.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/work/")
    page.goto(f"{named_site}/accounts/2fa/webauthn/add/")
    page.get_by_role("button", name="Set up the passkey").click()
    page.wait_for_url("**/recovery-codes/")

    page.goto(f"{named_site}/reports/{report.pk}/sign/")
    page.get_by_text("The next page shows what you sign").wait_for()
    page.get_by_role("radio", name="Stop").check()
    page.fill("#id_reason", "The load was never tried.\nNot once.")
    page.fill("#id_conditions", "Ask again.")
    page.get_by_label("I have read this report to its end.").check()
    page.get_by_role("button", name="Decide and sign").click()
    page.get_by_role("heading", name="What you sign").wait_for()
    assert_accessible(page)
    assert_fits(page)

    page.get_by_role("button", name="Change something").click()
    page.fill("#id_conditions", "Ask again after round 2.")
    page.get_by_role("button", name="Decide and sign").click()
    page.get_by_text("Ask again after round 2.").wait_for()
    page.evaluate(REFUSING)
    page.get_by_role("button", name="Sign with your passkey").click()
    page.get_by_text("so nothing is signed").wait_for()
    assert_accessible(page)
    page.evaluate("() => { delete navigator.credentials.get; }")
    page.get_by_role("button", name="Sign with your passkey").click()

    page.wait_for_url("**/reports/*/")
    page.get_by_text("everybody who had to sign it has signed").wait_for(timeout=PATIENCE)
    with storage.open_file(wait_for(report, "signed").file) as file:
        checked = verify(file.read())
    assert checked.genuine, checked.reasons
    (signature,) = checked.signatures
    assert "Not once." in signature.reason
    assert "Ask again after round 2." in signature.reason
    assert signature.assertion_sha256
    with acting_as(SYSTEM):
        assert SignOff.objects.get(report=report).proved_by == "passkey"
