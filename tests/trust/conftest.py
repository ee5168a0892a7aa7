"""One company for all tests of a module: made once, and after each test as it was."""

import logging
from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from assessments.acting import SYSTEM, acting_as

from .asking import Asker, undone
from .company import Company


@pytest.fixture(scope="module")
def founded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Company]:  # noqa: ARG001
    """The company, in a transaction that ends with the module: none of its tests asks for a database."""
    logging.disable()  # a quarter of what many requests cost
    with pytest.MonkeyPatch.context() as patched, django_db_blocker.unblock(), acting_as(SYSTEM):
        # However long it takes: what is noted of a session every five minutes is no effect of an address.
        patched.setattr("config.last_seen.SECONDS", 86_400)
        yield Company()
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def askers(founded: Company) -> dict[str, Asker]:
    """A browser for everybody, by the name of their column."""
    return {who: Asker(person) for who, person in founded.people.items()}


@pytest.fixture
def company(founded: Company) -> Iterator[Company]:
    """The company, as it was made."""
    with undone():
        yield founded
