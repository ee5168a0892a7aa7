"""The columns of a section's sheet, and the words that stand for an answer's codes there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assessments.domain.questionnaire import Kind, Question
from assessments.forms.layout import GRADES

UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no XML can hold."""

FORMAT = "honest-pilot-sheet/1"
LISTS, PROOFS, TALKS = "Lists", "Proofs", "Talks"
"""The hidden sheet (format and round in its first column, what can be chosen in the others); two lists."""

NAMES_ROW, HEAD_ROW, FIRST_ROW = 1, 5, 6
"""The hidden row that names the columns, the row of their titles, and the first question's."""


@dataclass(frozen=True)
class Column:
    """One column: its name, its title, its width in characters, and whether people type there."""

    name: str
    title: str
    width: int
    typed: bool = False
    hidden: bool = False


COLUMNS = (
    Column("key", "Key", 20, hidden=True),
    Column("version", "Version", 8, hidden=True),
    Column("seen", "As downloaded", 18, hidden=True),
    Column("number", "No.", 6),
    Column("question", "Question", 38),
    Column("help", "Why it is asked, and what counts as evidence", 44),
    Column("said", "Answer: choose from the list", 38, typed=True),
    Column("pilot", "Pilot: a number", 14, typed=True),
    Column("production", "Production: a number", 14, typed=True),
    Column("unit", "What the numbers count", 26),
    Column("how", "How the pilot reached it", 16, typed=True),
    Column("na_reason", "If not applicable: why", 28, typed=True),
    Column("evidence", "Strength of the evidence", 16, typed=True),
    Column("backed", "What backs it", 24),
    Column("proof_title", "Add a proof: its title", 28, typed=True),
    Column("proof_link", "Add a proof: its web address", 28, typed=True),
    Column("verified_by", "Verified by whom", 20, typed=True),
    Column("rationale", "Reasons, in your words", 46, typed=True),
    Column("given", "Given by, and how it came about", 24),
)
NUMBERS = ("pilot", "production")
READ = ("key", "version", "seen", *(column.name for column in COLUMNS if column.typed))
"""The columns that are read when a sheet comes back."""

NOT_KNOWN, NOT_APPLICABLE = "Not known", "Not applicable"
HOW = {"live": "In live use", "load_test": "In a load test"}
EVIDENCE = dict(GRADES)


def choices(question: Question) -> dict[str, str]:
    """What can be chosen as an answer, by its code; two numbers are typed instead."""
    levels = {str(level): f"{level}: {state.text}" for level, state in enumerate(question.levels)}
    dropped = not question.critical or question.not_applicable_when_none
    return levels | {"not_known": NOT_KNOWN} | ({"not_applicable": NOT_APPLICABLE} if dropped else {})


def code_of(typed: str, words: Mapping[str, str]) -> str | None:
    """The code of what was chosen, or typed by hand: the whole line, its words, a level's digit; or None."""
    wanted = _alike(typed)
    for code, text in words.items():
        if wanted in {_alike(text), _alike(text.removeprefix(f"{code}: ")), code}:
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
