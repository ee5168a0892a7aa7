"""Lengths that paper can bear: long texts are cut, long words broken, long lists counted out.

Everything that is cut stands whole in the attached case file, and the page says so.
"""

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from assessments.domain.numbers import NO_BREAK
from reports.content.parts import Deferred, Note, Proof, Step
from reports.content.report import ReportContent
from reports.content.words import CONTINUES

LONGEST_WORD = 64
"""A SHA-256 stays whole."""
PIECE = 40
BREAK = "\N{ZERO WIDTH SPACE}"
LONGEST_TEXT = 1_200
LONGEST = {"rationale": 600, "title": 300, "link": 300, "project": 300, "grade_note": 200, "owner": 100}
MOST_ROWS = {
    "steps": 12,
    "evidence": 60,
    "scope_register": 30,
    "notes": 20,
    "contradictions": 12,
    "holds": 30,
}
WHOLE = {"attachments"}

MORE = {
    "steps": lambda text: Step(text, "", "", done=False),
    "evidence": lambda text: Proof(0, text, "", "", "", "", ()),
    "scope_register": lambda text: Deferred(text, "", "", "", ""),
    "notes": lambda text: Note("", text),
}

_PER_CENT = re.compile(r"(?<=\d) %")
_LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")

T = TypeVar("T")


def for_paper(content: ReportContent) -> ReportContent:
    """The same content, with every text and list in it within its limits."""
    return _fitted(content, "")


def _fitted(value: T, name: str) -> T:
    fitted: Any = value
    if isinstance(value, str):
        fitted = text_for_paper(value, LONGEST.get(name, LONGEST_TEXT))
    elif isinstance(value, tuple):
        fitted = _rows(value, name)
    elif is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: getattr(value, field.name) for field in fields(value) if field.name not in WHOLE}
        fitted = replace(value, **{part: _fitted(inner, part) for part, inner in parts.items()})
    return fitted  # type: ignore[no-any-return]


def _rows(rows: tuple[Any, ...], name: str) -> tuple[Any, ...]:
    most = MOST_ROWS.get(name, len(rows))
    kept = tuple(_fitted(row, name) for row in rows[:most])
    if len(rows) > most and name in MORE:
        return (*kept, MORE[name](f"and {len(rows) - most:,} more in the attached case file"))
    return kept


def text_for_paper(text: str, most: int) -> str:
    """Cut a text after so many characters, and let every word break somewhere."""
    text = text.strip()  # a space at the end makes WeasyPrint break lines too early
    short = text if len(text) <= most else text[:most].rstrip() + CONTINUES
    whole = _PER_CENT.sub(f"{NO_BREAK}%", short)
    return _LONG_WORD.sub(lambda word: BREAK.join(_pieces(word[0])), whole)


def _pieces(word: str) -> list[str]:
    return [word[start : start + PIECE] for start in range(0, len(word), PIECE)]
