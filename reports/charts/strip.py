"""The strip of eight as one drawing: finding, bridge and name of each section, for a cover or a mail."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.domain.language import gettext as _

from .text import Label, place, two_lines

CELL, HEIGHT = 80, 102
HALF_GAP = 10
"""Half the distance between the bridge's piers; the deck of level 4 spans it from either side."""


@dataclass(frozen=True)
class StripSection:
    """One section; `claimed` above `level` is drawn as the outline beyond it."""

    name: str
    finding: str
    level: int
    claimed: int | None = None


@dataclass(frozen=True)
class Cell:
    """One drawn section: `half` and `reach` are the deck's and the claim's lengths, empty for none."""

    x: int
    finding: str
    half: str
    reach: str
    word: str
    lines: tuple[Label, ...]


@dataclass(frozen=True)
class Strip:
    """The whole drawing."""

    title: str
    description: str
    cells: tuple[Cell, ...]
    width: int
    height: int = HEIGHT
    template: str = "strip.svg"


def strip_chart(sections: Sequence[StripSection]) -> Strip:
    """Lay the sections out from left to right."""
    return Strip(
        title=_("Findings of the sections"),
        description="; ".join(_in_words(section) for section in sections) + ".",
        cells=tuple(_cell(section, CELL * index) for index, section in enumerate(sections)),
        width=CELL * len(sections),
    )


def _in_words(section: StripSection) -> str:
    parts = {"section": section.name, "finding": _(section.finding), "level": section.level}
    return _("%(section)s: %(finding)s, level %(level)s") % parts


def _cell(section: StripSection, x: int) -> Cell:
    lines = two_lines(section.name)
    word = _(section.finding)  # the code is the English word, which `content.words` marks
    reach = section.claimed if section.claimed is not None and section.claimed > section.level else 0
    return Cell(
        x=x,
        finding=section.finding,
        half=_deck(section.level),
        reach=_deck(reach),
        word=word[:1].upper() + word[1:],
        lines=tuple(Label(line, "0", place(82 + 13 * row)) for row, line in enumerate(lines)),
    )


def _deck(level: int) -> str:
    return f"{HALF_GAP * level / 4:g}" if level else ""
