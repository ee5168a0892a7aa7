"""Where one is signed in, and how that ends."""

from datetime import timedelta

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY as RECORDS
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from assessments.actions.sessions import end_sessions
from assessments.models import Person
from config.browsers import browser_named
from config.last_seen import NOTED_AT
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


def row_of(client: Client) -> UserSession:
    return UserSession.objects.get(session_key=client.session.session_key)


def let_time_pass(client: Client, seconds: float) -> None:
    """As if everything in this session had happened so much earlier."""
    session = client.session
    session[RECORDS] = [record | {"at": record["at"] - seconds} for record in session[RECORDS]]
    if NOTED_AT in session:
        session[NOTED_AT] -= seconds
    session.save()
    row = row_of(client)
    row.last_seen_at -= timedelta(seconds=seconds)
    row.save()


def test_page_shows_this_session_first_and_the_others_by_their_last_use(person: Person) -> None:
    here, phone, desk = signed_in(person), signed_in(person, SAFARI), signed_in(person)
    let_time_pass(here, 7200)
    let_time_pass(phone, 3600)

    places = here.get(reverse("usersessions_list")).context["places"]

    assert [place.number for place in places] == [row_of(each).pk for each in (here, desk, phone)]
    assert [place.is_this_one for place in places] == [True, False, False]


def test_page_asks_as_often_for_three_sessions_as_for_one(person: Person) -> None:
    here = signed_in(person)
    counts = []
    for more in (0, 2):
        for _ in range(more):
            signed_in(person)
        with CaptureQueriesContext(connection) as captured:
            html = here.get(reverse("usersessions_list")).content.decode()
        counts.append(len(captured))
        assert html.count("Sign out there") == more

    assert counts[0] == counts[1]


def test_session_that_ran_out_is_not_listed(person: Person) -> None:
    here, old = signed_in(person), signed_in(person, SAFARI)
    Session.objects.filter(session_key=old.session.session_key).update(
        expire_date=timezone.now() - timedelta(seconds=1)
    )

    assert "iPhone" not in here.get(reverse("usersessions_list")).content.decode()


def test_single_session_ends_from_the_list(person: Person) -> None:
    here, phone, desk = signed_in(person), signed_in(person, SAFARI), signed_in(person)

    answer = here.post(reverse("usersessions_end", args=[row_of(phone).pk]), follow=True)

    assert "Safari on iPhone is signed out." in answer.content.decode()
    assert [is_signed_in(each) for each in (here, phone, desk)] == [True, False, True]


def test_somebody_elses_session_and_the_present_one_are_not_there_to_end(person: Person) -> None:
    here, other = signed_in(person), signed_in(PersonFactory())

    for client in (here, other):
        assert here.post(reverse("usersessions_end", args=[row_of(client).pk])).status_code == 404
    assert here.get(reverse("usersessions_end", args=[row_of(other).pk])).status_code == 405

    assert is_signed_in(here)
    assert is_signed_in(other)


def test_use_is_noted_with_its_address_every_five_minutes(person: Person) -> None:
    client = signed_in(person)
    let_time_pass(client, 301)
    before = row_of(client).last_seen_at

    client.get(reverse("project_list"), REMOTE_ADDR="198.51.100.7")

    noted = row_of(client)
    assert noted.last_seen_at > before
    assert noted.ip == "198.51.100.7"
    client.get(reverse("project_list"), REMOTE_ADDR="198.51.100.8")
    assert row_of(client).ip == "198.51.100.7"
    let_time_pass(client, 299)
    client.get(reverse("project_list"), REMOTE_ADDR="198.51.100.8")
    assert row_of(client).ip == "198.51.100.7"
    let_time_pass(client, 2)
    client.get(reverse("project_list"), REMOTE_ADDR="198.51.100.8")
    assert row_of(client).ip == "198.51.100.8"


def test_noting_costs_no_page_anything_in_between(person: Person) -> None:
    client = signed_in(person)
    counts = []
    for seconds in (0, 301, 0):
        let_time_pass(client, seconds)
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("quick_check"))
        counts.append(sum("UPDATE" in query["sql"] for query in captured))

    assert counts == [0, 2, 0]  # the session's row and the listed one


def test_use_from_an_address_that_cannot_be_said_keeps_the_last(person: Person, settings: Settings) -> None:
    client = signed_in(person)
    let_time_pass(client, 301)
    before = row_of(client)
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2

    client.get(reverse("quick_check"))

    assert row_of(client).ip == before.ip
    assert row_of(client).last_seen_at > before.last_seen_at


def test_session_that_is_not_listed_is_not_noted(person: Person) -> None:
    client = signed_in(person)
    let_time_pass(client, 301)
    row_of(client).delete()

    assert is_signed_in(client)

    assert NOTED_AT not in client.session


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
