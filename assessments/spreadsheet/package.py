"""A workbook is a zip of XML: what it may hold is checked before any of it is parsed."""

from io import BytesIO
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

MOST_BYTES = 5_000_000
MOST_UNPACKED = 20_000_000
MOST_PARTS = 500
MOST_TAGS, MOST_ATTRIBUTES = 300_000, 1_000_000
"""In all parts together; a filled-in sheet has a tenth of them. A parser makes a hundred bytes of each."""

OLD = b"\xd0\xcf\x11\xe0"
"""How an old workbook begins, and one that is locked with a password."""

NOT_A_WORKBOOK = gettext_noop(
    "This file is not an Excel workbook (.xlsx). Bring the sheet that you downloaded here."
)
LOCKED = gettext_noop(
    "This file is an old workbook (.xls), or locked with a password. "
    "Save it as Excel workbook (.xlsx) without a password, then bring it again."
)
MACROS = gettext_noop(
    "This file holds macros. Save it as Excel workbook (.xlsx) without macros, then bring it again."
)
OPEN_DOCUMENT = gettext_noop(
    "This file is an OpenDocument sheet. Save it as Excel workbook (.xlsx), then bring it again."
)
TOO_LARGE = gettext_noop("This file is too large: a sheet has at most %(count)s MB.")
BOMB = gettext_noop(
    "This file unpacks to far more than a filled-in sheet has. Bring the sheet that you downloaded here."
)
DECLARES = gettext_noop(
    "This file holds what no spreadsheet program writes. Bring the sheet that you downloaded here."
)


class Unreadable(ValueError):  # noqa: N818 - reads as what it says
    """The file is no sheet that can be taken; the message says what to do."""


def check_package(content: bytes) -> None:
    """Raise Unreadable for whatever is no plain, small .xlsx file."""
    if len(content) > MOST_BYTES:
        raise Unreadable(_(TOO_LARGE) % {"count": MOST_BYTES // 1_000_000})
    if content.startswith(OLD):
        raise Unreadable(_(LOCKED))
    try:
        with ZipFile(BytesIO(content)) as package:
            _check_parts(package)
    except (BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, OSError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(_(NOT_A_WORKBOOK)) from error


def _check_parts(package: ZipFile) -> None:
    parts = package.infolist()
    names = {part.filename for part in parts}
    # What a part says of its size binds: it is never unpacked beyond.
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unreadable(_(BOMB))
    if "mimetype" in names:
        raise Unreadable(_(OPEN_DOCUMENT))
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise Unreadable(_(NOT_A_WORKBOOK))
    types = package.read("[Content_Types].xml")
    if b"macroEnabled" in types or any(name.endswith("vbaProject.bin") for name in names):
        raise Unreadable(_(MACROS))
    tags = attributes = 0
    for part in parts:
        xml = package.read(part) if part.filename.endswith((".xml", ".rels", ".vml")) else b""
        _check_declarations(xml)
        tags, attributes = tags + xml.count(b"<"), attributes + xml.count(b"=")
    if tags > MOST_TAGS or attributes > MOST_ATTRIBUTES:
        raise Unreadable(_(BOMB))


def _check_declarations(xml: bytes) -> None:
    """No part declares a document type or an entity, in whatever encoding: that is how parsers are bombed."""
    plain = xml.replace(b"\x00", b"")
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise Unreadable(_(DECLARES))
