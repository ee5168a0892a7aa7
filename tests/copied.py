"""A copy of the empty test database, for rows that stay while every other test finds none."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections

SUFFIX = "copied"


def make() -> None:
    """Copy it, which takes a moment, while nobody is connected: neither a site nor a worker."""
    connections.close_all()
    connections["owner"].creation.clone_test_db(SUFFIX, verbosity=0)


def destroy() -> None:
    """Take it away again."""
    connections["owner"].creation.destroy_test_db(suffix=SUFFIX, verbosity=0)


@contextmanager
def in_the_copy() -> Iterator[None]:
    """Work there, as the application's role as ever. Not inside of a transaction."""
    connection = connections["default"]
    name = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = connection.creation.get_test_db_clone_settings(SUFFIX)["NAME"]
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name
