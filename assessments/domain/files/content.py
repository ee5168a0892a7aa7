"""Whether a file's bytes are what its name says; read in pieces, never unpacked."""

import re
from collections.abc import Iterator
from typing import BinaryIO

import puremagic

from ..language import gettext as _
from .kinds import Kind, NotAccepted
from .office import check_office

PIECE = 64 * 1024
HEAD = 4 * 1024

_PICTURES = {
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n....IHDR", re.DOTALL),
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/webp": re.compile(rb"RIFF....WEBPVP8[ LX]", re.DOTALL),
    "image/gif": re.compile(rb"GIF8[79]a"),
}
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_NOT_PLAIN = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!doctype|<!--|<html|<head|<body|<svg|<script|<iframe|<\?|#!|%pdf|\{\\rtf|"
    rb"mz.{0,200}this program|mime-version:|@echo)",
    re.IGNORECASE | re.DOTALL,
)
"""How web pages, scripts, programs and saved mails begin."""
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def check_content(kind: Kind, file: BinaryIO) -> None:
    """Raise NotAccepted unless the bytes are of this kind; leaves the file at its start."""
    file.seek(0)
    head = file.read(HEAD)
    if not head:
        raise NotAccepted(_("This file is empty."))
    if kind.shape == "text":
        _check_text(kind, head, file)
    elif kind.shape == "office":
        check_office(kind, file)
    elif not _begins_as(kind, head):
        raise _other(kind)
    file.seek(0)


def _begins_as(kind: Kind, head: bytes) -> bool:
    own = head.startswith(b"%PDF-") if kind.shape == "pdf" else bool(_PICTURES[kind.media_type].match(head))
    return own and bool(_guessed(head) & {f".{ending}" for ending in kind.endings})


def _guessed(head: bytes) -> set[str]:
    """The endings that would fit, by a library that knows many more kinds than we take."""
    try:
        return {guess.extension for guess in puremagic.magic_string(head)}
    except puremagic.PureError:
        return set()


def _check_text(kind: Kind, head: bytes, file: BinaryIO) -> None:
    wide = head[:2] in _WIDE
    start = head.decode("utf-16", "replace").encode() if wide else head
    if _NOT_PLAIN.match(start):
        raise NotAccepted(
            _("This file begins like a web page, a script or a program. Save it as plain text.")
        )
    file.seek(0)
    for piece in _pieces(file):
        if not wide and _CONTROLS.search(piece):
            raise _other(kind)
    if wide and _CONTROLS.search(start):
        raise _other(kind)


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece


def _other(kind: Kind) -> NotAccepted:
    return NotAccepted(
        _("The name says “.%(ending)s”, but the file holds something else. Save it again.")
        % {"ending": kind.endings[0]}
    )
