"""Pilot beside production for paper: one line a pair, all bars on one log scale, numbers in columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessments.domain.language import gettext as _

from .pairs import PLOT, PairRow, Scale, in_words, power_of_ten, readable, scale_for
from .text import Label, place, shortened

WIDTH, LEFT, SPAN = 560, 192, 190
TOP, ROW, FOOT = 24, 23, 4
LEAST = 2.0
"""A number above zero is seen."""
LONGEST_NAME, LONGEST_UNIT = 30, 42
MOST_LABELS = 4


@dataclass(frozen=True)
class LedgerRow:
    """One pair at its height; a length of "0" is a zero, which has no bar."""

    y: int
    label: str
    unit: str
    pilot: str
    production: str
    pilot_text: str
    production_text: str
    ratio: str


@dataclass(frozen=True)
class Ledger:
    """The whole drawing."""

    title: str
    description: str
    rows: tuple[LedgerRow, ...]
    ticks: tuple[Label, ...]
    height: int
    grid_bottom: int
    left: int = LEFT
    width: int = WIDTH
    template: str = "ledger.svg"


def pairs_ledger(rows: Sequence[PairRow]) -> Ledger:
    """Lay the pairs out in the order given, both sides known."""
    scale = scale_for([side for row in rows for side in (row.pilot, row.production) if side])
    bottom = TOP + ROW * len(rows)
    return Ledger(
        title=_("Every measured pair, pilot beside production, on one logarithmic scale"),
        description=" ".join(in_words(row) for row in rows),
        rows=tuple(_row(row, TOP + ROW * index, scale) for index, row in enumerate(rows)),
        ticks=tuple(_ticks(scale)),
        height=bottom + FOOT,
        grid_bottom=bottom,
    )


def _row(row: PairRow, y: int, scale: Scale) -> LedgerRow:
    unit = f"{row.unit} · {row.direction}" if row.direction else row.unit
    return LedgerRow(
        y=y,
        label=shortened(row.label[:1].upper() + row.label[1:], LONGEST_NAME),
        unit=shortened(unit, LONGEST_UNIT),
        pilot=_length(row.pilot, scale),
        production=_length(row.production, scale),
        pilot_text=readable(row.pilot or Decimal(0)),
        production_text=readable(row.production or Decimal(0)),
        ratio=row.ratio,
    )


def _length(value: Decimal | None, scale: Scale) -> str:
    return place(max(scale.at(value) * SPAN / PLOT, LEAST)) if value else "0"


def _ticks(scale: Scale) -> list[Label]:
    """A line for every power of ten; a number at so many of them that none touches the next."""
    step = 1 + (scale.high - scale.low) // MOST_LABELS
    powers = range(scale.low, scale.high + 1)
    return [
        Label(
            power_of_ten(power) if (power - scale.low) % step == 0 else "",
            place(LEFT + scale.at(Decimal(10) ** power) * SPAN / PLOT),
            "14",
            "middle",
        )
        for power in powers
    ]
