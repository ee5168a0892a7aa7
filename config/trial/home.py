"""Where the trial keeps its things, as the settings and the supervisor both need to know."""

import hashlib
import os
import pwd
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

DATABASE = "honest_pilot"
OWNER_ROLE = "honest_pilot_owner"
APPLICATION_ROLE = "honest_pilot_app"

LONGEST_SOCKET_FOLDER = 80  # a socket's path may have 107 bytes; its name and its lock's take the rest


@dataclass(frozen=True)
class Home:
    """The trial's folder. Reading its paths creates nothing."""

    root: Path

    @property
    def secret_key_file(self) -> Path:
        """The key that signs sessions."""
        return self.root / "secret-key"

    @property
    def lock_file(self) -> Path:
        """Held by the one supervisor of this folder."""
        return self.root / "lock"

    @property
    def cluster(self) -> Path:
        """PostgreSQL's data, or a link to it."""
        return self.root / "postgres"

    @property
    def media(self) -> Path:
        """Reports and evidence."""
        return self.root / "media"

    @property
    def keys(self) -> Path:
        """Keys and certificates, for the worker only."""
        return self.root / "keys"

    @property
    def queue(self) -> Path:
        """Messages to the worker."""
        return self.root / "queue"

    @property
    def mail(self) -> Path:
        """Every mail that was sent, a file each."""
        return self.root / "mail"

    @property
    def logs(self) -> Path:
        """What each part says."""
        return self.root / "logs"

    @property
    def socket_folder(self) -> Path:
        """Where PostgreSQL listens: in here, or in a short path when this is too long or out of its reach."""
        inside = self.root / "socket"
        if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER and within_postgres_reach(self.root.parent):
            return inside
        digest = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:12]
        return Path("/tmp") / f"honest-pilot-{os.getuid()}-{digest}"  # noqa: S108 - its owner is checked

    def database_url(self, role: str) -> str:
        """The address of the embedded database for one role."""
        return f"postgresql://{role}@/{quote(str(self.socket_folder))}/{DATABASE}"


def home_from_environment() -> Home:
    """HONEST_PILOT_HOME, else `.trial` beside manage.py."""
    chosen = os.environ.get("HONEST_PILOT_HOME")
    default = Path(__file__).resolve().parents[2] / ".trial"
    return Home(Path(chosen).absolute() if chosen else default)


def postgres_user() -> pwd.struct_passwd | None:
    """The user PostgreSQL runs as when we are root, which it refuses to be; None when it can be ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise OSError(
        "PostgreSQL may not run as root, and there is no user named postgres or nobody to run it as."
    )


def within_postgres_reach(folder: Path) -> bool:
    """Whether the user that PostgreSQL runs as can walk into a folder."""
    if os.geteuid() != 0:
        return True
    existing = [path for path in (folder, *folder.parents) if path.exists()]
    return all(path.stat().st_mode & 0o001 for path in existing)
