"""The kinds of value that a case file holds: numbers, days, texts, links, each with its own message."""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from ..language import gettext as _
from ..numbers import LIMIT, fits, plain

LONG = 20_000
"""Characters at most in a free text."""
SHORT = 500

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


def wrong(message: str) -> PydanticCustomError:
    """An error whose message is told as it stands."""
    return PydanticCustomError("case_file", message)


def is_number(value: Any) -> bool:
    """Whether a JSON value is a number: neither true nor false nor NaN."""
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool) and not Decimal(value).is_nan()


def _number(value: Any) -> Decimal:
    if not is_number(value):
        raise wrong(_("must be a number"))
    number = Decimal(value)
    if not fits(number):
        told = _("must be a number below %(limit)s with at most 15 digits, 6 of them decimals")
        raise wrong(told % {"limit": plain(LIMIT)})
    return number


def _not_negative(value: Any) -> Decimal:
    if not is_number(value) or value < 0:
        raise wrong(_("must be a number of at least 0"))
    return _number(value)


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise wrong(_("must be a whole number"))
    return value


def _date(value: Any) -> date:
    try:
        if isinstance(value, str) and ISO_DATE.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass  # told below, together with every other wrong form
    raise wrong(_("must be a date such as 2026-12-15"))


def _storable(text: str) -> str:
    if UNSTORABLE.search(text):
        raise wrong(_("must not contain control characters"))
    return text


def _not_blank(text: str) -> str:
    if not text.strip():
        raise wrong(_("must not be empty"))
    return text


def _link(text: str) -> str:
    if text and not re.match(r"https?://[^\s/]+", text):
        raise wrong(_("must be a web address that starts with http:// or https://"))
    return text


Number = Annotated[Decimal, BeforeValidator(_number), WithJsonSchema({"type": "number"})]
Count = Annotated[Decimal, BeforeValidator(_not_negative), WithJsonSchema({"type": "number", "minimum": 0})]
Share = Annotated[Count, Field(le=100)]
Whole = Annotated[int, BeforeValidator(_whole)]
Day = Annotated[date, BeforeValidator(_date), WithJsonSchema({"type": "string", "format": "date"})]
Line = Annotated[str, Field(max_length=SHORT), AfterValidator(_storable)]
Name = Annotated[
    str, Field(min_length=1, max_length=SHORT), AfterValidator(_storable), AfterValidator(_not_blank)
]
Text = Annotated[str, Field(max_length=LONG), AfterValidator(_storable)]
Told = Annotated[
    str, Field(min_length=1, max_length=LONG), AfterValidator(_storable), AfterValidator(_not_blank)
]
Link = Annotated[str, Field(max_length=2000), AfterValidator(_storable), AfterValidator(_link)]
Sha256 = Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")]
