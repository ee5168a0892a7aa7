"""The kinds of file that are taken: by the name's ending, and what a browser may say that they are.

None of them runs anything where it is opened: no web pages or drawings with scripts, no programs, no
documents with macros, no archives, and no saved mails, which may hold any of these.
"""

from dataclasses import dataclass
from typing import Literal

from ..language import gettext, gettext_noop

UNSURE = frozenset({"", "application/octet-stream"})
"""What browsers say of a file whose type they do not know."""


class NotAccepted(ValueError):  # noqa: N818 - says what was the matter
    """A file that is not taken, in words for whoever chose it."""


@dataclass(frozen=True)
class Kind:
    """One kind of file; `word` is translated where it is shown, `main` is what an office file must have."""

    word: str
    media_type: str
    endings: tuple[str, ...]
    shape: Literal["picture", "pdf", "text", "office"]
    also: frozenset[str] = frozenset()
    """What it is called by some browsers."""
    main: str = ""


_OFFICE = "application/vnd.openxmlformats-officedocument"
_CSV_TOO = frozenset({"text/plain", "application/csv", "text/x-csv", "application/vnd.ms-excel"})
_MARKDOWN_TOO = frozenset({"text/plain", "text/x-markdown"})

_SLIDES = "ppt/presentation.xml"

KINDS = (
    Kind("PDF", "application/pdf", ("pdf",), "pdf", frozenset({"application/x-pdf"})),
    Kind(gettext_noop("PNG picture"), "image/png", ("png",), "picture", frozenset({"image/x-png"})),
    Kind(
        gettext_noop("JPEG picture"),
        "image/jpeg",
        ("jpg", "jpeg"),
        "picture",
        frozenset({"image/jpg", "image/pjpeg"}),
    ),
    Kind(gettext_noop("WebP picture"), "image/webp", ("webp",), "picture"),
    Kind(gettext_noop("GIF picture"), "image/gif", ("gif",), "picture"),
    Kind(gettext_noop("Table"), "text/csv", ("csv",), "text", _CSV_TOO),
    Kind(gettext_noop("Text"), "text/plain", ("txt", "log"), "text", frozenset({"text/x-log"})),
    Kind(gettext_noop("Text"), "text/markdown", ("md",), "text", _MARKDOWN_TOO),
    Kind(
        gettext_noop("Workbook"),
        f"{_OFFICE}.spreadsheetml.sheet",
        ("xlsx",),
        "office",
        main="xl/workbook.xml",
    ),
    Kind(
        gettext_noop("Document"),
        f"{_OFFICE}.wordprocessingml.document",
        ("docx",),
        "office",
        main="word/document.xml",
    ),
    Kind(
        gettext_noop("Slides"),
        f"{_OFFICE}.presentationml.presentation",
        ("pptx",),
        "office",
        main="ppt/presentation.xml",
    ),
)

ACCEPTED = tuple(ending for kind in KINDS for ending in kind.endings)
PREVIEWED = frozenset(kind.media_type for kind in KINDS if kind.shape in {"picture", "pdf"})

_BY_ENDING = {ending: kind for kind in KINDS for ending in kind.endings}

_PROGRAMS = frozenset(
    {
        *("app", "bat", "cmd", "com", "cpl", "docm", "dotm", "exe", "hta", "htm", "html", "iso", "jar", "js"),
        *(
            "jse",
            "lnk",
            "mht",
            "mhtml",
            "msi",
            "php",
            "pif",
            "pptm",
            "ps1",
            "py",
            "reg",
            "scr",
            "sh",
            "shtml",
        ),
        *("svg", "swf", "url", "vb", "vbe", "vbs", "wsf", "xhtml", "xlam", "xlsb", "xlsm", "xltm", "xml"),
        "zip",
    }
)
"""Endings that may not stand before the last one either: "invoice.exe.pdf" is meant to be misread."""


def kind_of(name: str, declared: str) -> Kind:
    """The kind that a safe name and a browser's word for it agree on; raises NotAccepted."""
    stem, _, ending = name.rpartition(".")
    kind = _BY_ENDING.get(ending.lower()) if stem else None
    if kind is None:
        raise NotAccepted(
            gettext(
                "This kind of file is not kept here. Choose PDF, pictures (PNG, JPEG, WebP, GIF), text (TXT, "
                "LOG, MD, CSV), Word, Excel or PowerPoint without macros."
            )
        )
    if hidden := _PROGRAMS.intersection(part.strip().lower() for part in stem.split(".")[1:]):
        raise NotAccepted(
            gettext("The name has two endings, “.%(ending)s” among them. Rename the file first.")
            % {"ending": min(hidden)}
        )
    said = declared.partition(";")[0].strip().lower()
    if said not in UNSURE | kind.also | {kind.media_type}:
        raise NotAccepted(
            gettext("The name says “.%(ending)s”, but your browser takes it for %(type)s. Save it again.")
            % {"ending": ending, "type": said}
        )
    return kind
