"""What codes are made from is of no use to whoever has the database alone."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from assessments.models import Person
from config.secrets_at_rest import UnreadableSecret, decrypted
from tests.assessments.browsing import signed_in
from tests.config.entering import by_password
from tests.config.factors import SECRET, code_of, spare_code, with_app
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db

OTHER_KEY = "another key of at least as many characters as Django asks for"
CODES: dict[str, Callable[[Person], str]] = {"app": lambda _: code_of(), "recovery code": spare_code}


@pytest.fixture
def person() -> Person:
    return with_app(PersonFactory())


def stored() -> str:
    """All that the table says, as somebody reads it who has the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator")
        return " ".join(text for (text,) in cursor.fetchall())


def given(person: Person, code: str) -> Any:
    """The answer to a second step with this code."""
    client = Client()
    by_password(person, client)
    return client.post(reverse("mfa_authenticate"), {"code": code})


def new_key(settings: Settings, *, keep: bool) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OTHER_KEY, [settings.SECRET_KEY] if keep else []


def test_database_knows_neither_secret_nor_seed(person: Person) -> None:
    kept = {row.type: row.data for row in Authenticator.objects.filter(user=person)}
    seed = decrypted(kept[Authenticator.Type.RECOVERY_CODES]["seed"])

    assert decrypted(kept[Authenticator.Type.TOTP]["secret"]) == SECRET
    assert len(seed) == 80
    assert SECRET not in stored()
    assert seed not in stored()


def test_set_up_in_the_browser_stores_no_secret() -> None:
    person, client = PersonFactory(), Client()
    by_password(person, client)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret

    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})

    assert "secret" in stored()
    assert secret not in stored()
    assert secret not in repr(client.session.items())


@pytest.mark.parametrize("code", CODES)
def test_code_opens_after_the_key_was_replaced(person: Person, settings: Settings, code: str) -> None:
    new_key(settings, keep=True)

    assert given(person, CODES[code](person))["Location"] == reverse("home")


@pytest.mark.parametrize("code", CODES)
def test_code_opens_without_the_old_key_once_secrets_are_renewed(
    person: Person, settings: Settings, capsys: pytest.CaptureFixture[str], code: str
) -> None:
    new_key(settings, keep=True)
    call_command("renew_secrets")
    settings.SECRET_KEY_FALLBACKS = []

    assert "2 secrets stand under the present SECRET_KEY" in capsys.readouterr().out
    assert given(person, CODES[code](person))["Location"] == reverse("home")


def test_lost_key_opens_nothing_and_says_what_to_do(person: Person, settings: Settings) -> None:
    spare = spare_code(person)
    new_key(settings, keep=False)

    for code in (code_of(), spare):
        answer = given(person, code)
        assert "Ask whoever runs it" in answer.content.decode()
        assert not answer.wsgi_request.user.is_authenticated
    with pytest.raises(UnreadableSecret):
        spare_code(person)


def test_account_pages_stand_without_the_key(person: Person, settings: Settings) -> None:
    new_key(settings, keep=False)
    client = signed_in(person)

    assert "0 left" in client.get(reverse("mfa_index")).content.decode()
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 404


def test_lost_secrets_are_named_and_taken_away_on_demand(
    person: Person, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    new_key(settings, keep=False)

    with pytest.raises(CommandError, match="2 open with no key"):
        call_command("renew_secrets")
    assert Authenticator.objects.count() == 2
    call_command("renew_secrets", "--remove-unreadable")

    assert not Authenticator.objects.exists()
    assert f"{person.email}: TOTP Authenticator taken away." in capsys.readouterr().out
