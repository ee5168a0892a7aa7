"""Where one is signed in, and how that ends."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from assessments.actions.sessions import end_sessions
from assessments.models import Person
from config.browsers import browser_named
from tests.config.entering import by_password
from tests.factories import PASSWORD, PersonFactory

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1 Version/19.0 Safari/604.1"


@pytest.fixture
def person() -> Person:
    made: Person = PersonFactory()
    return made


def signed_in(person: Person, agent: str = FIREFOX) -> Client:
    """A browser in which somebody just signed in."""
    client = Client(headers={"user-agent": agent})
    assert by_password(person, client).status_code == 302
    return client


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("project_list")).status_code == 200


def test_every_session_of_a_person_ends_at_once_and_nobody_elses(person: Person) -> None:
    first, second, other = signed_in(person), signed_in(person), signed_in(PersonFactory())

    assert end_sessions(person) == 2

    assert [is_signed_in(each) for each in (first, second, other)] == [False, False, True]
    assert UserSession.objects.count() == Session.objects.count() == 1


def test_session_that_is_excepted_goes_on(person: Person) -> None:
    first, second = signed_in(person), signed_in(person)

    assert end_sessions(person, except_key=str(second.session.session_key)) == 1

    assert not is_signed_in(first)
    assert is_signed_in(second)


def test_new_password_ends_the_other_sessions(person: Person) -> None:
    here, elsewhere = signed_in(person), signed_in(person)
    new = "quite another long phrase"
    posted = {"oldpassword": PASSWORD, "password1": new, "password2": new}

    answer = here.post(reverse("account_change_password"), posted, follow=True)

    assert "signed out everywhere else" in answer.content.decode()
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)
    assert "this one" in here.get(reverse("usersessions_list")).content.decode()


def test_operator_setting_a_password_ends_every_session(person: Person) -> None:
    client = signed_in(person)

    person.set_password("a phrase from the operator")
    person.save()

    assert not is_signed_in(client)


def test_page_names_the_browsers_and_ends_the_others(person: Person) -> None:
    here, elsewhere = signed_in(person), signed_in(person, SAFARI)
    html = here.get(reverse("usersessions_list")).content.decode()
    assert "Firefox on Linux" in html
    assert "Safari on iPhone" in html

    answer = here.post(reverse("usersessions_list"), follow=True).content.decode()

    assert "signed in nowhere else" in answer
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox on Linux"),
        (SAFARI, "Safari on iPhone"),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/150.0 Safari/537.36 Edg/150.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/150.0 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) AppleWebKit/605.1 Safari/605.1", "Safari on Mac"),
        ("curl/8.0", "A browser"),
    ],
)
def test_browser_is_named_in_words(agent: str, name: str) -> None:
    assert browser_named(agent) == name


def test_cookies_say_what_browsers_must_keep(person: Person) -> None:
    client = signed_in(person)

    cookie = client.cookies["sessionid"]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"]  # gone with the browser
