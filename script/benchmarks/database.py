"""A database of the measurement's own, in this process, with the demo portfolio in it."""

import atexit
import logging
import os
import shutil
from functools import cache
from pathlib import Path

import django


@cache
def open_demo_database() -> None:
    """Start PostgreSQL in a new folder, migrate, load the demo portfolio; gone when this process ends."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    # What follows needs the settings, and they need the folder that tests.settings makes.
    from config.trial.home import Home  # noqa: PLC0415
    from config.trial.postgres import Postgres  # noqa: PLC0415
    from tests.settings import SESSION_HOME  # noqa: PLC0415

    home = Path(os.environ.pop(SESSION_HOME))
    server = Postgres(Home(home), durable=False)
    server.start()
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    atexit.register(server.stop)
    django.setup()
    _throw_log_lines_away()
    _fill_database()
    # Workers that are started from here live in the same folder.
    os.environ[SESSION_HOME] = str(home)
    atexit.register(os.environ.pop, SESSION_HOME, None)


def set_up_without_database() -> None:
    """Read the settings of tests, in a folder that is gone when this process ends, for what needs no rows."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    from tests.settings import SESSION_HOME  # noqa: PLC0415 - it makes the folder

    atexit.register(shutil.rmtree, os.environ[SESSION_HOME], ignore_errors=True)
    django.setup()
    _throw_log_lines_away()


def _throw_log_lines_away() -> None:
    """They are made, as in production, but not shown between the figures."""
    nowhere = Path(os.devnull).open("w")  # noqa: SIM115 - for as long as the process lives
    for handler in logging.getLogger().handlers:
        if isinstance(handler, logging.StreamHandler):
            handler.setStream(nowhere)


def _fill_database() -> None:
    from django.core.management import call_command  # noqa: PLC0415
    from django.test.utils import setup_databases  # noqa: PLC0415

    setup_databases(
        verbosity=0, interactive=False, aliases=dict.fromkeys(("default", "owner", "cache"), False)
    )
    with Path(os.devnull).open("w") as nowhere:
        call_command("load_demo", stdout=nowhere)
