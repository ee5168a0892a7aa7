"""Lengths that paper can bear: long texts are cut, long words broken, long lists counted out.

Everything that is cut stands whole in the attached case file, and the page says so.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

from assessments.domain.language import gettext as _
from assessments.domain.language import ngettext
from assessments.domain.numbers import NO_BREAK, plain
from assessments.markdown import to_plain
from reports.content.parts import Deferred, Disagreement, Hold, Note, Prompt, Proof, Step
from reports.content.report import ReportContent
from reports.content.words import CONTINUES

MOST_CHARACTERS = 80_000
"""In a whole report: three times a thorough one. Typesetting takes a second for every 14,000 or so."""
MOST_ROOMY = 23_200
"""Characters that fit on ten pages in the larger type."""
SHARES = (1, 2, 4, 8, 16)
"""While a report is too long, its texts are cut to these shares of their lengths, one after the other."""

LONGEST_WORD = 64
"""A SHA-256 stays whole."""
PIECE = 40
BREAK = "\N{ZERO WIDTH SPACE}"
LONGEST_TEXT = 1_200
LONGEST_LINK = 64
LONGEST = {
    "initiative": 120,
    "unit": 120,
    "owner": 100,
    "rationale": 600,
    "title": 300,
    "project": 300,
    "grade_note": 200,
    "team_reason": 300,
    "second_reason": 300,
}
MOST_ROWS = {
    "steps": 12,
    "evidence": 60,
    "scope_register": 30,
    "notes": 20,
    "holds": 20,
    "disagreements": 12,
    "prompts": 12,
}
MARKED = {"rationale"}
"""Fields with light markdown, set without its marks."""
OUR_OWN = {
    "heading", "standing", "identity", "rules", "verification", "honest_claim", "predicting_claim", "unseen",
    "to_change", "question", "intro", "opinions", "prompts", "finding_sentence", "reason",
    "scope_sums",
}  # fmt: skip
"""Fields that hold our own words: never cut to a share, though to their lengths all the same."""
UNTOUCHED = {"attachments"}

MORE: dict[str, Callable[[str], object]] = {
    "steps": lambda text: Step(text, "", "", "", ""),
    "evidence": lambda text: Proof(0, text, "", "", "", "", ()),
    "scope_register": lambda text: Deferred(text, "", "", "", ""),
    "notes": lambda text: Note("", text),
    "holds": lambda text: Hold("", "", text, ()),
    "disagreements": lambda text: Disagreement("", text, "", "", "", "", settled=False, settlement=""),
    "prompts": lambda text: Prompt(text, ""),
}

_PER_CENT = re.compile(r"(?<=\d) %")
_LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")

T = TypeVar("T")


def for_paper(content: ReportContent) -> ReportContent:
    """The same content, with every text and list in it, and all of it together, within its limits."""
    for share in SHARES:
        paper = _Cutter(share).fitted(content, "")
        if _length(paper) <= MOST_CHARACTERS:
            break
    return paper


def is_long(paper: ReportContent) -> bool:
    """Whether the report must be set smaller to stay within ten pages."""
    return _length(paper) > MOST_ROOMY


def text_for_paper(text: str, most: int) -> str:
    """Cut a text after so many characters, and let every word break somewhere."""
    text = text.strip()  # a space at the end makes WeasyPrint break lines too early
    short = text if len(text) <= most else text[:most].rstrip() + _(CONTINUES)
    whole = _PER_CENT.sub(f"{NO_BREAK}%", short)
    return _LONG_WORD.sub(lambda word: BREAK.join(_pieces(word[0])), whole)


def link_for_paper(link: str) -> str:
    """A link on one line: where it is too long, its middle is left out."""
    start = LONGEST_LINK * 2 // 3
    return link if len(link) <= LONGEST_LINK else f"{link[:start]}…{link[start + 1 - LONGEST_LINK :]}"


@dataclass(frozen=True)
class _Cutter:
    """Cuts texts to one part in `share` of their greatest length, and lists to theirs."""

    share: int

    def fitted(self, value: T, name: str) -> T:
        """The value within its limits; `name` is the field that it stands in."""
        fitted: Any = value
        if name == "link":
            fitted = link_for_paper(fitted)
        elif isinstance(value, str):
            written = to_plain(value) if name in MARKED else value
            fitted = text_for_paper(written, LONGEST.get(name, LONGEST_TEXT) // self.share)
        elif isinstance(value, tuple):
            fitted = self._rows(value, name)
        elif is_dataclass(value) and not isinstance(value, type):
            fitted = replace(value, **self._parts(value))
        return fitted  # type: ignore[no-any-return]

    def _parts(self, value: Any) -> dict[str, Any]:
        names = [field.name for field in fields(value) if field.name not in UNTOUCHED]
        return {
            name: (_Cutter(1) if name in OUR_OWN else self).fitted(getattr(value, name), name)
            for name in names
        }

    def _rows(self, rows: tuple[Any, ...], name: str) -> tuple[Any, ...]:
        most = MOST_ROWS.get(name, len(rows))
        kept = tuple(self.fitted(row, name) for row in rows[:most])
        if len(rows) > most:
            return (*kept, MORE[name](_and_more(len(rows) - most)))
        return kept


def _and_more(rows: int) -> str:
    text = ngettext(
        "and %(count)s more in the attached case file",
        "and %(count)s more in the attached case file",
        rows,
    )
    return text % {"count": plain(rows)}


def _pieces(word: str) -> list[str]:
    return [word[start : start + PIECE] for start in range(0, len(word), PIECE)]


def _length(value: Any) -> int:
    if isinstance(value, str):
        return len(value)
    if isinstance(value, tuple):
        return sum(map(_length, value))
    if is_dataclass(value):
        return sum(_length(getattr(value, f.name)) for f in fields(value) if f.name not in UNTOUCHED)
    return 0
