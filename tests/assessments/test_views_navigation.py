"""The navigation's link to the people: for whoever it opens for, without a question on every page."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.models import Oversight, OversightRole, Person
from tests.factories import PASSWORD, OversightFactory, PersonFactory, ProjectFactory, UnitFactory, member

from .browsing import signed_in
from .invited import administrator, offered

pytestmark = pytest.mark.django_db

PAGE = reverse("project_list")
PEOPLE = reverse("people")
LINK = f'<li><a href="{PEOPLE}"'


def is_linked(client: Client) -> bool:
    return LINK in client.get(PAGE).content.decode()


def test_administrator_finds_people_in_the_navigation_after_signing_in() -> None:
    unit = administrator(unit=UnitFactory())
    client = Client()

    client.post(reverse("account_login"), {"login": unit.email, "password": PASSWORD})

    assert is_linked(client)
    assert f'{LINK} aria-current="page">' in client.get(PEOPLE).content.decode()
    assert is_linked(signed_in(administrator()))


@pytest.mark.parametrize("role", [None, OversightRole.PMO, OversightRole.LEADERSHIP])
def test_who_is_refused_the_page_finds_no_link(role: OversightRole | None) -> None:
    person: Person = OversightFactory(role=role).person if role else member(ProjectFactory())
    client = signed_in(person)

    assert client.get(PEOPLE).status_code == 403
    assert not is_linked(client)
    assert LINK not in Client().get("/").content.decode()


def test_link_goes_with_ones_own_last_role() -> None:
    by = administrator()
    client, held = signed_in(by), Oversight.objects.get(person=by)
    administrator()

    client.post(reverse("oversight_take", args=[by.pk, held.pk]))

    assert not is_linked(client)


def test_link_that_is_out_of_date_goes_once_it_is_refused() -> None:
    by = administrator()
    client = signed_in(by)
    Oversight.objects.filter(person=by).delete()
    assert is_linked(client)

    assert client.get(PEOPLE).status_code == 403

    assert not is_linked(client)


def test_link_comes_with_a_role_that_is_accepted() -> None:
    person: Person = PersonFactory(email="nova@example.org")
    offer = offered(administrator(), role=OversightRole.ADMINISTRATOR, at=timezone.now())
    client = signed_in(person)
    assert not is_linked(client)

    client.post(reverse("invitation", args=[offer.link]))

    assert is_linked(client)


def test_link_asks_nothing_of_the_database() -> None:
    def asked(client: Client) -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("own_sees"))
        return sum("SELECT" in query["sql"] for query in captured)

    person: Person = PersonFactory()
    client = signed_in(person)
    without = asked(client)
    session = client.session
    session["administers"] = True
    session.save()

    assert asked(client) == without
