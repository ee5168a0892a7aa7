"""One pair as two bars in a line of text, on a scale that it shares with other pairs."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessments.domain.language import gettext as _

from .pairs import PLOT, PairRow, Scale, scale_for
from .text import place

WIDTH, HEIGHT = 240, 11
LEAST = 2.0
"""A number above zero is seen."""


@dataclass(frozen=True)
class PairLine:
    """The drawing: the lengths of the two bars; "0" has none."""

    title: str
    pilot: str
    production: str
    width: int = WIDTH
    height: int = HEIGHT
    template: str = "line.svg"


def pair_lines(rows: Sequence[PairRow]) -> tuple[PairLine, ...]:
    """Draw every pair, both sides known, on one log scale."""
    scale = scale_for([side for row in rows for side in (row.pilot, row.production) if side])
    return tuple(
        PairLine(
            title=_("%(label)s: pilot %(pilot)s, production %(production)s %(unit)s")
            % {"label": row.label, "pilot": row.pilot, "production": row.production, "unit": row.unit},
            pilot=_length(row.pilot, scale),
            production=_length(row.production, scale),
        )
        for row in rows
    )


def _length(value: Decimal | None, scale: Scale) -> str:
    return place(max(scale.at(value) * (WIDTH - 2) / PLOT, LEAST)) if value else "0"
