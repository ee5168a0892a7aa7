"""The columns of a section's sheet, and the words that stand for an answer's codes there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop

from assessments.domain.questionnaire import Kind, Question
from assessments.forms.layout import GRADES

UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no XML can hold."""

FORMAT = "honest-pilot-sheet/1"
LISTS, PROOFS, TALKS = "Lists", gettext_noop("Proofs"), gettext_noop("Talks")
LEFT_OUT = gettext_noop("Left out")
"""The hidden sheet (format and round in its first column, what can be chosen in the others); three lists."""

FIRST_WORD = 3
"""From this row on the hidden sheet's first column keeps `WORDS` as the workbook says them: "code word"."""

NAMES_ROW, HEAD_ROW, FIRST_ROW = 1, 5, 6
"""The hidden row that names the columns, the row of their titles, and the first question's."""


@dataclass(frozen=True)
class Column:
    """One column: its name, its title in English, its width in characters, and whether people type there."""

    name: str
    title: str
    width: int
    typed: bool = False
    hidden: bool = False


COLUMNS = (
    Column("key", gettext_noop("Key"), 20, hidden=True),
    Column("version", gettext_noop("Version"), 8, hidden=True),
    Column("seen", gettext_noop("As downloaded"), 18, hidden=True),
    Column("number", gettext_noop("No."), 6),
    Column("question", gettext_noop("Question"), 38),
    Column("help", gettext_noop("Why it is asked, and what counts as evidence"), 44),
    Column("said", gettext_noop("Answer: choose from the list"), 38, typed=True),
    Column("pilot", gettext_noop("Pilot: a number"), 14, typed=True),
    Column("production", gettext_noop("Production: a number"), 14, typed=True),
    Column("unit", gettext_noop("What the numbers count"), 26),
    Column("how", gettext_noop("How the pilot reached it"), 16, typed=True),
    Column("na_reason", gettext_noop("If not applicable: why"), 28, typed=True),
    Column("evidence", gettext_noop("Strength of the evidence"), 16, typed=True),
    Column("backed", gettext_noop("What backs it"), 24),
    Column("proof_title", gettext_noop("Add a proof: its title"), 28, typed=True),
    Column("proof_link", gettext_noop("Add a proof: its web address"), 28, typed=True),
    Column("verified_by", gettext_noop("Verified by whom"), 20, typed=True),
    Column("rationale", gettext_noop("Reasons, in your words"), 46, typed=True),
    Column("given", gettext_noop("Given by, and how it came about"), 24),
)
NUMBERS = ("pilot", "production")
READ = ("key", "version", "seen", *(column.name for column in COLUMNS if column.typed))
"""The columns that are read when a sheet comes back."""

NOT_KNOWN, NOT_APPLICABLE = gettext_noop("Not known"), gettext_noop("Not applicable")
HOW = {"live": gettext_noop("In live use"), "load_test": gettext_noop("In a load test")}
EVIDENCE = dict(GRADES)
WORDS = {"not_known": NOT_KNOWN, "not_applicable": NOT_APPLICABLE} | HOW | EVIDENCE
"""What can be chosen and is the same for every question, by code, in English."""


def said_as(words: Mapping[str, str]) -> dict[str, str]:
    """The words in the language of whoever reads."""
    return {code: gettext(text) for code, text in words.items()}


def choices(question: Question) -> dict[str, str]:
    """What can be chosen as an answer, by its code; two numbers are typed instead."""
    levels = {str(level): f"{level}: {state.text}" for level, state in enumerate(question.levels)}
    dropped = not question.critical or question.not_applicable_when_none
    words = {"not_known": NOT_KNOWN} | ({"not_applicable": NOT_APPLICABLE} if dropped else {})
    return levels | said_as(words)


def code_of(typed: str, words: Mapping[str, str], made_with: Mapping[str, str] = WORDS) -> str | None:
    """The code of what was chosen, or typed by hand: the whole line, its words, a level's digit; or None.

    `words` are in the language of whoever reads, `made_with` in that of the sheet; there a level's digit
    stands before its words.
    """
    wanted = _alike(typed)
    for code, text in words.items():
        ways = {_alike(text), _alike(text.removeprefix(f"{code}: ")), _alike(made_with.get(code, text)), code}
        if wanted in ways or (code.isdecimal() and wanted.startswith(f"{code}: ")):
            return code
    return None


def as_in_cells(question: Question, fields: Mapping[str, str]) -> dict[str, str]:
    """An answer's fields as its row holds them: two numbers say themselves that a pair is meant."""
    held = {name: UNWRITABLE.sub(" ", text).strip() for name, text in fields.items()}
    if held["said"] == "pair":
        held["said"] = ""
    if not asks(question, "how"):
        held["how"] = ""
    return held


def asks(question: Question, column: str) -> bool:
    """Whether somebody may type here for this question."""
    pair = question.kind is Kind.PAIR
    if column in NUMBERS:
        return pair
    if column == "how":
        return bool(question.measure and question.measure.asks_how)
    if column == "na_reason":
        return "not_applicable" in choices(question)
    return True


def _alike(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().casefold()
