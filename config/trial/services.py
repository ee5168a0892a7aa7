"""What runs inside each part: the database's preparation, web, worker and beat."""

import os
import signal
import socket
from typing import Any

from django.core.management import CommandError, call_command, get_commands
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.urls import get_resolver
from gunicorn.app.base import BaseApplication

from config.celery import app as queue
from config.trial.lifeline import die_with_parent

DEMO_LOADED = "demo loaded"
WORKER_ARGUMENTS = [
    "worker",
    "--loglevel=INFO",
    "--without-gossip",
    "--without-mingle",
    "--without-heartbeat",
]


def load_everything() -> None:
    """Import the addresses and all behind them once, before the parts are forked."""
    get_resolver().url_patterns  # noqa: B018 - reading them is what imports them
    os.environ["CELERY_SKIP_CHECKS"] = (
        "1"  # script/lint checks; worker and beat would each do it at every start
    )


def prepare_database(*, with_demo: bool) -> None:
    """Migrate where something is to be applied, and load the demo into a database that never had it."""
    owner = connections["owner"]
    executor = MigrationExecutor(owner)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("Preparing the database ...", flush=True)  # noqa: T201 - the trial speaks on the terminal
        call_command("migrate", database="owner", interactive=False, verbosity=0)
        call_command("createcachetable", database="owner", verbosity=0)
    if with_demo and "load_demo" in get_commands() and not _demo_is_loaded():
        print("Loading the demo portfolio ...", flush=True)  # noqa: T201
        call_command("load_demo")
        with owner.cursor() as cursor:
            name = owner.ops.quote_name(str(owner.settings_dict["NAME"]))
            cursor.execute(f"COMMENT ON DATABASE {name} IS '{DEMO_LOADED}'")


def _demo_is_loaded() -> bool:
    """The note is kept with the database, so it cannot outlive it."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        )
        return bool(cursor.fetchone() == (DEMO_LOADED,))


def print_demo_accounts() -> None:
    """Print who can sign in to the demo, if the demo is part of this installation."""
    if "load_demo" in get_commands():
        try:
            call_command("load_demo", "--accounts")
        except CommandError as error:
            print(error, flush=True)  # noqa: T201


class _Web(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn on a socket that the supervisor holds, so that a restart refuses nobody."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return get_wsgi_application()


def run_web(listener: socket.socket) -> None:
    """Serve until told to stop."""
    _Web(
        {
            "bind": f"fd://{listener.fileno()}",
            "worker_class": "gthread",
            "workers": 1,
            "threads": 8,
            "preload_app": True,
            "timeout": 60,
            "graceful_timeout": 5,
            "control_socket_disable": True,
            "post_fork": _follow_the_master,
        }
    ).run()


def _follow_the_master(_arbiter: Any, _worker: Any) -> None:
    die_with_parent(signal.SIGKILL, parent=os.getppid())


def run_worker() -> None:
    """Do tasks until told to stop."""
    queue.worker_main(WORKER_ARGUMENTS)


def run_beat() -> None:
    """Ask for the regular tasks until told to stop."""
    queue.start(["beat", "--loglevel=WARNING", "--pidfile="])
