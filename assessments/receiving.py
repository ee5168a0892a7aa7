"""Files on their way in: to a temporary file, counted and hashed piece by piece, and no further than allowed.

Used for every form of the site, whether or not it asks for a file: nobody can fill the disk or the memory by
sending one.
"""

import hashlib
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload, TemporaryFileUploadHandler
from django.http import HttpRequest

BESIDE_THE_FILE = 100_000
"""Bytes of a form around its file."""


def most_bytes() -> int:
    """How much a form with a file may take."""
    return int(settings.EVIDENCE_FILE_BYTES) + BESIDE_THE_FILE


def stated_bytes(request: HttpRequest) -> int | None:
    """How long a request says that it is; None where it does not, and so cannot be trusted to end."""
    try:
        length = int(request.META.get("CONTENT_LENGTH") or "")
    except ValueError:
        return None
    return None if "HTTP_TRANSFER_ENCODING" in request.META or length < 0 else length


class ReceivedFile(TemporaryUploadedFile):
    """A file that has come in, in a temporary file that goes with the request."""

    sha256 = ""

    def __init__(self, name: str | None, content_type: str | None, charset: str | None, extra: Any) -> None:
        # Django's own takes the name's ending, of whatever length, for the temporary file's.
        folder = settings.FILE_UPLOAD_TEMP_DIR
        file = NamedTemporaryFile(suffix=".upload", dir=folder)  # noqa: SIM115 - the request closes it
        UploadedFile.__init__(self, file, name, content_type, 0, charset, extra)


class MeasuredUpload(TemporaryFileUploadHandler):
    """Writes a file to disk as it comes; what is too large is dropped, and `too_large` says so."""

    file: ReceivedFile

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.too_large = False

    def handle_raw_input(  # type: ignore[override]  # Django's has more specific types
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803 - Django's name
        content_length: int,
        boundary: bytes,
        encoding: str | None = None,
    ) -> None:
        """Refuse before anything is read what is longer than a form with one file can be."""
        del input_data, META, boundary, encoding
        if content_length > most_bytes():
            raise RequestDataTooBig("The form is longer than a file of evidence may be.")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin with a file."""
        FileUploadHandler.new_file(self, *args, **kwargs)
        self.file = ReceivedFile(self.file_name, self.content_type, self.charset, self.content_type_extra)
        self.digest = hashlib.sha256()
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take a piece, unless it is one too many."""
        self.received += len(raw_data)
        if self.received > settings.EVIDENCE_FILE_BYTES:
            self.too_large = True
            self.file.close()
            raise StopUpload(connection_reset=False)
        self.digest.update(raw_data)
        super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> ReceivedFile:
        """The whole file, with its hash."""
        super().file_complete(file_size)
        self.file.sha256 = self.digest.hexdigest()
        return self.file
