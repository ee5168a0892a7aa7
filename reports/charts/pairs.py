"""Pilot beside production, every pair on one log scale: hollow is the pilot, solid is production."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from assessments.domain.language import enumerated
from assessments.domain.language import gettext as _
from assessments.domain.numbers import plain

from .text import Anchor, Label, place, shortened

WIDTH = 560
PLOT = 380
TOP, ROW, FOOT = 28, 56, 36
MOST_LABELS = 7
LONGEST_LABEL = 56


@dataclass(frozen=True)
class PairRow:
    """One measured pair; None is a side that nobody knows. `ratio` is written as given: "1 %"."""

    label: str
    pilot: Decimal | None
    production: Decimal | None
    unit: str
    ratio: str = ""
    direction: str = ""
    """Which side had more, where the ratio does not tell it."""


@dataclass(frozen=True)
class Bar:
    """One side: its length on the scale and its number. Zero has no length; a missing side is not `known`."""

    length: str
    text: str
    text_x: str
    known: bool
    zero: bool


@dataclass(frozen=True)
class DrawnPair:
    """One row of the chart at its height."""

    y: int
    label: str
    unit: str
    pilot: Bar
    production: Bar
    ratio: str


@dataclass(frozen=True)
class Pairs:
    """The whole drawing."""

    title: str
    description: str
    rows: tuple[DrawnPair, ...]
    ticks: tuple[Label, ...]
    height: int
    foot_y: int
    grid_bottom: int
    width: int = WIDTH
    plot: int = PLOT
    template: str = "pairs.svg"


@dataclass(frozen=True)
class Scale:
    """Powers of ten from `low` to `high` over the width of the plot."""

    low: int
    high: int

    @property
    def ends(self) -> tuple[str, str]:
        """Its first and its last number."""
        return power_of_ten(self.low), power_of_ten(self.high)

    def at(self, value: Decimal) -> float:
        """Place a number above zero."""
        return float((value.log10() - self.low) / (self.high - self.low)) * PLOT


def pairs_chart(rows: Sequence[PairRow]) -> Pairs:
    """Lay the pairs out in the order given."""
    scale = scale_for([side for row in rows for side in (row.pilot, row.production) if side])
    bottom = TOP + ROW * len(rows)
    return Pairs(
        title=_("Pilot beside production on one logarithmic scale"),
        description=" ".join(in_words(row) for row in rows),
        rows=tuple(_drawn(row, TOP + ROW * index, scale) for index, row in enumerate(rows)),
        ticks=_ticks(scale),
        height=bottom + FOOT,
        foot_y=bottom + FOOT - 8,
        grid_bottom=bottom + 2,
    )


def scale_for(values: Sequence[Decimal]) -> Scale:
    """Span whole powers of ten; the smallest number stays off the start, where a bar would have no length."""
    if not values:
        return Scale(0, 1)
    low, high = _floor_log(min(values)), -_floor_log(1 / max(values))
    if min(values) == Decimal(10) ** low:
        low -= 1
    return Scale(low, max(high, low + 1))


def _floor_log(value: Decimal) -> int:
    return int(value.log10().to_integral_value(ROUND_FLOOR))


def _ticks(scale: Scale) -> tuple[Label, ...]:
    """Give every power of ten its line, and a label where the labels do not run into each other."""
    step = 1 + (scale.high - scale.low) // MOST_LABELS
    powers = range(scale.low, scale.high + 1)
    return tuple(_tick(power, scale, labelled=(power - scale.low) % step == 0) for power in powers)


def _tick(power: int, scale: Scale, *, labelled: bool) -> Label:
    anchor: Anchor = "start" if power == scale.low else "middle"
    x = place(scale.at(Decimal(10) ** power))
    return Label(power_of_ten(power) if labelled else "", x, place(TOP - 14), anchor)


def power_of_ten(power: int) -> str:
    """The number in digits, the greatest in words."""
    names = {6: _("1 million"), 9: _("1 billion"), 12: _("1 trillion")}
    if power <= 5:
        return plain(Decimal(10) ** power)
    return names.get(power) or f"10^{power}"


def _drawn(row: PairRow, y: int, scale: Scale) -> DrawnPair:
    return DrawnPair(
        y=y,
        label=shortened(row.label, LONGEST_LABEL),
        unit=f"{row.unit} · {row.direction}" if row.direction else row.unit,
        pilot=_bar(row.pilot, scale),
        production=_bar(row.production, scale),
        ratio=row.ratio,
    )


def _bar(value: Decimal | None, scale: Scale) -> Bar:
    if value is None:
        return Bar("34", _("not known"), "40", known=False, zero=False)
    length = max(scale.at(value), 2.0) if value else 0.0
    return Bar(place(length), readable(value), place(length + 7), known=True, zero=not value)


def readable(value: Decimal) -> str:
    """Write a number in full up to nine digits, then in millions, billions and trillions."""
    for power, form in ((12, _("%(number)s trillion")), (9, _("%(number)s billion"))):
        if value >= Decimal(10) ** power:
            return form % {"number": plain((value / Decimal(10) ** power).quantize(Decimal("0.01")))}
    return plain(value)


def in_words(row: PairRow) -> str:
    """Say the pair for those who cannot see it."""
    pilot, production = (
        _("not known") if value is None else plain(value) for value in (row.pilot, row.production)
    )
    sides = (_("pilot %(number)s") % {"number": pilot}, _("production %(number)s") % {"number": production})
    said = enumerated([text for text in (*sides, row.ratio, row.direction) if text])
    return _("%(label)s (%(unit)s): %(numbers)s.") % {"label": row.label, "unit": row.unit, "numbers": said}
