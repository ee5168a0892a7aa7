"""The first account of a deployment, made by whoever runs it."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from assessments.management.commands import first_administrator
from assessments.models import Person
from tests.factories import PersonFactory

from .invited import administrator

pytestmark = pytest.mark.django_db
GOOD = "three quiet herons wading"


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What somebody types at the prompts, one after the other."""
    answers: list[str] = []
    lines: Iterator[str] = iter(answers)
    monkeypatch.setattr(first_administrator, "getpass", lambda _prompt: next(lines))
    return answers


def run(email: str = "first@example.org") -> str:
    out = StringIO()
    call_command("first_administrator", email, name="Fia First", stdout=out)
    return out.getvalue()


def test_first_administrator_signs_in_and_finds_people(typed: list[str]) -> None:
    typed += [GOOD, GOOD]

    assert "first@example.org administers everything" in run(" First@Example.org ")

    client = Client()
    client.post(reverse("account_login"), {"login": "first@example.org", "password": GOOD})
    assert "Fia First" in client.get(reverse("people")).content.decode()


def test_account_that_exists_gets_the_role_and_keeps_its_password() -> None:
    person = PersonFactory(email="first@example.org", name="Known Already")
    before = person.password

    run()

    person.refresh_from_db()
    assert (person.name, person.password) == ("Known Already", before)
    assert person.oversights.get().role == "administrator"


@pytest.mark.parametrize(
    ("email", "lines", "told"),
    [
        ("nobody", [], "valid email"),
        ("first@example.org", ["short"], "at least 15 characters"),
        ("first@example.org", [GOOD, "something else"], "The two passwords differ"),
    ],
)
def test_wrong_input_says_what_to_do(typed: list[str], email: str, lines: list[str], told: str) -> None:
    typed += lines

    with pytest.raises(CommandError, match=told):
        run(email)
    assert not Person.objects.exists()


def test_only_the_first_one_is_made(typed: list[str]) -> None:
    administrator()
    typed += [GOOD, GOOD]

    with pytest.raises(CommandError, match="they invite everybody else"):
        run()
