"""From a round to a workbook: a sheet to read first, and one a section with its answers filled in."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING, cast

from django.utils.translation import get_language_bidi, gettext_noop, ngettext
from django.utils.translation import gettext as _

from assessments.domain.case import Answer
from assessments.domain.follow_ups import reduced
from assessments.domain.numbers import parse_number
from assessments.domain.questionnaire import Question, Questionnaire, Section
from assessments.forms.answers import shown
from assessments.tokens import LIGHT

from . import columns
from .columns import COLUMNS, FIRST_ROW, HEAD_ROW, NAMES_ROW, UNWRITABLE
from .fingerprints import fingerprint

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""What a spreadsheet program would take for a character's code, and what stands in for the underscore."""

TYPED, READ_ONLY, TITLE, HEADING = "Filled in", "Read only", "Column title", "Section"
"""What the looks of cells are called, as the spreadsheet program lists them."""

NOT_YOURS = gettext_noop("Not yours to answer: this sheet is for reading, and changes in it are not taken.")


@dataclass(frozen=True)
class Contents:
    """What a workbook tells: the round, its questions and answers, and which sections come back.

    `about` are the lines of the first sheet: a heading with its text. `given` says by question who answered
    when, `versions` which version of each answer that is.
    """

    round_id: str
    title: str
    about: tuple[tuple[str, str], ...]
    questionnaire: Questionnaire
    answers: Mapping[str, Answer]
    versions: Mapping[str, int]
    given: Mapping[str, str]
    answerable: frozenset[str] = field(default_factory=frozenset)
    left_out: tuple[tuple[str, str, str, str, str], ...] = ()
    """The register of scope: which kind of case, its shares of volume and of effort, the plan, until when."""
    talks: tuple[tuple[str, str, str, str, str], ...] = ()
    """What was said, for who may know of it: about which question, by whom, when, what; what became of it."""

    @cached_property
    def asked(self) -> Questionnaire:
        """The questions that the answers ask: no other stands in the workbook."""
        return reduced(self.questionnaire, self.answers)


def workbook(contents: Contents) -> bytes:
    """The workbook as an .xlsx file; every text in it is a text, whatever it begins with."""
    from openpyxl import Workbook  # noqa: PLC0415 - slow to import, and for few requests
    from openpyxl.workbook.protection import WorkbookProtection  # noqa: PLC0415 - likewise

    book = Workbook()
    _name_styles(book)
    _about(book.worksheets[0], contents)
    lists = book.create_sheet(columns.LISTS)
    lists.sheet_state = "hidden"
    words = (f"{code} {word}" for code, word in columns.said_as(columns.WORDS).items())
    for row, text in enumerate((columns.FORMAT, contents.round_id, *words), start=1):
        put(_cell(lists, row, 1), text)
    for number, section in enumerate(contents.asked.sections, start=1):
        _Section(contents, section, number, book, lists).write()
    _proofs(book.create_sheet(_proofs_name()), contents)
    if contents.left_out:
        titles = (_("Kind of case"), _("Of volume"), _("Of effort"), _("Plan"), _("Until"))
        _listed(book.create_sheet(as_sheet_name(_(columns.LEFT_OUT))), (titles, *contents.left_out))
    if contents.talks:
        titles = (_("Question"), _("Who"), _("When"), _("What was said"), _("The talk"))
        _listed(book.create_sheet(as_sheet_name(_(columns.TALKS))), (titles, *contents.talks))
    book.move_sheet(lists, len(book.worksheets))
    book.security = WorkbookProtection(lockStructure=True)
    book.active = 0
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _cell(sheet: "Worksheet", row: int, column: int) -> "Cell":
    """One cell; none is merged here."""
    return cast("Cell", sheet.cell(row, column))


def put(cell: "Cell", text: str) -> None:
    """Write a text that stays one: no formula, whatever sign it begins with, now or when edited later."""
    cell.value = ESCAPED.sub("_x005F_", UNWRITABLE.sub(" ", text)) or None
    if cell.value is not None:
        cell.data_type = "s"
        cell.quotePrefix = text[:1] in "=+-@\t\r"


def _about(sheet: "Worksheet", contents: Contents) -> None:
    """What this is, and how it is filled in and brought back."""
    sheet.title = as_sheet_name(_("Read first"))
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 96
    put(_cell(sheet, 1, 1), contents.title)
    _cell(sheet, 1, 1).style = HEADING
    for row, (heading, text) in enumerate(contents.about, start=3):
        for column, told in enumerate((heading, text), start=1):
            _cell(sheet, row, column).style = READ_ONLY
            put(_cell(sheet, row, column), told)
    sheet.protection.sheet = True
    _paper(sheet)


def _proofs(sheet: "Worksheet", contents: Contents) -> None:
    """Every proof of every answer; a sheet adds to them and takes none away."""
    rows = [(_("Question"), _("Proof"), _("Web address"), _("SHA-256 of the file"))]
    for question in contents.asked:
        answer = contents.answers.get(question.key)
        proofs = answer.proof if answer else ()
        rows += [(question.text, proof.title, proof.link, proof.sha256) for proof in proofs]
    _listed(sheet, rows)


def _listed(sheet: "Worksheet", rows: Sequence[Sequence[str]]) -> None:
    """A list to read, its titles first; nothing of it is taken when the workbook comes back."""
    for place, texts in enumerate(rows, start=1):
        for column, text in enumerate(texts, start=1):
            _cell(sheet, place, column).style = READ_ONLY if place > 1 else TITLE
            put(_cell(sheet, place, column), text)
    for letter in "ABCDE"[: len(rows[0])]:
        sheet.column_dimensions[letter].width = 48
    sheet.protection.sheet = True
    _paper(sheet)


def _paper(sheet: "Worksheet") -> None:
    if get_language_bidi():
        sheet.sheet_view.rightToLeft = True
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]  # there from the start


@dataclass(frozen=True)
class _Section:
    """One section's sheet."""

    contents: Contents
    section: Section
    number: int
    book: "Workbook"
    lists: "Worksheet"

    def write(self) -> None:
        """Make the sheet: what it is about, a line of titles, a row a question."""
        sheet = self.book.create_sheet(as_sheet_name(self.section.name))
        self._head(sheet)
        for place, question in enumerate(self.section.questions):
            self._row(sheet, FIRST_ROW + place, question)
        self._drop_downs(sheet)
        sheet.freeze_panes = _cell(sheet, FIRST_ROW, 6)
        sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
        sheet.sheet_view.zoomScale = 90
        sheet.protection.sheet = True
        sheet.protection.formatColumns = sheet.protection.formatRows = False  # widths stay everybody's own
        _paper(sheet)

    @cached_property
    def _how(self) -> dict[str, str]:
        return columns.said_as(columns.HOW)

    @cached_property
    def _evidence(self) -> dict[str, str]:
        return columns.said_as(columns.EVIDENCE)

    @property
    def _yours(self) -> bool:
        return self.section.key in self.contents.answerable

    def _head(self, sheet: "Worksheet") -> None:
        put(_cell(sheet, 2, 4), self.section.name)
        _cell(sheet, 2, 4).style = HEADING
        put(_cell(sheet, 3, 4), self.section.intro)
        if self.contents.answerable and not self._yours:
            put(_cell(sheet, 4, 4), _(NOT_YOURS))
        for place, column in enumerate(COLUMNS, start=1):
            put(_cell(sheet, NAMES_ROW, place), column.name)
            title = _cell(sheet, HEAD_ROW, place)
            put(title, _(column.title))
            title.style = TITLE
            held = sheet.column_dimensions[title.column_letter]
            held.width, held.hidden = column.width, column.hidden
        sheet.row_dimensions[NAMES_ROW].hidden = True

    def _row(self, sheet: "Worksheet", row: int, question: Question) -> None:
        texts = self._texts(question)
        for place, column in enumerate(COLUMNS, start=1):
            cell = _cell(sheet, row, place)
            typed = column.typed and self._yours and columns.asks(question, column.name)
            cell.style = TYPED if typed else READ_ONLY
            if column.name in columns.NUMBERS and texts[column.name]:
                cell.value = parse_number(texts[column.name])
            else:
                put(cell, texts[column.name])

    def _texts(self, question: Question) -> dict[str, str]:
        """What stands in a question's row, by column."""
        answer = self.contents.answers.get(question.key)
        fields = columns.as_in_cells(question, shown(answer))
        numbers = self.contents.questionnaire.by_section[self.section.key].numbers
        critical = [_("Critical")] if question.critical else []
        evidence = _("Evidence: %(evidence)s") % {"evidence": question.evidence}
        told = {
            "key": question.key,
            "version": str(self.contents.versions.get(question.key, 0)),
            "seen": fingerprint(fields),
            "number": f"{self.number}.{numbers[question.key]}",
            "question": "\n".join([question.text, *critical]),
            "help": f"{question.why}\n\n{evidence}",
            "unit": _counted(question),
            "backed": _backed(answer),
            "given": self.contents.given.get(question.key, ""),
        }
        words = {
            "said": columns.choices(question).get(fields["said"], ""),
            "how": self._how.get(fields["how"], "") if columns.asks(question, "how") else "",
            "evidence": self._evidence[fields["evidence"]] if answer else "",
        }
        return fields | told | words

    def _drop_downs(self, sheet: "Worksheet") -> None:
        letters = {
            column.name: _cell(sheet, 1, place).column_letter for place, column in enumerate(COLUMNS, 1)
        }
        last = FIRST_ROW + len(self.section.questions) - 1
        for name, words in (("how", self._how), ("evidence", self._evidence)):
            cells = f"{letters[name]}{FIRST_ROW}:{letters[name]}{last}"
            _choose(sheet, cells, self._listed(words.values()))
        for place, question in enumerate(self.section.questions):
            listed = self._listed(columns.choices(question).values())
            _choose(sheet, f"{letters['said']}{FIRST_ROW + place}", listed)

    def _listed(self, texts: Iterable[str]) -> str:
        """Keep a list of choices in the hidden sheet, and say where: longer ones fit nowhere else."""
        column = self.lists.max_column + 1
        last = 0
        for last, text in enumerate(texts, start=1):
            put(_cell(self.lists, last, column), text)
        letter = _cell(self.lists, 1, column).column_letter
        return f"{columns.LISTS}!${letter}$1:${letter}${last}"


def as_sheet_name(text: str) -> str:
    """A text as a sheet can be called: at most 31 characters, none that a sheet's name cannot have."""
    return re.sub(r"[\[\]:*?/\\]", " ", text)[:31]


def _proofs_name() -> str:
    return as_sheet_name(_(columns.PROOFS))


def _choose(sheet: "Worksheet", cells: str, formula: str) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415 - with openpyxl itself

    chosen = DataValidation("list", formula1=formula, allow_blank=True, showErrorMessage=True)
    # Spreadsheet programs take no longer ones.
    chosen.errorTitle = _("Not in the list")[:32]
    chosen.error = _("Choose one of the list, or leave the cell empty.")[:255]
    sheet.add_data_validation(chosen)
    chosen.add(cells)


def _name_styles(book: "Workbook") -> None:
    """Name the looks of cells once: put together for each cell, they would take most of the time."""
    from openpyxl.styles import (  # noqa: PLC0415 - with openpyxl itself
        Alignment,
        Border,
        Font,
        NamedStyle,
        PatternFill,
        Protection,
        Side,
    )

    line = Side("thin", _argb("rule"))
    top = Alignment(wrap_text=True, vertical="top")
    typed = NamedStyle(TYPED, alignment=top, border=Border(bottom=line, left=line, right=line))
    typed.protection = Protection(locked=False)
    read = NamedStyle(READ_ONLY, alignment=top, border=Border(bottom=line), font=Font(color=_argb("muted")))
    read.fill = PatternFill("solid", _argb("paper"))
    title = NamedStyle(TITLE, font=Font(bold=True), border=Border(bottom=Side("medium", _argb("ink"))))
    title.alignment = Alignment(wrap_text=True, vertical="bottom")
    for style in (typed, read, title, NamedStyle(HEADING, font=Font(size=16, bold=True))):
        book.add_named_style(style)


def _argb(token: str) -> str:
    return f"FF{LIGHT[token].removeprefix('#')}"


def _counted(question: Question) -> str:
    measure = question.measure
    if measure is None:
        return ""
    pilot = _("Pilot: %(label)s") % {"label": measure.pilot_label}
    production = _("Production: %(label)s") % {"label": measure.production_label}
    return f"{measure.unit}\n{pilot}\n{production}"


def _backed(answer: Answer | None) -> str:
    number = len(answer.proof) if answer else 0
    if not number:
        return ""
    return ngettext(
        "%(count)s proof: see the sheet “%(sheet)s”", "%(count)s proofs: see the sheet “%(sheet)s”", number
    ) % {"count": number, "sheet": _proofs_name()}
