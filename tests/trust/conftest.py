"""One company for all tests of a process: founded once, and after each test as it was."""

import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import transaction
from pytest_django import DjangoDbBlocker

from assessments.acting import SYSTEM, acting_as
from tests.copied import in_the_copy

from .asking import Asker, undone
from .company import Company


@pytest.fixture(scope="session")
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Company:  # noqa: ARG001
    """The company, committed to a database in which nobody else has rows."""
    with django_db_blocker.unblock(), in_the_copy(), acting_as(SYSTEM):
        return Company()


@pytest.fixture(scope="module")
def founded(committed: Company, django_db_blocker: DjangoDbBlocker) -> Iterator[Company]:
    """The company, in a transaction that ends with the module: none of its tests asks for a database."""
    logging.disable()  # a quarter of what many requests cost
    with pytest.MonkeyPatch.context() as patched, django_db_blocker.unblock(), in_the_copy():
        # However long it takes: what is noted of a session every five minutes is no effect of an address,
        # and what was said when the company was founded can still be changed.
        patched.setattr("config.last_seen.SECONDS", 86_400)
        patched.setattr("assessments.models.thread.EDITABLE_FOR", timedelta(days=1))
        # Nor is how long ago they signed in.
        patched.setattr(settings, "ACCOUNT_REAUTHENTICATION_TIMEOUT", 86_400)
        patched.setattr("reports.actions.signing_off.VALID", timedelta(days=1))
        with acting_as(SYSTEM):
            yield committed
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
