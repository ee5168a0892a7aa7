"""Office documents: zip files of which only the table of contents is read, and little of that.

What they unpack to is added up from that table: nobody here unpacks them, so a table that lies harms nobody
but whoever opens the file, with a program that knows to beware.
"""

import re
import struct
import zipfile
from typing import BinaryIO

from ..language import gettext, gettext_noop
from .kinds import Kind, NotAccepted

MOST_PARTS = 5_000
MOST_CONTENTS = 1_000_000
"""Bytes of a table of contents."""
MOST_UNPACKED = 300_000_000
MOST_TIMES = 150
"""How many times larger than packed: thorough spreadsheets reach 30."""
MOST_READ = 1_000_000

_END = struct.Struct("<4sHHHHIIH")
_TAIL = _END.size + 0xFFFF
_ACTIVE = re.compile(r"vba|activex|macrosheets|dialogsheets|oleobject|\.exe$|\.bin$", re.IGNORECASE)
_PRINTER = re.compile(r"(printerSettings\d*|vmlDrawing\d*)\.(bin|vml)$", re.IGNORECASE)
_LINKED = re.compile(rb"<Relationship\b[^>]*>", re.IGNORECASE)
_FETCHED = re.compile(rb"attachedTemplate|oleObject|/frame|subDocument", re.IGNORECASE)

MACROS = gettext_noop("This document has macros or embedded programs. Save it without them, or as a PDF.")
DAMAGED = gettext_noop("This is not a whole document of its kind. Save it again.")
TOO_MUCH = gettext_noop("This document would unpack to far more than it should. Save it again, or as a PDF.")


def check_office(kind: Kind, file: BinaryIO) -> None:
    """Raise NotAccepted unless this is a document of its kind, without macros and of a sane size."""
    _check_end(file)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            _check_parts(kind, parts, _length(file))
            _check_said(archive)
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        if isinstance(error, NotAccepted):
            raise
        raise NotAccepted(gettext(DAMAGED)) from error


def _check_end(file: BinaryIO) -> None:
    """The table of contents must be small, in one piece, and the file nothing besides: no other in front."""
    file.seek(0)
    if file.read(4) != b"PK\x03\x04":
        raise NotAccepted(gettext(DAMAGED))
    size = _length(file)
    start = max(0, size - _TAIL)
    file.seek(start)
    tail = file.read(_TAIL)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        raise NotAccepted(gettext(DAMAGED))
    _, disk, _, here, parts, contents, offset, comment = _END.unpack_from(tail, at)
    if parts > MOST_PARTS or contents > MOST_CONTENTS:
        raise NotAccepted(gettext(TOO_MUCH))
    in_one_piece = not disk and here == parts and offset + contents == start + at
    if not in_one_piece or start + at + _END.size + comment != size:
        raise NotAccepted(gettext(DAMAGED))


def _check_parts(kind: Kind, parts: list[zipfile.ZipInfo], packed: int) -> None:
    names = [part.filename for part in parts]
    if kind.main not in names or "[Content_Types].xml" not in names or len(set(names)) != len(names):
        raise NotAccepted(gettext(DAMAGED))
    if any(".." in name.split("/") or name.startswith("/") or "\\" in name for name in names):
        raise NotAccepted(gettext(DAMAGED))
    if any(_ACTIVE.search(name) and not _PRINTER.search(name) for name in names):
        raise NotAccepted(gettext(MACROS))
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED or unpacked > MOST_TIMES * packed:
        raise NotAccepted(gettext(TOO_MUCH))
    if any(part.flag_bits & 1 for part in parts):
        raise NotAccepted(gettext("This document is encrypted. Save it without a password."))


def _check_said(archive: zipfile.ZipFile) -> None:
    """What the document says of itself: that it has macros, or fetches a part from elsewhere."""
    for part in archive.infolist():
        types = part.filename == "[Content_Types].xml"
        if types or part.filename.endswith(("settings.xml.rels", "document.xml.rels")):
            with archive.open(part) as opened:
                said = opened.read(MOST_READ)
            if types and (b"macroEnabled" in said or b"vbaProject" in said):
                raise NotAccepted(gettext(MACROS))
            if any(b"External" in link and _FETCHED.search(link) for link in _LINKED.findall(said)):
                raise NotAccepted(
                    gettext("This document fetches parts of itself from elsewhere. Save it as a PDF.")
                )


def _length(file: BinaryIO) -> int:
    return file.seek(0, 2)
