"""Starts the parts of the trial, watches them, stops them together."""

import errno
import fcntl
import gc
import http.client
import os
import secrets
import shutil
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import FrameType
from typing import NoReturn, Protocol

from django.conf import settings

from config.trial import services
from config.trial.home import APPLICATION_ROLE, Home
from config.trial.parts import HANDLED, Part, stop
from config.trial.postgres import Postgres

FIRST_ANSWER_WITHIN = 60.0
TOO_SOON = 5.0
TOO_OFTEN = 5
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - only where somebody asks for it
HERE = ("127.0.0.1", "::1", *EVERYWHERE)


class TrialError(RuntimeError):
    """The trial cannot run; the message is for the person who started it."""


class Stopped(Exception):  # noqa: N818 - not an error
    """Somebody asked the trial to end."""


class Output(Protocol):
    """Where the trial speaks: a stream, or a command's wrapper of one."""

    def write(self, msg: str, /) -> object:
        """Say something."""

    def flush(self) -> None:
        """Make it seen."""


class Trial:
    """All parts of one folder."""

    def __init__(self, home: Home, host: str, port: int, *, with_demo: bool, out: Output) -> None:
        self.home, self.host, self.port, self.with_demo, self.out = home, host, port, with_demo, out
        self.postgres: Postgres | None = None
        self.parts: list[Part] = []
        self.errand: Part | None = None
        self.early_ends = 0
        self.asked_to_stop = False

    def run(self) -> None:
        """Run until told to stop. Raises TrialError or PostgresError when it cannot."""
        with self._listening() as listener, self._alone_in_the_folder():
            try:
                self._listen_for_signals()
                self._start(listener)
                self._watch()
            except Stopped:
                self._say("Stopping ...")
            finally:
                for number in HANDLED:
                    signal.signal(number, signal.SIG_IGN)
                self._stop()

    # Starting

    def _listen_for_signals(self) -> None:
        """Take note of Ctrl-C, SIGTERM and a closed terminal.

        Raising here would be shorter, but an exception out of nowhere may land where Python drops it.
        """

        def take_note(_number: int, _frame: FrameType | None) -> None:
            self.asked_to_stop = True

        for number in HANDLED:
            signal.signal(number, take_note)

    @contextmanager
    def _listening(self) -> Iterator[socket.socket]:
        """Hold the port from the start: two servers can share one silently if each only looks first."""
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        try:
            listener = socket.create_server((self.host, self.port), family=family, backlog=128)
        except OSError as error:
            raise TrialError(self._why_not_listening(error)) from error
        with listener:
            listener.set_inheritable(True)
            yield listener

    def _why_not_listening(self, error: OSError) -> str:
        if error.errno != errno.EADDRINUSE:
            return f"Cannot listen on {self.host}:{self.port}: {error.strerror}."
        other = self.port + 1 if self.port < 65535 else 8000
        return f"Port {self.port} is in use. Choose another one: script/server --port {other}"

    @contextmanager
    def _alone_in_the_folder(self) -> Iterator[None]:
        """Hold the folder's lock; the kernel drops it with the process."""
        self._make_folder()
        with self.home.lock_file.open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.seek(0)
                raise TrialError(
                    f"A trial already runs in {self.home.root}: {lock.read().strip()}\n"
                    "Set HONEST_PILOT_HOME to another folder to run a second one."
                ) from None
            lock.truncate(0)
            lock.write(f"{self._address()}/ (process {os.getpid()})")
            lock.flush()
            yield

    def _make_folder(self) -> None:
        root = self.home.root
        try:
            root.mkdir(parents=True, exist_ok=True)
            if os.geteuid() == 0:
                root.chmod(0o711)  # PostgreSQL's user walks through, and lists nothing
            else:
                root.chmod(0o700)
            for folder in (self.home.logs, self.home.queue, self.home.media, self.home.keys):
                folder.mkdir(mode=0o700, exist_ok=True)
        except PermissionError as error:
            raise TrialError(
                f"{root} belongs to somebody else. Set HONEST_PILOT_HOME to a folder of your own."
            ) from error

    def _start(self, listener: socket.socket) -> None:
        began = time.monotonic()
        self._make_secret_key()
        self._clear_leftovers()
        if self._embedded():
            self.postgres = Postgres(self.home)
            self.postgres.start()
        self._go_on()
        services.load_everything()
        self._do_once(Part("preparation", partial(services.prepare_database, with_demo=self.with_demo)))
        self._allow_host()
        settings.SITE_ADDRESS = os.environ.get("SITE_ADDRESS") or self._address()
        gc.freeze()  # what is loaded stays shared with the parts
        web = self._part("web", partial(services.run_web, listener))
        self.parts = [web, self._part("worker", services.run_worker), self._part("beat", services.run_beat)]
        for part in self.parts:
            part.start()
        self._wait_for_first_answer(web)
        self._say(f"\nHonest Pilot answers at {self._address()}/  ({time.monotonic() - began:.1f} s)")
        if self.with_demo:
            self._do_once(Part("accounts", services.print_demo_accounts))
        self._say(f"Logs are in {self.home.logs}. Ctrl-C stops everything.")

    def _embedded(self) -> bool:
        """Whether no other database was named."""
        return bool(self.home.database_url(APPLICATION_ROLE) == settings.DATABASE_URL)

    def _part(self, name: str, run: Callable[[], None]) -> Part:
        log = self.home.logs / f"{name}.log"
        if log.exists():
            log.replace(log.with_suffix(".log.before"))
        return Part(name, run, log)

    def _make_secret_key(self) -> None:
        if not self.home.secret_key_file.exists():
            half_made = self.home.secret_key_file.with_suffix(".new")
            half_made.touch(mode=0o600)
            half_made.write_text(secrets.token_urlsafe(64))
            half_made.replace(self.home.secret_key_file)
        if "SECRET_KEY" not in os.environ and "SECRET_KEY_FILE" not in os.environ:
            settings.SECRET_KEY = self.home.secret_key_file.read_text()

    def _clear_leftovers(self) -> None:
        """Messages of a run that ended are asked for again by the sweep; beat's memory may be torn."""
        shutil.rmtree(self.home.queue)
        self.home.queue.mkdir(mode=0o700)
        for torn in self.home.root.glob(f"{Path(settings.CELERY_BEAT_SCHEDULE_FILENAME).name}*"):
            torn.unlink()

    def _do_once(self, part: Part) -> None:
        """Run something in a process of its own, so that none of its connections is inherited."""
        self.errand = part
        part.start()
        while part.wait(0.1) is None:
            self._go_on()
        if part.status:
            raise TrialError(f"The trial's {part.name} failed; see above.")
        self.errand = None

    def _allow_host(self) -> None:
        if self.host not in (*EVERYWHERE, *settings.ALLOWED_HOSTS):
            settings.ALLOWED_HOSTS.append(self.host)

    def _wait_for_first_answer(self, web: Part) -> None:
        deadline = time.monotonic() + FIRST_ANSWER_WITHIN
        while time.monotonic() < deadline:
            self._go_on()
            if web.poll() is not None:
                raise TrialError(f"The web process ended at once. It said:\n{web.last_words()}")
            if self._answers():
                return
        raise TrialError(
            f"No answer within {FIRST_ANSWER_WITHIN:.0f} s. The web process said:\n{web.last_words()}"
        )

    def _answers(self) -> bool:
        host = "127.0.0.1" if self.host in EVERYWHERE else self.host
        connection = http.client.HTTPConnection(host, self.port, timeout=0.5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            time.sleep(0.02)
            return False
        finally:
            connection.close()

    # Watching

    def _watch(self) -> NoReturn:
        while True:
            time.sleep(0.2)
            self._go_on()
            for part in self.parts:
                if part.poll() is not None:
                    self._restart(part)

    def _go_on(self) -> None:
        """Say by an exception that there is a reason not to."""
        if self.asked_to_stop:
            raise Stopped
        if self._lost_postgres():
            raise TrialError(
                f"PostgreSQL ended, so everything stops; see {self.home.logs / 'postgres.log'}. "
                "Nothing saved is lost: start again."
            )

    def _lost_postgres(self) -> bool:
        process = self.postgres.process if self.postgres else None
        return process is not None and process.poll() is not None

    def _restart(self, part: Part) -> None:
        soon = time.monotonic() - part.started_at < TOO_SOON
        self.early_ends = self.early_ends + 1 if soon else 0
        if self.early_ends > TOO_OFTEN:
            raise TrialError(f"The {part.name} keeps ending. It said:\n{part.last_words()}")
        status = part.status
        part.sweep()
        part.start()
        self._say(f"The {part.name} ended ({status}) and is started again; see {part.log}.")

    # Stopping

    def _stop(self) -> None:
        errand = [self.errand] if self.errand else []
        # Without its database no part can finish what it does.
        patience = 0.5 if self._lost_postgres() else 8
        stop([*errand, *reversed(self.parts)], patience)
        if self.postgres:
            self.postgres.stop()

    def _address(self) -> str:
        """Where to open it: by name, since no passkey belongs to a number."""
        host = "localhost" if self.host in HERE else self.host
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    def _say(self, text: str) -> None:
        self.out.write(f"{text}\n")
        self.out.flush()
