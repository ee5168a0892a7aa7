"""What the pilot could not have seen, as areas: a month of production, the cases seen, what may hide."""

from dataclasses import dataclass
from decimal import Decimal

from assessments.domain.language import gettext as _
from assessments.domain.numbers import plain

from .text import place

WIDTH, HEIGHT = 560, 236
SIDE = 200
LEAST = 5.0
"""The smallest square that can still be seen and told hollow from solid."""


@dataclass(frozen=True)
class UnseenPicture:
    """Squares whose areas are numbers of cases; not `to_scale` where one is drawn larger than it is."""

    title: str
    description: str
    month: str
    seen: str
    hidden: str
    month_text: str
    seen_text: str
    hidden_text: str
    at_least: bool
    to_scale: bool
    width: int = WIDTH
    height: int = HEIGHT
    template: str = "unseen.svg"


def unseen_chart(cases: Decimal, a_month: Decimal, per_month: Decimal, *, at_least: bool) -> UnseenPicture:
    """Draw `cases` seen and up to `per_month` unseen events, inside a month's `a_month` cases."""
    largest = max(cases, a_month, per_month, Decimal(1))
    sides = [_side(value, largest) for value in (a_month, cases, per_month)]
    seen, hidden, month = plain(cases), plain(per_month), plain(a_month)
    return UnseenPicture(
        title=_("What the pilot could not have seen"),
        description=_description(at_least=at_least) % {"seen": seen, "hidden": hidden, "month": month},
        month=place(sides[0][0]),
        seen=place(sides[1][0]),
        hidden=place(sides[2][0]),
        month_text=month,
        seen_text=seen,
        hidden_text=hidden,
        at_least=at_least,
        to_scale=all(exact for _, exact in sides),
    )


def _description(*, at_least: bool) -> str:
    if at_least:
        return _(
            "The pilot saw %(seen)s cases; production has %(month)s a month. A kind of event that it never "
            "showed may still occur at least up to %(hidden)s times a month."
        )
    return _(
        "The pilot saw %(seen)s cases; production has %(month)s a month. A kind of event that it never "
        "showed may still occur up to %(hidden)s times a month."
    )


def _side(value: Decimal, largest: Decimal) -> tuple[float, bool]:
    """Give the side of a square of that area, and whether it is exact."""
    exact = float((value / largest).sqrt()) * SIDE
    return (exact, True) if exact >= LEAST or not value else (LEAST, False)
