"""Real workers to be killed, and what is left afterwards."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.utils import timezone

from assessments.acting import SYSTEM, acting_as
from reports.actions import sweep_reports
from reports.models import Report
from tests.processes import running, wait_until_said

ARGUMENTS = ["--app", "config", "worker", "--concurrency", "2", "--loglevel", "INFO"]
ARGUMENTS += ["--without-gossip", "--without-mingle", "--without-heartbeat"]


@dataclass
class Crew:
    """One worker at a time, started anew after every kill."""

    folder: Path
    started: int = 0
    process: subprocess.Popen[bytes] | None = None
    running: ExitStack = field(default_factory=ExitStack)

    def start(self) -> None:
        """Start a worker and wait until it takes work."""
        self.started += 1
        log = self.folder / f"worker-{self.started}.log"
        self.process = self.running.enter_context(running("celery", *ARGUMENTS, log=log))
        wait_until_said("ready.", self.process, log)

    def kill(self) -> None:
        """Kill -9 the worker; its children follow it."""
        assert self.process
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def crew(folder: Path) -> Iterator[Crew]:
    """A worker that is ended with the test, whatever happens."""
    working = Crew(folder)
    with working.running:
        working.start()
        yield working


def states() -> dict[str, int]:
    """How many reports are in each state."""
    with acting_as(SYSTEM):
        found = list(Report.objects.values_list("state", flat=True))
    return {state: found.count(state) for state in sorted(set(found))}


def sweep_until(done: Callable[[], bool], patience: float, every: float = 0.5) -> None:
    """Do what beat does until something holds; raises TimeoutError with the states when it never does."""
    deadline = time.monotonic() + patience
    while not done():
        if time.monotonic() > deadline:
            raise TimeoutError(f"still {states()}, {_ended_badly()}")
        sweep_reports(at=timezone.now())
        time.sleep(every)


def _ended_badly() -> list[tuple[int, str]]:
    """Of each report that failed, the attempts and the reason."""
    with acting_as(SYSTEM):
        return list(Report.objects.filter(state="failed").values_list("attempts", "error"))
