"""Signing in as people do it, in Chromium: with an app, a passkey, and the organisation's own sign-in."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from assessments.acting import SYSTEM, acting_as
from assessments.models import MemberRole, Person
from tests.accessibility import assert_accessible
from tests.config.factors import code_of
from tests.factories import PASSWORD, MembershipFactory, PersonFactory
from tests.identity_provider import IdentityProvider

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


REFUSING = """() => {
    navigator.credentials.get = async () => { throw new DOMException("", "NotAllowedError"); };
}"""


@pytest.fixture
def device(page: "Page") -> Iterator[str]:
    """A device with a finger on it, as far as the browser can tell."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    yield str(made["authenticatorId"])
    session.detach()


@pytest.fixture
def approver() -> Person:
    """Somebody whose role demands the second step."""
    with acting_as(SYSTEM):
        person: Person = PersonFactory(email="ada@example.org", name="Ada Appiah")
        MembershipFactory(person=person, role=MemberRole.APPROVER)
    return person


def open_sign_in(page: "Page", site: str) -> None:
    page.goto(f"{site}/accounts/login/")
    assert_accessible(page)


def type_password(page: "Page", person: Person, password: str = PASSWORD) -> None:
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: "Page") -> None:
    page.get_by_text("Account", exact=True).first.click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/")


def test_approver_sets_an_app_up_and_signs_in_with_it(
    page: "Page", demanding_site: str, approver: Person
) -> None:
    open_sign_in(page, demanding_site)
    type_password(page, approver)
    page.get_by_text("nothing else opens before").wait_for()
    assert_accessible(page)
    page.goto(f"{demanding_site}/projects/")
    page.get_by_role("link", name="Set up an app").click()
    page.wait_for_url("**/totp/activate/")
    assert_accessible(page)
    secret = page.get_by_label("Or type this key into the app").input_value()
    page.get_by_role("button", name="Switch two-step sign-in on").click()
    page.get_by_text("Type the six digits that the app shows.").wait_for()
    page.get_by_label("Six digits from the app").fill(code_of(secret))
    page.get_by_role("button", name="Switch two-step sign-in on").click()

    page.wait_for_url("**/recovery-codes/")
    assert_accessible(page)
    spare = page.locator(".codes code").first.inner_text()
    page.get_by_role("link", name="Done").click()
    page.wait_for_url("**/work/")
    sign_out(page)

    type_password(page, approver)
    page.wait_for_url("**/2fa/authenticate/")
    assert_accessible(page)
    page.goto(f"{demanding_site}/projects/")
    page.wait_for_url("**/2fa/authenticate/**")  # back at the step that is still to be taken
    page.get_by_label("Code").fill(spare)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/work/")


@pytest.mark.usefixtures("device")
def test_approver_sets_a_passkey_up_and_signs_in_with_it_alone(
    page: "Page", demanding_site: str, approver: Person
) -> None:
    open_sign_in(page, demanding_site)
    type_password(page, approver)
    page.get_by_role("link", name="Set up a passkey").click()
    page.get_by_label("Name").fill("Work laptop")
    assert_accessible(page)
    page.get_by_role("button", name="Set up the passkey").click()
    page.wait_for_url("**/recovery-codes/")
    page.get_by_role("link", name="Done").click()
    page.wait_for_url("**/work/")
    sign_out(page)

    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/work/")
    sign_out(page)

    type_password(page, approver)
    page.wait_for_url("**/2fa/authenticate/")
    page.get_by_role("button", name="Use a passkey instead").click()
    page.wait_for_url("**/work/")

    page.goto(f"{demanding_site}/accounts/2fa/webauthn/reauthenticate/?next=/portfolio/")
    assert_accessible(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/portfolio/")
    page.wait_for_load_state("networkidle")  # a page still on its way would break the next one off
    keys_are_kept(page, demanding_site)


def keys_are_kept(page: "Page", site: str) -> None:
    """The pages about passkeys, and the refusal to take the last one away."""
    page.goto(f"{site}/accounts/2fa/webauthn/")
    page.get_by_role("heading", name="Work laptop").wait_for()
    assert_accessible(page)
    page.get_by_role("link", name="Rename").click()
    assert_accessible(page)
    page.get_by_label("Name").fill("Old laptop")
    page.get_by_role("button", name="Save the name").click()
    page.get_by_role("heading", name="Old laptop").wait_for()
    page.get_by_role("link", name="Take away").click()
    assert_accessible(page)
    page.get_by_role("button", name="Take it away").click()
    page.get_by_text("set up another one first").wait_for()


def test_browser_without_a_passkey_says_what_to_do(page: "Page", demanding_site: str) -> None:
    open_sign_in(page, demanding_site)
    page.evaluate(REFUSING)

    page.get_by_role("button", name="Sign in with a passkey").click()

    page.get_by_text("The passkey was not used.").wait_for()
    assert_accessible(page)


def test_person_comes_in_by_the_organisations_sign_in(
    page: "Page", demanding_site: str, provider: IdentityProvider
) -> None:
    with acting_as(SYSTEM):
        PersonFactory(email="rosa@example.org")
    provider.knows("somebody", email="rosa@example.org", email_verified=True)
    open_sign_in(page, demanding_site)

    page.get_by_role("link", name="Sign in with Example Ltd").click()
    page.get_by_role("button", name="somebody").first.click()

    page.wait_for_url("**/work/")


def test_stranger_from_the_organisation_is_told_what_to_do(
    page: "Page", demanding_site: str, provider: IdentityProvider
) -> None:
    provider.knows("somebody", email="stranger@example.org", email_verified=True)
    open_sign_in(page, demanding_site)

    page.get_by_role("link", name="Sign in with Example Ltd").click()
    page.get_by_role("button", name="somebody").first.click()

    page.get_by_role("heading", name="You have no account here yet").wait_for()
    assert_accessible(page)


ACCOUNT_PAGES = [
    "logout/",
    "inactive/",
    "password/change/",
    "reauthenticate/",
    "password/forgotten/",
    "password/forgotten/sent/",
    "password/new/nobody/none/",
    "sessions/",
    "2fa/",
    "2fa/webauthn/",
    "2fa/webauthn/add/",
    "2fa/totp/activate/",
    "2fa/recovery-codes/generate/",
    "3rdparty/login/cancelled/",
]


def test_every_account_page_is_accessible_in_light_and_dark(page: "Page", demanding_site: str) -> None:
    with acting_as(SYSTEM):
        person: Person = PersonFactory()
    open_sign_in(page, demanding_site)
    type_password(page, person)
    page.wait_for_url("**/work/")

    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for address in ACCOUNT_PAGES:
            page.goto(f"{demanding_site}/accounts/{address}")
            assert_accessible(page)
    page.goto(f"{demanding_site}/accounts/password/change/")
    page.get_by_role("button", name="Change the password").click()
    page.get_by_text("Type your present password.").wait_for()
    assert_accessible(page)
