"""The second wall around calendar addresses: each person has their own, and nobody another's."""

import pytest
from django.db import ProgrammingError, transaction

from assessments import actions
from assessments.acting import SYSTEM, acting_as
from assessments.models import CalendarAddress, OversightRole, Person
from tests.factories import NOW, OversightFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> Person:
    with acting_as(SYSTEM):
        person: Person = PersonFactory()
        actions.make_calendar_address(by=person, at=NOW)
    return person


def test_nobody_else_sees_or_changes_it(owner: Person) -> None:
    above = OversightFactory(role=OversightRole.ADMINISTRATOR).person

    for reader in (PersonFactory(), above, None):
        with acting_as(reader):
            assert not CalendarAddress.objects.exists()
            assert CalendarAddress.objects.update(secret_sha256="0" * 64) == 0
            assert CalendarAddress.objects.filter(person=owner).delete()[0] == 0


def test_everybody_makes_their_own_only(owner: Person) -> None:
    other: Person = PersonFactory()

    with acting_as(owner):
        assert CalendarAddress.objects.get().person == owner
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            actions.make_calendar_address(by=other, at=NOW)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            CalendarAddress.objects.update(person=other)
        actions.stop_calendar_address(by=owner)

    assert not CalendarAddress.objects.exists()
