"""What every test may use: the embedded database, a real worker, a real site, a real browser."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from config.trial.home import Home
from config.trial.postgres import Postgres
from tests.settings import SESSION_HOME

POSTGRES = pytest.StashKey[Postgres]()


def _is_first_process(config: pytest.Config) -> bool:
    """Whether this is the process that was started, not one that pytest-xdist started."""
    return not hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    """Start PostgreSQL once for all processes of the run, unless DATABASE_URL names another."""
    if _is_first_process(config) and "DATABASE_URL" not in os.environ and not config.option.collectonly:
        config.stash[POSTGRES] = Postgres(Home(Path(os.environ[SESSION_HOME])), durable=False)
        config.stash[POSTGRES].start()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop it and leave nothing behind."""
    if server := config.stash.get(POSTGRES, None):
        server.stop()
    if _is_first_process(config):
        shutil.rmtree(os.environ[SESSION_HOME], ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:  # noqa: ARG001 - runs first
    """Hang up before the databases are dropped: Django forgets the connection that mirrors the owner's."""
    yield
    connections.close_all()
