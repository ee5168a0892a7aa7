"""In whose name the database works, and what is left of a request that failed."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from assessments.acting import SYSTEM, acting_as
from assessments.models import Person, Unit
from tests.factories import PersonFactory

ON_DATABASE = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def name() -> str:
    """Who the database takes the asker for."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('app.user_id', true), '')")
        found: str = cursor.fetchone()[0]
    return found


def who(_request: HttpRequest) -> HttpResponse:
    Unit.objects.create(name="made by the view")
    return HttpResponse(name())


def failing(request: HttpRequest) -> HttpResponse:
    Unit.objects.create(name="made by the view")
    raise {"404": Http404, "403": PermissionDenied}.get(request.GET.get("why", ""), ArithmeticError)


urlpatterns = [path("who/", who), path("failing/", failing)]


@pytest.fixture
def person() -> Person:
    found: Person = PersonFactory()
    return found


@ON_DATABASE
def test_name_is_set_for_the_block_only(person: Person) -> None:
    with acting_as(person):
        assert name() == str(person.pk)
        assert connection.in_atomic_block

    assert name() == ""


@ON_DATABASE
def test_inner_block_gives_the_name_back(person: Person) -> None:
    with acting_as(person):
        with acting_as(SYSTEM):
            assert name() == "system"
            with acting_as(None):
                assert name() == ""
            assert name() == "system"
        assert name() == str(person.pk)


@ON_DATABASE
def test_inner_block_that_fails_gives_the_name_back(person: Person) -> None:
    with acting_as(person):
        with pytest.raises(ArithmeticError), acting_as(SYSTEM):
            raise ArithmeticError
        assert name() == str(person.pk)


@ON_DATABASE
def test_block_marked_for_rollback_leaves_nothing(person: Person) -> None:
    with acting_as(person):
        with acting_as(SYSTEM):
            Unit.objects.create(name="undone")
            transaction.set_rollback(True)
        assert not Unit.objects.exists()
        assert name() == str(person.pk)


@pytest.mark.parametrize("actor", [None, AnonymousUser(), "somebody", ""])
@ON_DATABASE
def test_nobody_signed_in_is_nobody(actor: AnonymousUser | str | None) -> None:
    with acting_as(actor):
        assert name() == ""


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@ON_DATABASE
@pytest.mark.urls(__name__)
def test_request_works_in_the_name_of_who_is_signed_in(client: Client, person: Person) -> None:
    assert client.get("/who/").content == b""
    Unit.objects.all().delete()
    client.force_login(person)

    assert client.get("/who/").content.decode() == str(person.pk)
    assert Unit.objects.exists()


@ON_DATABASE
@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("why", "status"), [("", 500), ("404", 404), ("403", 403)])
def test_view_that_fails_leaves_nothing(client: Client, why: str, status: int) -> None:
    assert client.get("/failing/", {"why": why}).status_code == status

    assert not Unit.objects.exists()
    assert not connection.in_atomic_block
