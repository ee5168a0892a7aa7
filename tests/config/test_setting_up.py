"""Setting a factor up needs a fresh proof, and is none: also for who has single sign-on alone."""

import time
from typing import Any

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as RECORDS
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from assessments.models import OversightRole, Person
from tests.config.entering import browser, by_password, by_provider
from tests.config.factors import code_of
from tests.factories import OversightFactory, PersonFactory
from tests.identity_provider import IdentityProvider

pytestmark = pytest.mark.django_db

PAGES = ["mfa_activate_totp", "mfa_add_webauthn"]
TWO_HOURS = 7200


@pytest.fixture(autouse=True)
def demanded(settings: Settings) -> None:
    settings.MFA_DEMANDED = True


@pytest.fixture
def administrator() -> Person:
    """Who owes the second factor and has no password."""
    person: Person = PersonFactory()
    person.set_unusable_password()
    person.save()
    OversightFactory(person=person, role=OversightRole.ADMINISTRATOR)
    return person


@pytest.fixture
def client(provider: IdentityProvider, administrator: Person) -> Client:
    """Signed in by single sign-on, just now."""
    came = browser()
    provider.knows("administrator", email=administrator.email, email_verified=True)
    by_provider("administrator", provider, came)
    return came


def let_time_pass(client: Client, seconds: float) -> None:
    session = client.session
    session[RECORDS] = [record | {"at": record["at"] - seconds} for record in session[RECORDS]]
    session.save()


def set_up(client: Client) -> Any:
    """Set up an app, as far as that goes."""
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    return client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_old_sign_in_without_password_or_factor_signs_in_anew(client: Client, page: str, method: str) -> None:
    if method == "post":
        client.get(reverse(page))
    let_time_pass(client, TWO_HOURS)
    session = client.session.session_key

    answer = getattr(client, method)(reverse(page))

    assert answer["Location"] == f"{reverse('account_login')}?next={reverse(page)}"
    assert not Session.objects.filter(pk=session).exists()
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("page", PAGES)
def test_fresh_sign_in_opens_what_is_owed(client: Client, page: str) -> None:
    assert client.get(reverse(page)).status_code == 200


def test_setting_up_is_the_second_step_and_no_proof(client: Client) -> None:
    set_up(client)
    assert client.get(reverse("oversight_grant")).status_code == 200
    session = client.session
    first, *others = session[RECORDS]
    assert [record["setup"] for record in others] == [True]
    session[RECORDS] = [first | {"at": time.time() - TWO_HOURS}, *others]
    session.save()

    asked = client.post(reverse("oversight_grant"))

    assert asked["Location"].startswith(reverse("mfa_reauthenticate"))


def test_person_with_a_password_is_asked_for_it() -> None:
    person, came = PersonFactory(), browser()
    by_password(person, came)
    let_time_pass(came, TWO_HOURS)

    assert came.get(reverse("mfa_activate_totp"))["Location"].startswith(reverse("account_reauthenticate"))
