"""A forgotten password: the same answer to everybody, one link by mail, and no way around the second step."""

import base64
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from celery import current_app
from django.conf import settings as configured
from django.contrib.auth import get_user
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import mail
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from assessments import actions, tasks
from assessments.models import Person
from tests.assessments.mailed import page_of
from tests.config.entering import NEW_PASSWORD, by_password, mailed_link, set_anew
from tests.config.factors import with_app
from tests.factories import PASSWORD, PersonFactory
from tests.recorded import told

pytestmark = pytest.mark.django_db

ASK, SENT = "account_reset_password", "account_reset_password_done"
ADA = "ada@example.org"


@pytest.fixture
def person() -> Person:
    made: Person = PersonFactory(email=ADA)
    return made


@pytest.fixture(autouse=True)
def queue() -> Iterator[Path]:
    """The folder in which messages to workers wait; empty before and after."""
    folder = Path(str(configured.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_out"]))
    for left in folder.glob("*.msg"):
        left.unlink()
    yield folder
    for left in folder.glob("*.msg"):
        left.unlink()


def asked_for(queue: Path) -> list[Any]:
    """What workers were asked, as task and keywords."""
    found = []
    for path in sorted(queue.glob("*.msg")):
        message = json.loads(path.read_text())
        body = json.loads(base64.b64decode(message["body"]))
        found.append((message["headers"]["task"], body[1]))
    return found


def ask(email: str, **request: Any) -> Any:
    return Client().post(reverse(ASK), {"email": email}, **request)


def is_signed_in(client: Client) -> bool:
    request = HttpRequest()
    request.session = client.session
    return bool(get_user(request).is_authenticated)


@pytest.mark.usefixtures("person")
def test_address_goes_to_a_worker_as_it_was_typed(queue: Path) -> None:
    assert ask("Ada@Example.org")["Location"] == reverse(SENT)

    assert asked_for(queue) == [("assessments.tasks.mail_password_link", {"email": "Ada@Example.org"})]
    assert "assessments.tasks.mail_password_link" in current_app.tasks
    assert not mail.outbox  # the page itself sends none


@pytest.mark.usefixtures("person")
def test_answer_and_work_are_the_same_for_whoever_has_an_account_or_not(queue: Path) -> None:
    PersonFactory(email="off@example.org", is_active=False)
    answers = set()
    for address in (ADA, "nobody@example.org", "off@example.org"):
        with CaptureQueriesContext(connection) as captured:
            answer = ask(address)
        page = Client().get(answer["Location"]).content
        answers.add((answer.status_code, answer["Location"], page, len(captured)))

    assert len(answers) == 1
    assert len(asked_for(queue)) == 3


@pytest.mark.usefixtures("person")
def test_mail_goes_to_the_accounts_own_address() -> None:
    tasks.mail_password_link(email="ADA@example.org")

    (sent,) = mail.outbox
    assert sent.to == [ADA]
    assert "It works once, within an hour" in sent.body
    assert "/password/new/" in page_of(sent).links[0]


@pytest.mark.parametrize("address", ["nobody@example.org", "off@example.org"])
def test_nobody_gets_a_mail_without_an_open_account(address: str) -> None:
    PersonFactory(email="off@example.org", is_active=False)

    assert not actions.mail_password_link(email=address)

    assert not mail.outbox


def test_account_without_a_password_is_told_how_it_signs_in(person: Person) -> None:
    person.set_unusable_password()
    person.save()

    actions.mail_password_link(email=ADA)

    (sent,) = mail.outbox
    assert "This account has no password" in sent.body
    assert "/accounts/login/" in sent.body
    assert "/password/new/" not in sent.body
    assert len(page_of(sent).links) == 2


@pytest.mark.usefixtures("person")
def test_link_names_the_site_as_it_is_configured(settings: Settings) -> None:
    settings.SITE_ADDRESS, settings.ALLOWED_HOSTS = "https://pilot.example.org/", ["*"]

    ask(ADA, SERVER_NAME="elsewhere.example", headers={"x-forwarded-host": "elsewhere.example"})
    actions.mail_password_link(email=ADA)

    (sent,) = mail.outbox
    assert re.findall(r"https?://[^/]+", str(sent.body)) == ["https://pilot.example.org"]


def test_new_password_signs_in_and_the_old_one_does_not(person: Person) -> None:
    client = Client()

    told_so = set_anew(mailed_link(person), client)

    assert told_so["Location"] == reverse("account_login")
    assert "Sign in with it." in client.get(told_so["Location"]).content.decode()
    assert not is_signed_in(client)
    assert by_password(person, Client(), PASSWORD).status_code == 200
    assert by_password(person, Client(), NEW_PASSWORD)["Location"] == reverse("home")


def test_link_works_once(person: Person) -> None:
    link = mailed_link(person)
    set_anew(link, Client())

    again = Client().get(link)

    assert again.status_code == 410
    assert "This link is over" in again.content.decode()
    assert "no-store" in again["Cache-Control"]


def test_form_that_was_open_twice_stores_once(person: Person) -> None:
    link, first, second = mailed_link(person), Client(), Client()
    page = second.get(link)["Location"]
    set_anew(link, first)

    late = second.post(page, {"password1": "some other long phrase", "password2": "some other long phrase"})

    assert late.status_code == 410
    person.refresh_from_db()
    assert person.check_password(NEW_PASSWORD)


def test_link_ends_with_a_sign_in(person: Person) -> None:
    link = mailed_link(person)
    by_password(person, Client())

    assert Client().get(link).status_code == 410


@pytest.mark.parametrize(("seconds", "status"), [(3500, 302), (3700, 410)])
def test_link_lasts_an_hour(
    person: Person, monkeypatch: pytest.MonkeyPatch, seconds: int, status: int
) -> None:
    now = PasswordResetTokenGenerator._now
    link = mailed_link(person)
    monkeypatch.setattr(
        PasswordResetTokenGenerator,
        "_now",
        lambda generator: now(generator) + timedelta(seconds=seconds),
    )

    assert Client().get(link).status_code == status


@pytest.mark.parametrize("key", ["wrong", "cbb6i0-0123456789abcdef0123456789abcdef"])
def test_link_that_is_none_of_ours_opens_nothing(person: Person, key: str) -> None:
    for who in (person.pk, uuid4(), "nobody"):
        link = reverse("account_reset_password_from_key", args=[who, key])
        assert Client().get(link).status_code == 410


@pytest.mark.parametrize("change", [{"is_active": False}, {"password": "!none"}])
def test_link_of_an_account_that_was_closed_meanwhile_is_over(person: Person, change: dict[str, Any]) -> None:
    link = mailed_link(person)
    Person.objects.filter(pk=person.pk).update(**change)

    assert Client().get(link).status_code == 410


def test_every_session_ends_also_the_one_it_is_typed_in(person: Person) -> None:
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        by_password(person, client)

    set_anew(mailed_link(person), here)

    assert [is_signed_in(each) for each in (here, elsewhere)] == [False, False]
    assert here.get(reverse("project_list")).status_code == 302


def test_somebody_elses_session_is_left_before(person: Person) -> None:
    other, client = PersonFactory(), Client()
    by_password(other, client)

    set_anew(mailed_link(person), client)

    assert not is_signed_in(client)
    other.refresh_from_db()
    assert other.check_password(PASSWORD)


def test_second_step_is_as_before(person: Person) -> None:
    with_app(person)
    client = Client()
    set_anew(mailed_link(person), client)

    answer = by_password(person, client, NEW_PASSWORD)

    assert answer["Location"].startswith(reverse("mfa_authenticate"))
    assert not is_signed_in(client)


def test_key_is_in_no_address_of_a_page(person: Person) -> None:
    link, client = mailed_link(person), Client()
    key = link.rstrip("/").rpartition("/")[2]

    first = client.get(link)
    page = client.get(first["Location"])

    assert key not in first["Location"]
    assert key not in page.content.decode()
    assert first["Referrer-Policy"] == page["Referrer-Policy"] == "same-origin"
    assert "no-store" in first["Cache-Control"]
    assert "no-store" in page["Cache-Control"]


def test_password_follows_the_rules(person: Person) -> None:
    client = Client()
    page = client.get(mailed_link(person))["Location"]

    weak = client.post(page, {"password1": "short", "password2": "short"})
    different = client.post(page, {"password1": NEW_PASSWORD, "password2": PASSWORD})

    assert "Take at least 15 characters" in weak.content.decode()
    assert different.status_code == 200
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_sign_in_that_waited_after_wrong_tries_is_open_again(person: Person) -> None:
    for number in range(6):
        waiting = by_password(person, Client(), f"wrong password {number}")
    assert "Too many tries" in waiting.content.decode()

    set_anew(mailed_link(person), Client())

    assert by_password(person, Client(), NEW_PASSWORD)["Location"] == reverse("home")


@pytest.mark.usefixtures("person")
def test_address_is_asked_for_five_times(queue: Path) -> None:
    spellings = ["ada@example.org", "ADA@example.org", "Ada@example.org"]
    for number in range(7):
        last = ask(spellings[number % 3], REMOTE_ADDR=f"10.0.0.{number}")

    assert last.status_code == 429
    assert len(asked_for(queue)) == 5


def test_one_place_asks_twenty_times(queue: Path) -> None:
    for number in range(22):
        last = ask(f"person-{number}@example.org")

    assert last.status_code == 429
    assert len(asked_for(queue)) == 20


@pytest.mark.parametrize(
    ("typed", "says"), [("", "Type your e-mail address."), ("ada", "such as name@example.org")]
)
def test_address_that_is_none_is_asked_for_again(queue: Path, typed: str, says: str) -> None:
    answer = ask(typed)

    assert answer.status_code == 200
    assert says in answer.content.decode()
    assert not asked_for(queue)


def test_sign_in_page_leads_there() -> None:
    page = Client().get(reverse("account_login")).content.decode()

    assert page.count("Forgot your password?") == 1
    assert f'href="{reverse(ASK)}"' in page


def test_new_password_stands_in_the_history_under_its_owners_name(person: Person) -> None:
    set_anew(mailed_link(person), Client())

    (entry,) = told("people", table="assessments_person", row=str(person.pk), op="update")
    assert entry["by"] == str(person.pk)
    assert NEW_PASSWORD not in str(entry)


def test_deadline_of_the_worker_leaves_room_for_the_mail_server() -> None:
    assert tasks.mail_password_link.soft_time_limit > configured.EMAIL_TIMEOUT
