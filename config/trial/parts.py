"""The processes of the trial, forked from the supervisor, which has everything loaded already."""

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from config.trial.lifeline import die_with_parent

HANDLED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass
class Part:
    """One process in a session of its own. With a log its output goes there, else to the terminal."""

    name: str
    run: Callable[[], None]
    log: Path | None = None
    pid: int | None = None
    status: int | None = None
    started_at: float = 0.0

    def start(self) -> None:
        """Fork; from the main thread only, whose end is what the child listens for."""
        sys.stdout.flush()
        sys.stderr.flush()
        supervisor = os.getpid()
        self.started_at = time.monotonic()
        self.status = None
        self.pid = os.fork() or self._live(supervisor)

    def _live(self, supervisor: int) -> NoReturn:
        status = 1
        try:
            os.setsid()  # Ctrl-C is for the supervisor, which stops the parts in order
            die_with_parent(signal.SIGKILL, parent=supervisor)
            for number in HANDLED:
                signal.signal(number, signal.SIG_DFL)
            if self.log:
                _write_to(self.log)
            self.run()
            status = 0
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 1
        except BaseException:  # noqa: BLE001 - the process ends here: say why, then end without the parent's clean-up
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)

    def poll(self) -> int | None:
        """The exit status (negative: the signal that ended it), None while it runs."""
        if self.pid is not None and self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status

    def wait(self, patience: float) -> int | None:
        """Wait for its end, for so many seconds at most."""
        deadline = time.monotonic() + patience
        while self.poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)
        return self.status

    @property
    def running(self) -> bool:
        """Whether it was started and has not ended."""
        return self.pid is not None and self.poll() is None

    def send(self, number: signal.Signals) -> None:
        """Send it a signal, if it runs."""
        if self.pid is not None and self.running:
            os.kill(self.pid, number)

    def sweep(self) -> None:
        """Kill what it started and did not take along."""
        if self.pid is not None:
            try:
                os.killpg(self.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                return  # nobody left, which is how it should be

    def last_words(self, lines: int = 15) -> str:
        """The end of its log."""
        if self.log is None or not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


def stop(parts: list[Part], patience: float) -> None:
    """Stop all of them at once, the kind way first, and wait until none is left."""
    for number, seconds in ((signal.SIGTERM, patience), (signal.SIGQUIT, 2.0), (signal.SIGKILL, 5.0)):
        for part in parts:
            part.send(number)
        deadline = time.monotonic() + seconds
        for part in parts:
            if part.running:
                part.wait(deadline - time.monotonic())
    for part in parts:
        part.sweep()


def _write_to(log: Path) -> None:
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o640)
    os.dup2(descriptor, sys.stdout.fileno())
    os.dup2(descriptor, sys.stderr.fileno())
    os.close(descriptor)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
