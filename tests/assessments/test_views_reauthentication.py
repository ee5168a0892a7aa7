"""What matters opens only to who proved in the last five minutes to be the one who is signed in."""

import time
from collections.abc import Iterator

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as RECORDS
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path, reverse

from assessments.models import Person
from assessments.views.reauthentication import last_proof, recently_proved
from assessments.views.signed_in import SignedInRequest, signed_in
from tests.factories import PASSWORD, PersonFactory

pytestmark = pytest.mark.django_db


@signed_in
@recently_proved
def sign(request: SignedInRequest, what: str) -> HttpResponse:
    """A page that matters."""
    proof = last_proof(request)
    assert proof
    return HttpResponse(f"{request.method} {what} {request.POST.get('word', '')} by {proof['method']}")


def view(request: HttpRequest, what: str) -> HttpResponse:
    return sign(request, what)


urlpatterns = [path("sign/<what>/", view), path("", include("config.urls"))]


@pytest.fixture(autouse=True)
def own_addresses() -> Iterator[None]:
    cache.clear()
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.fixture
def person() -> Person:
    made: Person = PersonFactory()
    return made


@pytest.fixture
def client(person: Person) -> Client:
    """Signed in with the password, just now."""
    browser = Client()
    browser.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    return browser


def let_time_pass(client: Client, seconds: float) -> None:
    session = client.session
    session[RECORDS] = [record | {"at": time.time() - seconds} for record in session[RECORDS]]
    session.save()


@pytest.mark.parametrize(("seconds", "status"), [(0, 200), (290, 200), (301, 302), (3600, 302), (-60, 302)])
def test_proof_counts_for_five_minutes(client: Client, seconds: float, status: int) -> None:
    let_time_pass(client, seconds)

    assert client.get("/sign/report/").status_code == status


def test_what_was_posted_is_done_after_the_proof(client: Client) -> None:
    let_time_pass(client, 301)

    asked = client.post("/sign/report/", {"word": "proceed"})

    assert asked["Location"] == f"{reverse('account_reauthenticate')}?next=%2Fsign%2Freport%2F"
    wrong = client.post(asked["Location"], {"password": "not the password"})
    assert "This is not your password." in wrong.content.decode()
    done = client.post(asked["Location"], {"password": PASSWORD, "next": "/sign/report/"})
    assert done.content == b"POST report proceed by password"


def test_save_in_the_background_is_told(client: Client) -> None:
    let_time_pass(client, 301)

    answer = client.post("/sign/report/", headers={"hx-request": "true"})

    assert answer.status_code == 422
    assert "confirm that it is you" in answer.content.decode()


def test_nobody_signed_in_signs_in() -> None:
    assert Client().get("/sign/report/")["Location"].startswith(reverse("account_login"))


def test_person_without_password_or_factor_signs_in_anew(person: Person) -> None:
    person.set_unusable_password()
    person.save()
    client = Client()
    client.force_login(person)

    answer = client.get("/sign/report/")

    assert answer["Location"] == f"{reverse('account_login')}?next=/sign/report/"
    assert not client.get(reverse("quick_check")).wsgi_request.user.is_authenticated


def test_proof_of_somebody_else_does_not_count(client: Client) -> None:
    session = client.session
    session["account_authentication_methods_user"] = str(PersonFactory().pk)
    session.save()

    assert client.get("/sign/report/").status_code == 302
