"""Of allauth's pages only those that are used here exist, and those work."""

import re
import time
from collections.abc import Iterator, Sequence

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY as RECORDS
from allauth.socialaccount.models import SocialLogin
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from assessments.models import Person
from config.accounts import ClosedAdapter, InvitedOnlyAdapter
from tests.config.factors import code_of
from tests.factories import PASSWORD, PersonFactory

MOUNTED = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_change_password",
    "account_reauthenticate",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "mfa_index",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_login_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "usersessions_list",
    "usersessions_end",
    "openid_connect_login",
    "openid_connect_callback",
    "socialaccount_login_cancelled",
}
CLOSED = [
    "email/",
    "signup/",
    "confirm-email/",
    "password/set/",
    "login/code/confirm/",
    "3rdparty/",
    "3rdparty/signup/",
    "2fa/webauthn/signup/",
]


def under_accounts(patterns: Sequence[URLPattern | URLResolver], prefix: str = "") -> Iterator[str | None]:
    """The names of everything whose address begins with accounts/."""
    for entry in patterns:
        address = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from under_accounts(entry.url_patterns, address)
        elif address.startswith("accounts/"):
            yield entry.name


@pytest.fixture
def person() -> Person:
    made: Person = PersonFactory()
    return made


@pytest.fixture
def client(person: Person) -> Client:
    """Signed in with the password, just now."""
    browser = Client()
    answer = browser.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert answer.status_code == 302
    return browser


def test_only_what_is_used_is_mounted() -> None:
    assert list(under_accounts(get_resolver().url_patterns)).count("account_login") == 1
    assert set(under_accounts(get_resolver().url_patterns)) == MOUNTED


@pytest.mark.django_db
@pytest.mark.parametrize("address", CLOSED)
def test_nobody_signs_up_or_takes_an_address(client: Client, person: Person, address: str) -> None:
    taken = {"email": "ceo@example.org", "action_add": "", "password1": PASSWORD, "password2": PASSWORD}

    assert client.get(f"/accounts/{address}").status_code == 404
    assert client.post(f"/accounts/{address}", taken).status_code == 404
    assert [each.email for each in Person.objects.all()] == [person.email]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        "account_change_password",
        "account_inactive",
        "account_logout",
        "account_reauthenticate",
        "account_reset_password",
        "account_reset_password_done",
        "mfa_index",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "usersessions_list",
        "socialaccount_login_cancelled",
    ],
)
def test_every_page_opens(client: Client, name: str) -> None:
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.django_db
def test_password_is_changed_by_who_knows_it(client: Client, person: Person) -> None:
    new = "another-long-password"
    posted = {"oldpassword": PASSWORD, "password1": new, "password2": new}

    assert client.post(reverse("account_change_password"), posted).status_code == 302

    person.refresh_from_db()
    assert person.check_password(new)


@pytest.mark.django_db
def test_two_step_sign_in_from_the_menu_to_the_next_sign_in(client: Client, person: Person) -> None:
    assert reverse("mfa_index") in client.get(reverse("project_list")).content.decode()
    assert reverse("mfa_activate_totp") in client.get(reverse("mfa_index")).content.decode()
    shown = client.get(reverse("mfa_activate_totp"))
    secret = shown.context["form"].secret

    told = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}, follow=True)

    assert told.redirect_chain[-1][0] == reverse("mfa_view_recovery_codes")
    for name in ("mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_download_recovery_codes"):
        assert client.get(reverse(name)).status_code == 200
    other = Client()
    asked = other.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert asked["Location"].startswith(reverse("mfa_authenticate"))
    spare = told.context["unused_codes"][0]
    assert other.post(reverse("mfa_authenticate"), {"code": spare})["Location"] == reverse("home")


@pytest.mark.django_db
def test_sign_in_page_offers_nothing_that_is_not_there() -> None:
    html = Client().get(reverse("account_login")).content.decode()

    links = re.findall(r'href="(/accounts/[^"]*)"', html)

    assert set(links) == {reverse("account_reset_password")}  # nor single sign-on that nobody configured


@pytest.mark.django_db
def test_adapters_open_no_sign_up_either(rf: RequestFactory) -> None:
    request = rf.get("/")

    assert not ClosedAdapter(request).is_open_for_signup(request)
    assert not InvitedOnlyAdapter(request).is_open_for_signup(request, SocialLogin())


@pytest.mark.django_db
def test_setting_up_a_factor_asks_again_who_one_is_after_a_while(client: Client) -> None:
    session = client.session
    session[RECORDS] = [record | {"at": time.time() - 301} for record in session[RECORDS]]
    session.save()

    for name in ("mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"):
        assert client.get(reverse(name))["Location"].startswith(reverse("account_reauthenticate"))
