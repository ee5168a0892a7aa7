"""Where sealed files are kept: Django's file storage, never under an address of the web server."""

from collections.abc import Iterable
from contextlib import suppress
from typing import IO
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage


def save(report: UUID, attempt: int, pdf: bytes) -> str:
    """Keep the file that one attempt made; return the name to open it by. Raises OSError, leaving nothing."""
    name = _name(report, attempt)
    default_storage.delete(name)  # of this very attempt, cut off half-way
    try:
        return default_storage.save(name, ContentFile(pdf))
    except OSError:
        with suppress(OSError):
            default_storage.delete(name)
        raise


def save_signed(report: UUID, signatures: int, sign_off: UUID, pdf: bytes) -> str:
    """Keep the file that one signature made, beside the one before; return the name to open it by."""
    name = f"reports/{report.hex[:4]}/{report}-signed-{signatures}-{sign_off}.pdf"
    default_storage.delete(name)  # of this very signature, cut off half-way
    return default_storage.save(name, ContentFile(pdf))


def forget(name: str) -> None:
    """Remove a file that another one continues, or that came too late."""
    default_storage.delete(name)


def open_file(name: str) -> IO[bytes]:
    """Open a kept file for reading."""
    opened: IO[bytes] = default_storage.open(name, "rb")
    return opened


def discard(report: UUID, attempts: Iterable[int]) -> None:
    """Remove what attempts left that came to nothing; what is not there is no error."""
    for attempt in attempts:
        default_storage.delete(_name(report, attempt))


def _name(report: UUID, attempt: int) -> str:
    return f"reports/{report.hex[:4]}/{report}-{attempt}.pdf"
