"""Which files are taken as evidence, and what they are called."""

import io
import struct

import puremagic
import pytest

from assessments.domain.files import ACCEPTED, LONGEST_NAME, NotAccepted, check_content, kind_of, safe_name
from tests.assessments.files import OFFICE, TYPES, archive, office, pdf, picture

FETCHES = b'<Relationship Type="http://x/attachedTemplate" Target="http://evil" TargetMode="External"/>'
LINKS = b'<Relationship Type="http://x/hyperlink" Target="http://good" TargetMode="External"/>'

TAKEN = {
    "plan.pdf": (pdf(), "application/pdf"),
    "PLAN.PDF": (pdf(), ""),
    "shot.png": (picture(), "image/png"),
    "photo.jpg": (picture("JPEG"), "image/jpeg"),
    "photo.jpeg": (picture("JPEG"), "image/pjpeg"),
    "shot.webp": (picture("WEBP"), "image/webp"),
    "shot.gif": (picture("GIF"), "image/gif"),
    "count.csv": (b"a;b\r\n1;2\r\n", "application/vnd.ms-excel"),
    "wide.csv": ("a\tb\r\n".encode("utf-16"), "text/csv"),
    "latin.csv": ("Größe;Müller".encode("cp1252"), "text/csv"),
    "run.log": (b"\xef\xbb\xbfstarted\x1b[0m done".replace(b"\x1b", b""), "text/plain"),
    "notes.txt": (b"a < b and MZ is a district", "text/plain; charset=utf-8"),
    "notes.md": (b"# Heading\n", "text/markdown"),
    "minutes.docx": (
        office("docx", {"word/_rels/document.xml.rels": LINKS}),
        f"{OFFICE}.wordprocessingml.document",
    ),
    "figures.xlsx": (
        office("xlsx", {"xl/printerSettings/printerSettings1.bin": b"\0"}),
        f"{OFFICE}.spreadsheetml.sheet",
    ),
    "deck.pptx": (office("pptx"), f"{OFFICE}.presentationml.presentation"),
}


def check(name: str, content: bytes, declared: str = "") -> None:
    file = io.BytesIO(content)
    check_content(kind_of(safe_name(name), declared), file)
    assert file.tell() == 0


@pytest.mark.parametrize("name", TAKEN)
def test_honest_file_is_taken(name: str) -> None:
    content, declared = TAKEN[name]

    check(name, content, declared)


def test_every_ending_that_is_taken_is_tried_here() -> None:
    assert {name.rpartition(".")[2].lower() for name in TAKEN} == set(ACCEPTED)


def unpacking_to(size: int) -> bytes:
    return office("docx", {"word/media/huge.txt": b"0" * size})


def with_many_parts() -> bytes:
    return office("docx", {f"word/p{number}": b"" for number in range(5_001)})


def claiming(field: int, value: int, made: bytes) -> bytes:
    """The same archive whose end says something else."""
    at = made.rfind(b"PK\x05\x06")
    end = list(struct.unpack_from("<4sHHHHIIH", made, at))
    end[field] = value
    return made[:at] + struct.pack("<4sHHHHIIH", *end)


def encrypted() -> bytes:
    made = bytearray(office())
    at = made.rfind(b"PK\x01\x02")
    made[at + 8] |= 1
    return bytes(made)


REFUSED: dict[str, tuple[str, bytes, str, str]] = {
    "no ending": ("plan", b"text", "", "not kept here"),
    "only an ending": (".pdf", pdf(), "", "not kept here"),
    "a name that is all dots": ("...", b"text", "", "not kept here"),
    "drawing with scripts": ("a.svg", b"<svg/>", "image/svg+xml", "not kept here"),
    "macro document": ("a.docm", office(), "", "not kept here"),
    "two endings": ("invoice.exe.pdf", pdf(), "", "two endings"),
    "declared as something else": ("a.png", picture(), "text/html", "takes it for text/html"),
    "empty": ("a.txt", b"", "", "empty"),
    "page as a picture": ("a.png", b"<!doctype html><script>", "", "something else"),
    "cut picture": ("a.png", b"\x89PNG\r\n\x1a\nrest of it is text", "", "something else"),
    "picture as another": ("a.png", picture("JPEG"), "", "something else"),
    "PDF behind something else": ("a.pdf", b"junk" + pdf(), "", "something else"),
    "program as text": (
        "a.txt",
        b"MZ\x90\0 This program cannot be run",
        "",
        "like a web page",
    ),
    "page as text": ("a.txt", b"  \n<HTML><script>alert(1)</script>", "", "like a web page"),
    "wide page as text": ("a.txt", "<svg onload=x>".encode("utf-16"), "", "like a web page"),
    "script as text": ("a.txt", b"#!/bin/sh\nrm -rf /", "", "like a web page"),
    "mail as text": ("a.txt", b"MIME-Version: 1.0\n\n", "", "like a web page"),
    "zeros deep in text": ("a.csv", b"a;b\n" * 50_000 + b"\0", "", "something else"),
    "wide text with controls": ("a.txt", "a\x01b".encode("utf-16"), "", "something else"),
    "nothing but a zip's first bytes": ("a.docx", b"PK\x03\x04" + b"\0" * 300, "", "not a whole document"),
    "zip that begins as something else": ("a.docx", picture("GIF") + office(), "", "not a whole document"),
    "zip with something behind it": ("a.docx", office() + b"MZ", "", "not a whole document"),
    "zip of another kind": ("a.docx", archive({"evil.exe": b"MZ"}), "", "not a whole document"),
    "workbook named document": ("a.docx", office("xlsx"), "", "not a whole document"),
    "path that climbs": ("a.docx", office(more={"../../etc/passwd": b""}), "", "not a whole document"),
    "path from the root": ("a.docx", office(more={"/etc/passwd": b""}), "", "not a whole document"),
    "macros": ("a.docx", office(more={"word/vbaProject.bin": b""}), "", "macros"),
    "macros by their type": ("a.docx", office(types=TYPES + b"macroEnabled"), "", "macros"),
    "embedded program": ("a.docx", office(more={"word/embeddings/run.exe": b""}), "", "macros"),
    "template from elsewhere": (
        "a.docx",
        office(more={"word/_rels/settings.xml.rels": FETCHES}),
        "",
        "from elsewhere",
    ),
    "small bomb": ("a.docx", unpacking_to(3_000_000), "", "unpack to far more"),
    "many parts": ("a.docx", with_many_parts(), "", "unpack to far more"),
    "contents that claim to be huge": ("a.docx", claiming(5, 2_000_000, office()), "", "unpack to far more"),
    "contents elsewhere": ("a.docx", claiming(6, 7, office()), "", "not a whole document"),
    "on another disk": ("a.docx", claiming(1, 1, office()), "", "not a whole document"),
    "cut short": ("a.docx", office()[:-30], "", "not a whole document"),
    "broken contents": ("a.docx", office().replace(b"PK\x01\x02", b"PK\x01\x03"), "", "not a whole document"),
    "encrypted": ("a.docx", encrypted(), "", "encrypted"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_hostile_file_is_refused_in_words(what: str) -> None:
    name, content, declared, said = REFUSED[what]

    with pytest.raises(NotAccepted, match=said):
        check(name, content, declared)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("plan.pdf", "plan.pdf"),
        ("../../etc/passwd", "passwd"),
        (r"C:\Users\lea\Plan.pdf", "Plan.pdf"),
        ("gpj\u202efdp.exe", "gpjfdp.exe"),
        ("zero\u200bwidth\x00.pdf", "zerowidth.pdf"),
        ("two\nlines\t.pdf", "two lines .pdf"),
        (" plan.pdf . ", "plan.pdf"),
        ("..", ""),
        ("a/", ""),
        ("x" * 300 + ".pdf", "x" * (LONGEST_NAME - 4) + ".pdf"),
        ("x" * 300, "x" * LONGEST_NAME),
        ("x." + "y" * 300, ("x." + "y" * 300)[:LONGEST_NAME]),
        ("Größe 東京.pdf", "Größe 東京.pdf"),
    ],
)
def test_name_shows_what_it_is_and_is_no_path(given: str, name: str) -> None:
    assert safe_name(given) == name


def test_picture_that_the_library_does_not_know_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(_head: bytes) -> None:
        raise puremagic.PureError

    monkeypatch.setattr(puremagic, "magic_string", unknown)

    with pytest.raises(NotAccepted):
        check("a.png", picture())
