"""Drives a real `manage.py trial` from outside, as script/server starts it."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from tests.processes import free_port

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "manage.py", "trial")
READY = "Ctrl-C stops everything"
OURS = (
    *(
        "HONEST_PILOT_",
        "DATABASE_",
        "OWNER_DATABASE_",
        "CACHE_URL",
        "EMAIL_URL",
        "TRIAL",
        "DJANGO_",
        "CELERY_",
    ),
    *("MEDIA_ROOT", "QUEUE_DIR", "SIGNING_KEY_DIR", "SECRET_KEY", "PYTEST_"),
)


class RunningTrial:
    """One supervisor on a folder and a port; `start` may be called again after it ended."""

    def __init__(self, home: Path, port: int | None = None, command: Sequence[str] = COMMAND) -> None:
        self.home = home
        self.command = [*command]
        self.port = port or free_port()
        self.said = home.with_name(f"{home.name}.said")
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The supervisor."""
        assert self.process is not None
        return self.process.pid

    def start(self, patience: float = 120) -> float:
        """Start it and return after how many seconds it said it is ready. Raises when it ends before."""
        began = time.monotonic()
        self.begin()
        assert self.process is not None
        while READY not in self.output():
            if self.process.poll() is not None or time.monotonic() - began > patience:
                raise RuntimeError(f"The trial did not start:\n{self.output()}")
            time.sleep(0.01)
        return time.monotonic() - began

    def begin(self) -> None:
        """Start it without waiting."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        environment["HONEST_PILOT_HOME"] = str(self.home)
        command = [*self.command, "--port", str(self.port)]
        with self.said.open("wb") as said:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def end(self, number: signal.Signals = signal.SIGINT, patience: float = 30) -> int:
        """Send the supervisor a signal and return its exit status."""
        assert self.process is not None
        self.process.send_signal(number)
        return self.wait(patience)

    def timed_end(self) -> float:
        """End it and return how many seconds that took."""
        began = time.monotonic()
        self.end()
        return time.monotonic() - began

    def wait(self, patience: float = 30) -> int:
        """Wait for the supervisor's end and return its exit status."""
        assert self.process is not None
        return self.process.wait(patience)

    def kill(self) -> None:
        """Kill the supervisor, if it runs, and wait for what follows it. Raises when something stays."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if not self.gone():
            raise RuntimeError(f"Left behind: {self.processes()}")

    def output(self) -> str:
        """What it printed so far."""
        return self.said.read_text(errors="replace")

    def get(self, path: str = "/healthz") -> int:
        """The status of the answer to a GET; 0 when there is none."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code
        except OSError:
            return 0

    def parts(self) -> list[int]:
        """The supervisor's children: PostgreSQL first, then web, worker and beat as they were started."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        return [int(pid) for pid in children.split()]

    def processes(self) -> list[int]:
        """Everything that runs for this folder, found by the folder's name."""
        wanted = os.fsencode(self.home)
        found = []
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit() or int(entry.name) == os.getpid():
                continue
            try:
                known = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
                if wanted in known and b"\nState:\tZ" not in (entry / "status").read_bytes():
                    found.append(int(entry.name))
            except OSError:
                continue  # it ended, or is somebody else's
        return found

    def gone(self, patience: float = 10) -> bool:
        """Whether everything that ran for this folder ends within so many seconds."""
        deadline = time.monotonic() + patience
        while self.processes():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True
