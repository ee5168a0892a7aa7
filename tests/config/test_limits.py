"""Guessing ends after five tries for an account, however the guesser varies what can be varied."""

import re
import time
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from assessments.models import Person
from tests.config.entering import by_password
from tests.config.factors import code_of, with_app
from tests.factories import PASSWORD, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]  # some 1,500 sign-ins

WAIT = "Too many tries. Wait five minutes"


class CountingHasher(MD5PasswordHasher):
    """Knows how many passwords were looked at."""

    looked_at: ClassVar[int] = 0

    def encode(self, password: str, salt: str) -> str:
        type(self).looked_at += 1
        return super().encode(password, salt)


@pytest.fixture(autouse=True)
def counting(settings: Settings) -> Iterator[None]:
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    settings.ALLOWED_HOSTS = ["*"]
    yield
    CountingHasher.looked_at = 0


@pytest.fixture
def person() -> Person:
    made: Person = PersonFactory(email="ada@example.org")
    CountingHasher.looked_at = 0
    return made


def forged(number: int) -> str:
    """An address that nobody has, another each time."""
    return f"10.{number % 7}.{number // 250}.{number % 250}"


def guess(number: int, **request: Any) -> Any:
    """One wrong password for Ada from one browser."""
    posted = {"login": request.pop("login", "ada@example.org"), "password": f"wrong password {number}"}
    return Client().post(reverse("account_login"), posted, **request)


@pytest.mark.parametrize(("proxies", "guesses"), [(0, 100), (1, 1_000), (2, 100)])
@pytest.mark.usefixtures("person")
def test_guesses_with_forged_addresses_get_five_tries(settings: Settings, proxies: int, guesses: int) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": settings.ACCOUNT_RATE_LIMITS["login_failed"]}
    behind = ["203.0.113.9", "203.0.113.10"][:proxies]  # what the trusted proxies add, always the same

    for number in range(guesses):
        chain = ", ".join([forged(number), *behind])
        last = guess(number, headers={"x-forwarded-for": chain})

    assert CountingHasher.looked_at == 5
    assert last.status_code == 429 or WAIT in last.content.decode()


@pytest.mark.usefixtures("person")
def test_guesses_from_as_many_real_addresses_get_five_tries() -> None:
    for number in range(100):
        last = guess(number, REMOTE_ADDR=forged(number))

    assert CountingHasher.looked_at == 5
    assert WAIT in last.content.decode()


def other_capitals(number: int) -> str:
    """The same address, written differently each time."""
    name = "".join(c.upper() if number >> at & 1 else c for at, c in enumerate("ada"))
    return f"{name}@example.org"


VARIED: dict[str, Callable[[int], dict[str, str]]] = {
    "host": lambda number: {"SERVER_NAME": f"site-{number}", "SERVER_PORT": str(8000 + number)},
    "capitals": lambda number: {"login": other_capitals(number)},
    "spaces": lambda number: {"login": " " * (number % 20) + "ada@example.org"},
}


@pytest.mark.parametrize("what", VARIED)
@pytest.mark.usefixtures("person")
def test_account_is_the_same_however_it_is_asked_for(what: str) -> None:
    for number in range(40):
        guess(number, REMOTE_ADDR=forged(number), **VARIED[what](number))

    assert CountingHasher.looked_at == 5


def test_one_address_gets_twenty_tries_over_all_accounts() -> None:
    for number in range(60):
        last = guess(
            number, login=f"person-{number}@example.org", headers={"x-forwarded-for": forged(number)}
        )

    assert CountingHasher.looked_at == 20
    assert WAIT in last.content.decode()


def test_right_password_waits_too_and_then_works(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        guess(number)

    assert WAIT in by_password(person, Client()).content.decode()

    monkeypatch.setattr("allauth.core.internal.ratelimit.time", Later)
    assert by_password(person, Client()).status_code == 302


class Later:
    """The clock in five minutes and a little."""

    monotonic = staticmethod(time.monotonic)

    @staticmethod
    def time() -> float:
        return time.time() + 301


def test_success_does_not_lift_the_count(person: Person) -> None:
    for number in range(4):
        guess(number)
    by_password(person, Client())
    guess(5)

    assert WAIT in guess(6).content.decode()


def test_codes_are_counted_as_passwords_are(person: Person) -> None:
    with_app(person)
    client = Client()
    by_password(person, client)

    for number in range(5):
        client.post(
            reverse("mfa_authenticate"), {"code": f"{number:06}"}, headers={"x-forwarded-for": forged(number)}
        )
    last = client.post(reverse("mfa_authenticate"), {"code": code_of()})

    assert WAIT in last.content.decode()


def test_present_password_is_no_way_around(person: Person) -> None:
    client = Client()
    by_password(person, client)
    CountingHasher.looked_at = 0
    new = "a wholly other phrase"
    for number in range(8):
        posted = {"oldpassword": f"wrong password {number}", "password1": new, "password2": new}
        client.post(reverse("account_change_password"), posted)

    assert CountingHasher.looked_at == 5


@pytest.mark.usefixtures("person")
def test_answer_is_the_same_for_unknown_known_and_switched_off_accounts() -> None:
    PersonFactory(email="off@example.org", is_active=False)
    without = PersonFactory(email="sso@example.org")
    without.set_unusable_password()
    without.save()

    answers = {}
    for address in ("ada@example.org", "nobody@example.org", "off@example.org", "sso@example.org"):
        CountingHasher.looked_at = 0
        answer = guess(1, login=address)
        text = re.sub(r'(csrfmiddlewaretoken" value=)"\w+"', r"\1", answer.content.decode())
        answers[address] = (answer.status_code, text.replace(address, "…"), CountingHasher.looked_at)

    assert len(set(answers.values())) == 1
    assert answers["ada@example.org"][2] == 1  # as much work for each


@pytest.mark.usefixtures("person")
def test_lockout_of_an_unknown_account_reads_the_same() -> None:
    for number in range(6):
        known = guess(number)
        unknown = guess(number, login="nobody@example.org", REMOTE_ADDR="198.51.100.7")

    assert WAIT in known.content.decode()
    assert WAIT in unknown.content.decode()


def test_page_for_too_many_requests_says_when_to_come_back() -> None:
    for _ in range(101):
        last = Client().post(reverse("account_login"), {"login": "ada@example.org", "password": PASSWORD})

    assert last.status_code == 429
    assert "Wait five minutes" in last.content.decode()


@pytest.mark.parametrize(
    ("field", "told"), [("login", "Type your e-mail address."), ("password", "Type your password.")]
)
def test_empty_field_says_what_to_type(field: str, told: str) -> None:
    posted = {"login": "ada@example.org", "password": PASSWORD} | {field: ""}

    html = Client().post(reverse("account_login"), posted).content.decode()

    assert told in html
    assert "<title>Error: Sign in" in html
