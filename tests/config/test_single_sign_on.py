"""Single sign-on opens accounts that exist, and makes none."""

import subprocess
import sys
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from assessments.models import Person
from config.single_sign_on import openid_connect, saml
from tests.config.entering import SSO, browser, by_password, by_provider
from tests.factories import PersonFactory
from tests.identity_provider import IdentityProvider
from tests.processes import ROOT, environment_for_test_database

pytestmark = pytest.mark.django_db


def is_signed_in(client: Client, person: Person) -> bool:
    """Whether the browser is signed in as this person."""
    return bool(client.get(reverse("quick_check")).wsgi_request.user == person)


def test_person_with_the_verified_address_signs_in_and_is_linked(provider: IdentityProvider) -> None:
    person, client = PersonFactory(email="ada@example.org"), browser()
    provider.knows("ada", email="Ada@Example.org", email_verified=True)

    assert by_provider("ada", provider, client)["Location"] == reverse("home")

    assert is_signed_in(client, person)
    assert SocialAccount.objects.get().user == person
    person.refresh_from_db()
    assert person.has_usable_password()


def test_link_holds_when_the_address_changes_at_the_provider(provider: IdentityProvider) -> None:
    person, client = PersonFactory(email="ada@example.org"), browser()
    provider.knows("moved", email="ada@example.org", email_verified=True)
    by_provider("moved", provider, browser())
    provider.knows("moved", email="ada.newname@example.org", email_verified=True)

    by_provider("moved", provider, client)

    assert is_signed_in(client, person)


TURNED_AWAY: dict[str, dict[str, Any]] = {
    "a stranger": {"email": "stranger@example.org", "email_verified": True},
    "an address that is not verified": {"email": "ada@example.org", "email_verified": False},
    "an address of which nothing is said": {"email": "ada@example.org"},
    "an address not verified in words": {"email": "ada@example.org", "email_verified": "false"},
    "no address": {"name": "Ada"},
    "a letter that only looks alike": {"email": "ıda@example.org", "email_verified": True},
    "somebody switched off": {"email": "off@example.org", "email_verified": True},
}


@pytest.mark.parametrize("who", TURNED_AWAY)
def test_everybody_else_is_told_what_to_do_and_gets_no_account(provider: IdentityProvider, who: str) -> None:
    PersonFactory(email="ada@example.org")
    PersonFactory(email="ida@example.org")
    PersonFactory(email="off@example.org", is_active=False)
    provider.knows(who.replace(" ", "-"), **TURNED_AWAY[who])
    client = browser()

    answer = by_provider(who.replace(" ", "-"), provider, client)

    assert answer.status_code == 403
    assert "to invite you with that address" in answer.content.decode()
    assert Person.objects.count() == 3
    assert not SocialAccount.objects.exists()
    assert not client.get(reverse("quick_check")).wsgi_request.user.is_authenticated


def test_address_that_passed_on_to_somebody_new_opens_nothing(provider: IdentityProvider) -> None:
    PersonFactory(email="sales@example.org")
    provider.knows("first", email="sales@example.org", email_verified=True)
    by_provider("first", provider, browser())
    provider.knows("second", email="sales@example.org", email_verified=True)

    assert by_provider("second", provider, browser()).status_code == 403


def test_linked_person_who_was_switched_off_stays_out(provider: IdentityProvider) -> None:
    person, client = PersonFactory(email="left@example.org"), browser()
    provider.knows("left", email="left@example.org", email_verified=True)
    by_provider("left", provider, browser())
    Person.objects.filter(pk=person.pk).update(is_active=False)

    assert by_provider("left", provider, client)["Location"] == reverse("account_inactive")

    assert not client.get(reverse("quick_check")).wsgi_request.user.is_authenticated


@pytest.mark.parametrize("process", ["connect", "redirect"])
def test_nothing_is_linked_but_by_signing_in(provider: IdentityProvider, process: str) -> None:
    person, client = PersonFactory(email="ada@example.org"), browser()
    by_password(person, client)
    provider.knows("other", email="ada@example.org", email_verified=True)

    assert by_provider("other", provider, client, process).status_code == 403

    assert not SocialAccount.objects.exists()


def test_domain_that_the_deployment_vouches_for_counts_as_verified(
    provider: IdentityProvider, settings: Settings
) -> None:
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["verified_email"] = [
        "example.org"
    ]
    person, client = PersonFactory(email="entra@example.org"), browser()
    provider.knows("entra", email="entra@example.org")

    by_provider("entra", provider, client)

    assert is_signed_in(client, person)


def test_answer_that_nobody_asked_for_is_refused(provider: IdentityProvider) -> None:
    PersonFactory(email="ada@example.org")
    provider.knows("csrf", email="ada@example.org", email_verified=True)
    started = browser().get(SSO)
    answer = provider.consent(started["Location"], "csrf")

    other = browser().get(answer)

    assert other.status_code == 401
    assert "did not work" in other.content.decode()


@pytest.mark.usefixtures("provider")
def test_broken_off_sign_in_says_so() -> None:
    client = browser()
    state = client.get(SSO)["Location"].partition("state=")[2].partition("&")[0]

    answer = client.get(f"{SSO}callback/", {"error": "access_denied", "state": state}, follow=True)

    assert "You are not signed in" in answer.content.decode()


@pytest.mark.usefixtures("provider")
def test_sign_in_page_names_the_service_and_keeps_where_one_was_going() -> None:
    html = Client().get(reverse("account_login"), {"next": "/portfolio/"}).content.decode()

    assert "Sign in with Example Ltd" in html
    assert f"{SSO}?process=login&amp;next=%2Fportfolio%2F" in html


def test_site_without_it_has_no_such_address() -> None:
    assert Client().get(SSO).status_code == 404
    assert "Sign in with a passkey" in Client().get(reverse("account_login")).content.decode()


def test_account_without_a_password_has_none_to_change(provider: IdentityProvider) -> None:
    person, client = PersonFactory(email="sso-only@example.org"), browser()
    person.set_unusable_password()
    person.save()
    provider.knows("sso-only", email="sso-only@example.org", email_verified=True)
    by_provider("sso-only", provider, client)

    assert client.get(reverse("account_change_password"))["Location"] == reverse("mfa_index")
    assert "Change the password" not in client.get(reverse("mfa_index")).content.decode()


@pytest.fixture
def ada() -> Person:
    """Somebody who has single sign-on alone."""
    person: Person = PersonFactory(email="ada@example.org")
    person.set_unusable_password()
    person.save()
    return person


def came_from(provider: IdentityProvider, sub: str, client: Client, asked_ago: int | None = None) -> Any:
    """Ada signs in; the provider says that it asked her so many seconds ago, or nothing of it."""
    told = {} if asked_ago is None else {"auth_time": int(time.time()) - asked_ago}
    provider.knows(sub, email="ada@example.org", email_verified=True, **told)
    return by_provider(sub, provider, client)


def asks_anew(client: Client) -> bool:
    """Whether a page that wants a fresh proof leads to sign-in, and signs out for it."""
    answer = client.get(reverse("mfa_activate_totp"))
    return answer.status_code == 302 and answer["Location"].startswith(reverse("account_login"))


def demands(client: Client) -> dict[str, list[str]]:
    """What the provider is told to do beside signing in."""
    query = parse_qs(urlsplit(client.get(SSO)["Location"]).query)
    return {name: query[name] for name in ("prompt", "max_age") if name in query}


@pytest.mark.usefixtures("ada")
@pytest.mark.parametrize(("asked_ago", "anew"), [(None, False), (10, False), (400, True)])
def test_sign_in_is_as_fresh_a_proof_as_the_provider_says(
    provider: IdentityProvider, asked_ago: int | None, anew: bool
) -> None:
    client = browser()
    came_from(provider, f"fresh-{asked_ago}", client, asked_ago)

    assert asks_anew(client) == anew


@pytest.mark.usefixtures("ada")
def test_proof_anew_makes_the_provider_ask(provider: IdentityProvider) -> None:
    client = browser()
    assert not demands(client)
    came_from(provider, "again", client, 400)
    assert asks_anew(client)

    assert demands(client) == {"prompt": ["login"], "max_age": ["0"]}
    assert came_from(provider, "again", client, 0)["Location"] == reverse("home")

    assert not asks_anew(client)
    client.post(reverse("account_logout"))
    assert not demands(client)


def test_provider_that_did_not_ask_again_opens_nothing(provider: IdentityProvider, ada: Person) -> None:
    client = browser()
    came_from(provider, "silent", client, 400)
    assert asks_anew(client)

    answer = came_from(provider, "silent", client, 400)

    assert answer.status_code == 403
    assert "You were not asked who you are" in answer.content.decode()
    assert not is_signed_in(client, ada)
    assert demands(client)  # still


@pytest.mark.usefixtures("provider")
def test_link_tells_the_provider_nothing_of_its_own() -> None:
    sent = browser().get(SSO, {"auth_params": "prompt=none&redirect_uri=https://elsewhere.example"})

    assert "prompt=none" not in sent["Location"]
    assert "elsewhere.example" not in sent["Location"]


def test_environment_configures_it() -> None:
    given = {
        "OIDC_ISSUER": "https://id.example.org/",
        "OIDC_CLIENT_ID": "honest-pilot",
        "OIDC_CLIENT_SECRET": "secret",
        "OIDC_NAME": "Example Ltd",
        "OIDC_VERIFIED_DOMAINS": "example.org,example.com",
    }
    told = "from config import settings; print(settings.SOCIALACCOUNT_PROVIDERS)"

    done = subprocess.run(
        [sys.executable, "-c", told],
        cwd=ROOT,
        env=environment_for_test_database() | given,
        capture_output=True,
        text=True,
        check=True,
    )

    (app,) = eval(done.stdout)["openid_connect"]["APPS"]  # noqa: S307 - our own print
    assert app["settings"] == {
        "server_url": "https://id.example.org",
        "verified_email": ["example.org", "example.com"],
        "oauth_pkce_enabled": True,
    }
    assert (app["provider_id"], app["name"], app["secret"]) == ("sso", "Example Ltd", "secret")


@pytest.mark.parametrize(
    "issuer", ["http://id.example.org", "ftp://127.0.0.2", "http://localhost.example.org"]
)
def test_provider_that_anybody_could_answer_for_is_refused(issuer: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="https://"):
        openid_connect(issuer=issuer, key="sso", name="", client_id="", secret="", vouches_for=[])


def test_saml_without_its_packages_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.single_sign_on.find_spec", lambda _: None)

    with pytest.raises(ImproperlyConfigured, match=r"honest-pilot\[saml\]"):
        configured_saml()


def test_saml_reads_the_address_where_the_deployment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.single_sign_on.find_spec", lambda _: object())

    by_name, by_attribute = (configured_saml(each)["APPS"][0]["settings"] for each in ("", "mail"))

    assert by_name["use_nameid_for_email"]
    assert "attribute_mapping" not in by_name
    assert by_attribute["attribute_mapping"] == {"email": "mail"}
    assert by_attribute["advanced"]["want_assertion_signed"]


def configured_saml(email_attribute: str = "") -> dict[str, Any]:
    """An identity provider of example.org."""
    return saml(
        metadata_url="https://id.example.org/metadata",
        entity_id="https://id.example.org",
        key="saml",
        name="Example Ltd",
        email_attribute=email_attribute,
        vouches_for=["example.org"],
    )
