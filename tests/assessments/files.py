"""Files for tests, made here byte by byte: honest ones, and the pieces that hostile ones are made of."""

import io
import zipfile
from collections.abc import Mapping

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}


def picture(kind: str = "PNG", size: tuple[int, int] = (64, 48), mode: str = "RGB") -> bytes:
    """A picture of one colour."""
    made = io.BytesIO()
    Image.new(mode, size).save(made, kind)
    return made.getvalue()


def pdf() -> bytes:
    """One white page."""
    return picture("PDF", (300, 400))


def archive(parts: Mapping[str, bytes]) -> bytes:
    """A zip file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in parts.items():
            opened.writestr(name, content)
    return made.getvalue()


def office(ending: str = "docx", more: Mapping[str, bytes] | None = None, types: bytes = TYPES) -> bytes:
    """A document with nothing in it, and whatever else."""
    return archive({"[Content_Types].xml": types, MAIN[ending]: b"<w/>"} | dict(more or {}))


def sent(name: str, content: bytes, declared: str = "application/octet-stream") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content, declared)
