"""What every test may use: the embedded database, a real worker, a real site, a real browser.

Tests on the database act as the application's role, exactly like the product, and row-level security holds
for them too: a test runs as the system, its requests as whoever is signed in. What is committed for another
process is made under `assessments.acting.acting_as`. The owner's connection is there for a test that says
`@pytest.mark.django_db(databases=["default", "owner"])`.

The worker, the site and the browser see only what is committed. A test that uses them says
`@pytest.mark.django_db(transaction=True, databases=["default", "owner"])`; without "owner" the tables are
not emptied afterwards, since only their owner may.
"""

import gc
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from coverage import Coverage
from django.conf import settings
from django.db import connections
from django.test.utils import setup_databases, teardown_databases
from pytest_django import DjangoDbBlocker

from assessments.acting import SYSTEM, acting_as
from config.trial.home import Home
from config.trial.postgres import Postgres
from tests import copied
from tests.processes import free_port, running, wait_until_said
from tests.settings import PROCESS_HOME, SESSION_HOME

if TYPE_CHECKING:  # it brings a process of its own: only for the tests that use it
    from playwright.sync_api import Browser, Page

POSTGRES = pytest.StashKey[Postgres]()
LONGEST = ("trust", "trial", "journeys")
"""Folders of tests that show what holds over the whole product, whose every branch the others reach."""
QUIET_BROWSER = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def _is_first_process(config: pytest.Config) -> bool:
    """Whether this is the process that was started, not one that pytest-xdist started."""
    return not hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    """Start PostgreSQL once for all processes of the run, unless DATABASE_URL names another."""
    settings.WHITENOISE_AUTOREFRESH = True  # else every test's client first looks at all static files
    if _is_first_process(config) and "DATABASE_URL" not in os.environ and not config.option.collectonly:
        config.stash[POSTGRES] = Postgres(Home(Path(os.environ[SESSION_HOME])), durable=False)
        config.stash[POSTGRES].start()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop it and leave nothing behind."""
    if server := config.stash.get(POSTGRES, None):
        server.stop()
    if _is_first_process(config):
        shutil.rmtree(os.environ[SESSION_HOME], ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the folders whose files take longest: else one process is left alone with one at the end.

    Files that share a company are tried one after the other, too. A parallel run keeps to this order with
    `--no-loadscope-reorder`.
    """
    places = {folder: place for place, folder in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.parent.name, len(places)))


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what stays until the end: a tenth of what the tests cost."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Measure no coverage in the longest: every line of every library would cost almost twice."""
    in_a_browser = item.path.name.startswith("test_browser_")  # on a site in another process
    unmeasured = item.path.parent.name in LONGEST or in_a_browser
    coverage = Coverage.current() if unmeasured else None
    if coverage is None:
        return (yield)
    coverage.stop()
    try:
        return (yield)
    finally:
        coverage.start()


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,  # noqa: ARG001 - runs first
    django_db_modify_db_settings: None,  # noqa: ARG001 - names the databases of parallel processes
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """Make the test database as its owner, whichever connections the chosen tests name.

    Left to itself, pytest-django makes none where no test names the owner, and the application's connection
    then reaches the real database. On the embedded server the database is left to go with its server: a
    process that was killed may still be connected to it.
    """
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, serialized_aliases=set())
        _let_history_be_emptied()
        founding = any("founded" in getattr(item, "fixturenames", ()) for item in request.session.items)
        if founding:
            copied.make()
    yield
    with django_db_blocker.unblock():
        connections.close_all()  # Django forgets the connections that mirror the owner's
        if "DATABASE_URL" in os.environ:
            if founding:
                copied.destroy()
            teardown_databases(made, verbosity=0)


@pytest.fixture(autouse=True)
def rows_of_everybody(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let a test make and read rows of every project; requests and `acting_as` inside it see only theirs.

    Not where a test commits: what it makes for others it makes under an `acting_as` of its own.
    """
    marker = request.node.get_closest_marker("django_db")
    if marker is None or marker.kwargs.get("transaction"):
        yield
        return
    request.getfixturevalue("db")
    with acting_as(SYSTEM):
        yield


def _let_history_be_emptied() -> None:
    """Between tests every table is emptied by TRUNCATE, which the history refuses even its owner."""
    with connections["owner"].cursor() as cursor:
        for table in ("historyentry", "historyhead"):
            cursor.execute(f"ALTER TABLE assessments_{table} DISABLE TRIGGER history_is_not_emptied")


@pytest.fixture(scope="session")
def celery_worker_process(django_db_setup: None) -> Iterator[subprocess.Popen[bytes]]:  # noqa: ARG001
    """A real Celery worker on the test database and on this process's own queue, files and keys.

    It may be killed: a test that does starts another with `tests.processes.running`. Tasks reach it through
    `delay` or, after a commit, `delay_on_commit`.
    """
    log = PROCESS_HOME / "worker.log"
    arguments = ["--app", "config", "worker", "--concurrency", "1", "--loglevel", "INFO"]
    arguments += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    with running("celery", *arguments, log=log) as process:
        wait_until_said("ready.", process, log)
        yield process


@pytest.fixture(scope="session")
def live_site(django_db_setup: None) -> Iterator[str]:  # noqa: ARG001
    """The address of a real gunicorn on the test database, without a slash at its end."""
    log = PROCESS_HOME / "site.log"
    port = free_port()
    options = ["--bind", f"127.0.0.1:{port}", "--threads", "4", "--no-control-socket"]
    with running("gunicorn", *options, "config.wsgi", log=log) as process:
        wait_until_said("Booting worker", process, log)
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Chromium, the system's own or the one that CHROMIUM names."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - slow, and for few tests

    # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET_BROWSER)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: "Browser", live_site: str, django_db_blocker: DjangoDbBlocker) -> Iterator["Page"]:
    """A page in a fresh profile; `page.goto("/")` opens the live site's front page.

    Fails the test when a script failed or the Content-Security-Policy stopped something.
    """
    context = browser.new_context(base_url=live_site, viewport={"width": 1280, "height": 900}, locale="en-GB")
    context.set_default_timeout(15_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text) if "Content Security Policy" in message.text else None
        ),
    )
    yield page
    context.close()
    with django_db_blocker.unblock():
        _wait_until_nobody_is_answered()
    assert not complaints


def _wait_until_nobody_is_answered() -> None:
    """A page that is closed may still save what was typed; the tables are emptied once that is done."""
    quiet, ends = 0, time.monotonic() + 5
    while quiet < 3 and time.monotonic() < ends:
        time.sleep(0.02)
        with connections["default"].cursor() as cursor:
            cursor.execute(LOCKS_OF_OTHERS)
            quiet = 0 if cursor.fetchone()[0] else quiet + 1


LOCKS_OF_OTHERS = """
    SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
