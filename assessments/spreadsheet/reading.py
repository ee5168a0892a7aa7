"""From a workbook that came back to the rows in it: nothing is evaluated, followed or believed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assessments.domain.numbers import bare
from assessments.domain.questionnaire import Question, Questionnaire
from assessments.forms.answers import BLANK
from assessments.forms.fields import as_line, as_text, as_typed

from . import columns
from .fingerprints import fingerprint
from .package import Unreadable, check_package

if TYPE_CHECKING:
    from openpyxl import Workbook

__all__ = ["CellError", "SheetRow", "Unreadable", "read"]

MOST_ROWS, MOST_COLUMNS = 1_000, 60
LONGEST = 40_000
"""Characters of a cell that are looked at; a form refuses far shorter texts."""

NO_SHEET = gettext_noop(
    "This file is not a spreadsheet that can be read. Save it as Excel workbook (.xlsx), then bring it again."
)
NOT_OURS = gettext_noop("This is not a sheet of this product. Download this round’s sheet and fill that in.")
OTHER_ROUND = gettext_noop(
    "This sheet belongs to another round. Download this round’s sheet and fill that in."
)

NO_NUMBER = gettext_noop("This cell holds a date or a yes, not a number. Type digits, such as 50000 or 0.5.")

Row = Mapping[str, Any]
"""A row's cells by the name of their column."""

Words = Mapping[str, str]
"""What can be chosen, by its code."""


@dataclass(frozen=True)
class _Asked:
    """A row's question, and the words that its sheet was made with."""

    question: Question
    words: Words


@dataclass(frozen=True)
class CellError:
    """What is wrong with one cell, and where it is."""

    sheet: str
    cell: str
    text: str


@dataclass(frozen=True)
class SheetRow:
    """One question's row: what it says, as a question's form takes it, and where each field stands.

    `version` is that of the answer when the sheet was downloaded; `untouched` tells that the row still says
    the same as then.
    """

    question: str
    sheet: str
    version: int
    untouched: bool
    fields: Mapping[str, str]
    cells: Mapping[str, str]
    wrong: tuple[CellError, ...] = field(default=())

    def error(self, name: str, text: str) -> CellError:
        """An error at the cell of this field, or where the answer stands."""
        return CellError(self.sheet, self.cells.get(name) or self.cells.get("said", ""), text)


def read(content: bytes, round_id: str, questionnaire: Questionnaire) -> tuple[SheetRow, ...]:
    """Every question's row in the order of the sheets. Raises Unreadable, whose text says what to do."""
    check_package(content)
    try:
        return _read(content, round_id, questionnaire)
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(_(NO_SHEET)) from error


def _read(content: bytes, round_id: str, questionnaire: Questionnaire) -> tuple[SheetRow, ...]:
    from openpyxl import load_workbook  # noqa: PLC0415 - slow to import, and for few requests

    book = load_workbook(BytesIO(content), read_only=True, data_only=False, keep_links=False)
    try:
        _check_round(book, round_id)
        rows = tuple(_rows(book, questionnaire, _words_in(book)))
    finally:
        book.close()
    keys = [row.question for row in rows]
    if twice := {key for key in keys if keys.count(key) > 1}:
        names = ", ".join(sorted(questionnaire.by_key[key].name for key in twice))
        text = _("These questions stand in the file twice: %(names)s. Take the copies out of it.")
        raise Unreadable(text % {"names": names})
    if not rows:
        raise Unreadable(_(NOT_OURS))
    return rows


def _check_round(book: "Workbook", round_id: str) -> None:
    if columns.LISTS not in book.sheetnames:
        raise Unreadable(_(NOT_OURS))
    marks = [row[0] for row in book[columns.LISTS].iter_rows(max_row=2, max_col=1, values_only=True)]
    if marks[:1] != [columns.FORMAT]:
        raise Unreadable(_(NOT_OURS))
    if marks[1:] != [round_id]:
        raise Unreadable(_(OTHER_ROUND))


def _words_in(book: "Workbook") -> Words:
    """The words that the sheet was made with, whatever the language of whoever brings it back."""
    first = columns.FIRST_WORD
    lines = book[columns.LISTS].iter_rows(
        min_row=first, max_row=first + len(columns.WORDS), max_col=1, values_only=True
    )
    told = (str(line[0] or "").partition(" ") for line in lines)
    return columns.WORDS | {code: word for code, _space, word in told if code in columns.WORDS and word}


def _rows(book: "Workbook", questionnaire: Questionnaire, words: Words) -> Iterator[SheetRow]:
    for sheet in book.worksheets:
        names: Sequence[str] = ()
        for place, cells in enumerate(sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS), start=1):
            if place == columns.NAMES_ROW:
                names = [str(cell.value) for cell in cells]
                if not {"key", "version", "seen"} <= set(names):
                    break
                continue
            row = {name: cell for name, cell in zip(names, cells, strict=False) if name in columns.READ}
            question = questionnaire.by_key.get(str(row["key"].value))
            if question is not None:
                yield _row(sheet.title, place, names, row, _Asked(question, words))


def _row(title: str, place: int, names: Sequence[str], row: Row, asked: _Asked) -> SheetRow:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - with openpyxl itself

    cells = {name: f"{get_column_letter(names.index(name) + 1)}{place}" for name in row}
    wrong: list[CellError] = []
    fields = dict(BLANK)
    for name in fields.keys() & row.keys():
        try:
            fields[name] = _field(name, row[name], asked) or fields[name]
        except ValueError as error:
            wrong.append(CellError(title, cells[name], str(error)))
    seen, version = _plain(row["seen"]), _plain(row["version"])
    return SheetRow(
        question=asked.question.key,
        sheet=title,
        version=int(version) if version.isdecimal() and len(version) < 10 else 0,
        untouched=not wrong and fingerprint(fields) == seen,
        fields=_as_posted(fields, asked.question),
        cells=cells,
        wrong=tuple(wrong),
    )


def _as_posted(fields: Mapping[str, str], question: Question) -> dict[str, str]:
    """What the question's form would post: with two numbers, that a pair is meant."""
    typed = dict(fields)
    if typed["said"] == "" and question.measure and (typed["pilot"] or typed["production"]):
        typed["said"] = "pair"
    return typed


def _field(name: str, cell: Any, asked: _Asked) -> str:
    """One field as a form posts it; ValueError, with what to do, where the cell holds none."""
    if cell.data_type == "f":
        raise ValueError(_("This cell holds a formula, and none is ever calculated here. Type its result."))
    if cell.data_type == "e":
        raise ValueError(_("This cell holds an error of the spreadsheet. Type what is meant."))
    if name in columns.NUMBERS:
        return _number(cell, asked.question)
    text = _plain(cell)
    if name in TO_CHOOSE and text:
        return _coded(text, _offered(name, asked.question), asked.words)
    return as_text(text) if name in {"rationale", "na_reason"} else as_line(text)


TO_CHOOSE = ("said", "how", "evidence")
"""The columns to choose in; what can be chosen as an answer is each question's own."""


def _offered(name: str, question: Question) -> Words:
    if name == "said":
        return columns.choices(question)
    return columns.said_as(columns.HOW if name == "how" else columns.EVIDENCE)


def _coded(text: str, words: Words, made_with: Words) -> str:
    code = columns.code_of(text, words, made_with)
    if code is None:
        offered = "; ".join(f"“{word}”" for word in words.values())
        refused = _("“%(text)s” is none of the answers. Choose one of the list: %(offered)s.")
        raise ValueError(refused % {"text": text[:60], "offered": offered})
    return code


def _number(cell: Any, question: Question) -> str:
    """A number as it was typed: of a cell that holds one, its digits; a text stays as it is to be read."""
    value = cell.value
    if isinstance(value, bool | date | time):
        raise ValueError(_(NO_NUMBER))  # noqa: TRY004 - what somebody typed is wrong, not how this was called
    if not isinstance(value, int | float):
        return as_line(_plain(cell))
    number = Decimal(f"{value:.15g}")
    if "%" in (cell.number_format or "") and question.measure:
        if question.measure.unit != "%":
            text = _("This cell holds a percentage. Type how many %(unit)s.")
            raise ValueError(text % {"unit": question.measure.unit})
        number *= 100
    return as_typed(number) if number >= 0 else bare(number)


def _plain(cell: Any) -> str:
    """A cell's value as text."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value)[:LONGEST].replace("_x000D_", "").replace("_x005F_", "_")
