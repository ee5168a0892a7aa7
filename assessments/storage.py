"""Where the files of the evidence are kept: a storage that the web server has no address for."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import IO, cast
from uuid import uuid4

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, storages

FILES, PREVIEWS = "files", "previews"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class KeptFile:
    """A file that lies in the storage, and what is known of it."""

    name: str
    size: int
    media_type: str
    sha256: str
    stored: str


def _storage() -> Storage:
    return storages["evidence"]


def keep(file: File) -> str:  # type: ignore[type-arg]  # of bytes, as uploads are
    """Store a file under a name that nobody chose; return it. Raises OSError, leaving nothing."""
    return _save(FILES, file)


def keep_preview(picture: bytes) -> str:
    """Store a preview; return its name."""
    return _save(PREVIEWS, ContentFile(picture))


def open_file(stored: str) -> IO[bytes]:
    """Open a stored file for reading; raises OSError, now and not when it is read."""
    with _told_as_os_error(stored):
        opened = cast("IO[bytes]", _storage().open(stored, "rb"))
        opened.seek(0)  # a bucket's file is fetched at the first use of it
        return opened


def discard(stored: str) -> bool:
    """Remove a file; what is not there is no error. False where that failed: then it is the sweep's."""
    try:
        with _told_as_os_error(stored):
            _storage().delete(stored)
    except OSError:
        log.exception("The file %s could not be removed", stored)
        return False
    return True


def stored_at(stored: str) -> datetime:
    """When a file was stored; raises OSError."""
    with _told_as_os_error(stored):
        return _storage().get_modified_time(stored)


def everything_stored() -> Iterator[list[str]]:
    """The names of all that lies there, folder by folder."""
    for top in (FILES, PREVIEWS):
        for folder in _listed(top, 0):
            yield [f"{top}/{folder}/{name}" for name in _listed(f"{top}/{folder}", 1)]


def _listed(folder: str, part: int) -> list[str]:
    """The folders (0) or the files (1) in a folder; none where there is no such folder yet."""
    with suppress(FileNotFoundError), _told_as_os_error(folder):
        return list(_storage().listdir(folder)[part])
    return []


@contextmanager
def _told_as_os_error(name: str) -> Iterator[None]:
    """A bucket that refuses or cannot be reached is told as a broken disk is."""
    try:
        yield
    except _errors_of_buckets() as error:
        raise OSError(f"{name} cannot be reached: {error}") from error


def _errors_of_buckets() -> tuple[type[Exception], ...]:
    """What a bucket's client raises; nothing where none is installed. Asked for once something was raised."""
    try:
        from boto3.exceptions import Boto3Error  # noqa: PLC0415 - not installed where no bucket is used
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - likewise
    except ImportError:
        return ()
    return Boto3Error, BotoCoreError, ClientError


def _save(top: str, file: File) -> str:  # type: ignore[type-arg]
    key = uuid4().hex
    name = f"{top}/{key[:2]}/{key}"
    try:
        return _storage().save(name, file)
    except Exception as error:
        with suppress(Exception):
            discard(name)
        raise OSError(f"{name} could not be stored") from error
