"""Where the files of the evidence are kept: a storage that the web server has no address for."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import IO, cast
from uuid import uuid4

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, storages

FILES, PREVIEWS = "files", "previews"


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
    """Open a stored file for reading; raises OSError."""
    return cast("IO[bytes]", _storage().open(stored, "rb"))


def discard(stored: str) -> None:
    """Remove a file; what is not there is no error."""
    _storage().delete(stored)


def stored_at(stored: str) -> datetime:
    """When a file was stored."""
    return _storage().get_modified_time(stored)


def everything_stored() -> Iterator[list[str]]:
    """The names of all that lies there, folder by folder."""
    for top in (FILES, PREVIEWS):
        for folder in _listed(top, 0):
            yield [f"{top}/{folder}/{name}" for name in _listed(f"{top}/{folder}", 1)]


def _listed(folder: str, part: int) -> list[str]:
    """The folders (0) or the files (1) in a folder; none where there is no such folder yet."""
    with suppress(FileNotFoundError):
        return list(_storage().listdir(folder)[part])
    return []


def _save(top: str, file: File) -> str:  # type: ignore[type-arg]
    key = uuid4().hex
    name = f"{top}/{key[:2]}/{key}"
    try:
        return _storage().save(name, file)
    except Exception as error:
        with suppress(Exception):
            discard(name)
        raise OSError(f"{name} could not be stored") from error
