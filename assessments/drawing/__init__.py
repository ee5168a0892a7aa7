"""Previews: a small picture of a picture or of a PDF's first page, drawn anew as PNG.

Drawing reads a file that a stranger made with libraries written in C. It happens in a process of its own,
with little time and memory and nothing in its environment, which hands back a PNG or nothing.
"""

import logging
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

SECONDS = 20
"""By the clock; of the processor's time it gets half as much."""
MOST_BYTES = 5_000_000
PNG = b"\x89PNG\r\n\x1a\n"

ROOT = Path(__file__).resolve().parents[2]

log = logging.getLogger(__name__)


def draw(file: IO[bytes], media_type: str, page: int | None = None) -> bytes | None:
    """The preview, or one page of a PDF to read, as PNG; None where it cannot be drawn within the limits."""
    with TemporaryDirectory(prefix="honest-pilot-preview-") as folder:
        source, target = Path(folder) / "source", Path(folder) / "preview.png"
        with source.open("wb") as copy:
            shutil.copyfileobj(file, copy)
        if not _drawn(source, target, [media_type, *([str(page)] if page else [])]):
            return None
        picture = target.read_bytes() if target.stat().st_size <= MOST_BYTES else b""
    return picture if picture.startswith(PNG) else None


def _drawn(source: Path, target: Path, what: Sequence[str]) -> bool:
    command = [sys.executable, "-m", "assessments.drawing.artist", str(source), str(target), *what]
    environment = {"PYTHONPATH": str(ROOT), "PATH": "", "HOME": str(source.parent)}
    try:
        done = subprocess.run(  # noqa: S603 - our own program; the file is named by us
            command, cwd=source.parent, env=environment, timeout=SECONDS, capture_output=True, check=False
        )
    except subprocess.TimeoutExpired:
        log.info("A preview took too long")
        return False
    if done.returncode:
        log.info("A preview could not be drawn: %s", done.stderr.decode(errors="replace")[-300:])
    return not done.returncode and target.is_file()
