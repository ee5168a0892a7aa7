"""The ways in, as a browser goes them."""

from typing import Any

from django.test import Client
from django.urls import reverse

from assessments.models import Person
from tests.config.passkey import HOST
from tests.factories import PASSWORD
from tests.identity_provider import IdentityProvider

LOGIN = "account_login"
SSO = "/accounts/oidc/sso/login/"


def browser() -> Client:
    """A browser at a host that passkeys work for."""
    return Client(SERVER_NAME=HOST)


def by_password(person: Person, client: Client, password: str = PASSWORD) -> Any:
    """E-mail address and password."""
    return client.post(reverse(LOGIN), {"login": person.email, "password": password})


def by_provider(sub: str, provider: IdentityProvider, client: Client, process: str = "login") -> Any:
    """Single sign-on, there and back."""
    sent = client.get(SSO, {"process": process})
    assert sent.status_code == 302
    assert sent["Location"].startswith(provider.issuer)
    return client.get(provider.consent(sent["Location"], sub))
