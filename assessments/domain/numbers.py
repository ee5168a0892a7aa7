"""Numbers as people write and read them; the one place where they become text."""

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import cache

from .language import gettext as _
from .language import separators

SINGULAR = {
    "cases": "case",
    "hours": "hour",
    "kinds": "kind",
    "people": "person",
    "records": "record",
    "systems": "system",
    "transactions": "transaction",
    "users": "user",
    "weeks": "week",
}
"""The plurals in units of the question set; a unit in another language stays as it is translated."""

NO_BREAK = "\N{NO-BREAK SPACE}"


def plain(number: Decimal | int) -> str:
    """Write a number with thousands grouped and without idle zeros, as the reader does: 50,000; 0.5; 120."""
    return _english(number).translate(_signs(*separators()))


def fixed(number: Decimal | float, places: int) -> str:
    """Write a number with exactly so many decimals, as the reader does: 97.0."""
    return f"{number:,.{places}f}".translate(_signs(*separators()))


def bare(number: Decimal | int) -> str:
    """Write a number without thousands commas, exponent or idle zeros, as JSON and form fields take it."""
    return _english(number).replace(",", "")


def _english(number: Decimal | int) -> str:
    text = f"{Decimal(number):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@cache
def _signs(thousands: str, decimals: str) -> dict[int, str]:
    return str.maketrans({",": thousands, ".": decimals})


def counted(number: Decimal | int, unit: str, gap: str = " ") -> str:
    """Write a number with its unit, whose plurals are made singular for 1: "1 system", "4 systems"."""
    if number == 1:
        unit = " ".join(SINGULAR.get(word, word) for word in unit.split())
    return f"{plain(number)}{gap}{unit}".rstrip()


def spanned(first: Decimal, last: Decimal | None, unit: str, gap: str = NO_BREAK) -> str:
    """Write a number or a range with its unit: "80 %", "70-80 %"."""
    text = plain(first) if last is None else f"{plain(first)}-{plain(last)}"
    return f"{text}{gap}{unit}".rstrip()


def whole_percent(coverage: Fraction) -> str:
    """Say a coverage as whole percent rounded down: "under 1 %", "37 %", "100 %"."""
    percent = coverage * 100
    if percent < 1:
        return "0 %" if percent == 0 else _("under 1 %")
    return f"{plain(int(percent))} %"


def ratio(coverage: Fraction) -> str:
    """Say a ratio on a chart, two significant digits below 10 %: "1 %", "0.25 %", "83 %"."""
    percent = coverage * 100
    if percent == 0 or percent >= 10:
        return f"{plain(int(percent))} %"
    return f"{plain(significant(percent, 2))} %"


def half_up(value: Fraction | Decimal, places: int) -> Decimal:
    """Round to so many places, halves away from zero, exactly."""
    exact = Fraction(value)
    scaled = abs(exact) * 10**places
    rounded = (scaled.numerator * 2 + scaled.denominator) // (scaled.denominator * 2)
    return Decimal(rounded if exact >= 0 else -rounded).scaleb(-places)


def significant(value: Fraction | Decimal | float, digits: int) -> Decimal:
    """Round to so many significant digits, half up: 0.005973 to 0.00597, 1234 to 1230."""
    exact = (
        Decimal(value.numerator) / Decimal(value.denominator)
        if isinstance(value, Fraction)
        else Decimal(value)
    )
    if exact == 0:
        return Decimal(0)
    place = exact.adjusted() - digits + 1
    rounded = exact.quantize(Decimal(1).scaleb(place), rounding=ROUND_HALF_UP)
    return Decimal(bare(rounded))


LIMIT = 10**15
"""Numbers stay below this, so that they survive JSON, the database and the page exactly."""

DIGITS, DECIMALS = 15, 6
LIMIT_OF_EXPONENT = 100
EXACT = Context(prec=5_000_000)

TYPED = re.compile(
    r"""(?P<plain>\d+)
      | (?P<english>[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?)
      | (?P<spaced>[1-9]\d{0,2}(?P<separator>[' ])\d{3}(?:(?P=separator)\d{3})*(?:[.,]\d+)?)
      | (?P<continental>[1-9]\d{0,2}(?:\.\d{3})+,\d+ | [1-9]\d{0,2}(?:\.\d{3}){2,})
      | (?P<ambiguous>[1-9]\d{0,2}\.\d{3})
      | (?P<point>\d+\.\d+)
      | (?P<comma>\d+,\d+)""",
    re.VERBOSE | re.ASCII,
)


class NotANumber(ValueError):  # noqa: N818 - reads as what it says
    """What was typed is no number that can be taken; the message says what to type."""


def fits(number: Decimal) -> bool:
    """Whether a number is finite, below the limit, and has at most 15 digits, 6 of them decimals."""
    _, _, exponent = number.as_tuple()
    # An exponent far out is a number of millions of digits once it is written.
    if not isinstance(exponent, int) or not -LIMIT_OF_EXPONENT < number.adjusted() < DIGITS:
        return False
    _, digits, exponent = number.normalize(EXACT).as_tuple()
    return len(digits) <= DIGITS and isinstance(exponent, int) and -exponent <= DECIMALS


def parse_number(typed: str, *, negative: bool = False) -> Decimal:
    """Read a number the common ways of writing it: 50000, 50,000, 50 000, 1.000,5, 0.25, 12 %.

    A comma before exactly three digits groups thousands, as these pages write them. A single point before
    exactly three digits could mean either and is refused. Raises NotANumber.
    """
    text = " ".join(
        typed.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ").split()
    )
    text = (
        text.removesuffix("%")
        .rstrip()
        .replace("\N{MINUS SIGN}", "-")
        .replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    )
    sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text)
    match = TYPED.fullmatch(digits)
    if match is None:
        raise NotANumber(
            _("“%(typed)s” is not a number. Type digits, such as 50000 or 0.5.")
            % {"typed": typed.strip()[:40]}
        )
    if sign < 0 and not negative:
        raise NotANumber(_("The number must be at least 0."))
    if match["ambiguous"]:
        whole = digits.replace(".", "")
        raise NotANumber(
            _("“%(typed)s” can be read in two ways. Type %(whole)s or %(decimal)s.")
            % {"typed": digits, "whole": whole, "decimal": f"{digits}0"}
        )
    return _within_limits(sign * Decimal(_point_only(match)))


def _point_only(match: re.Match[str]) -> str:
    text = match[0].replace(" ", "").replace("'", "")
    if match["spaced"]:
        return text.replace(",", ".")
    if match["continental"] or match["comma"]:
        return text.replace(".", "").replace(",", ".")
    return text.replace(",", "")


def _within_limits(number: Decimal) -> Decimal:
    if not fits(number):
        raise NotANumber(
            _("The number must be below %(limit)s and have at most 15 digits, 6 of them decimals.")
            % {"limit": plain(LIMIT)}
        )
    return number
