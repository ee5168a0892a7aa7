"""A database of the measurement's own, in this process, with the demo portfolio in it."""

import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django


@contextmanager
def demo_database() -> Iterator[None]:
    """Start PostgreSQL in a new folder, migrate, load the demo portfolio; all gone afterwards."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    # What follows needs the settings, and they need the folder that tests.settings makes.
    from config.trial.home import Home  # noqa: PLC0415
    from config.trial.postgres import Postgres  # noqa: PLC0415
    from tests.settings import SESSION_HOME  # noqa: PLC0415

    home = Path(os.environ[SESSION_HOME])
    server = Postgres(Home(home), durable=False)
    server.start()
    try:
        django.setup()
        _filled_database()
        with _log_lines_thrown_away():
            yield
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)
        del os.environ[SESSION_HOME]


@contextmanager
def _log_lines_thrown_away() -> Iterator[None]:
    """Log lines are made, as in production, but not shown between the figures."""
    with Path(os.devnull).open("w") as nowhere:
        for handler in logging.getLogger().handlers:
            if isinstance(handler, logging.StreamHandler):
                handler.setStream(nowhere)
        yield


def _filled_database() -> None:
    from django.core.management import call_command  # noqa: PLC0415
    from django.test.utils import setup_databases  # noqa: PLC0415

    setup_databases(verbosity=0, interactive=False, aliases=["default", "owner", "cache"])
    call_command("load_demo", verbosity=0)
