"""The ways in, as a browser goes them."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.core import mail
from django.test import Client
from django.urls import reverse

from assessments.actions import mail_password_link
from assessments.models import Person
from tests.config.passkey import HOST
from tests.factories import PASSWORD
from tests.identity_provider import IdentityProvider

LOGIN = "account_login"
NEW_PASSWORD = "quite another long phrase"
SSO = "/accounts/oidc/sso/login/"


def browser() -> Client:
    """A browser at a host that passkeys work for."""
    return Client(SERVER_NAME=HOST)


def by_password(person: Person, client: Client, password: str = PASSWORD) -> Any:
    """E-mail address and password."""
    return client.post(reverse(LOGIN), {"login": person.email, "password": password})


def mailed_link(person: Person) -> str:
    """Where the link leads that somebody gets who forgot their password, without the site's name."""
    mail.outbox.clear()
    assert mail_password_link(email=person.email)
    (sent,) = mail.outbox
    (link,) = re.findall(r"^http://\S+$", str(sent.body), re.MULTILINE)
    return str(urlsplit(link).path)


def set_anew(link: str, client: Client, new: str = NEW_PASSWORD) -> Any:
    """A new password by the link of a mail."""
    form = client.get(link)
    assert form.status_code == 302
    return client.post(form["Location"], {"password1": new, "password2": new})


def by_mail(person: Person, client: Client) -> Any:
    """A forgotten password set anew, and then used."""
    assert set_anew(mailed_link(person), client)["Location"] == reverse(LOGIN)
    return by_password(person, client, NEW_PASSWORD)


def by_provider(sub: str, provider: IdentityProvider, client: Client, process: str = "login") -> Any:
    """Single sign-on, there and back."""
    sent = client.get(SSO, {"process": process})
    assert sent.status_code == 302
    assert sent["Location"].startswith(provider.issuer)
    return client.get(provider.consent(sent["Location"], sub))
