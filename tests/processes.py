"""Real processes beside the tests: they see the test database, and what a test committed to it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connections

from config.trial.lifeline import die_with_parent

ROOT = Path(__file__).resolve().parent.parent


def environment_for_test_database() -> dict[str, str]:
    """The environment under which another process works on this test process's database and folders."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": _url("default"),
        "OWNER_DATABASE_URL": _url("owner"),
        "SECRET_KEY": settings.SECRET_KEY,  # a session made here counts there
    }


def _url(alias: str) -> str:
    database = connections[alias].settings_dict
    user, password = quote(database["USER"]), quote(database["PASSWORD"])
    login = f"{user}:{password}" if password else user
    host, port = database["HOST"], database["PORT"]
    if host.startswith("/"):
        return f"postgresql://{login}@/{quote(host)}/{database['NAME']}"
    return f"postgresql://{login}@{host}{f':{port}' if port else ''}/{database['NAME']}"


@contextmanager
def running(module: str, *arguments: str, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run `python -m module ...` beside the tests; it ends with them whatever happens."""
    parent = os.getpid()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env=environment_for_test_database(),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=lambda: die_with_parent(signal.SIGKILL, parent=parent),  # noqa: PLW1509
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        with suppress(ProcessLookupError):  # whoever it started and did not wait for
            os.killpg(process.pid, signal.SIGKILL)


def wait_until_said(text: str, process: subprocess.Popen[bytes], log: Path, patience: float = 60) -> None:
    """Wait until a process wrote something to its log. Raises with the log when it does not."""
    deadline = time.monotonic() + patience
    while text not in log.read_text(errors="replace"):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"No {text!r} from {process.args!r}:\n{log.read_text(errors='replace')}")
        time.sleep(0.05)


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
