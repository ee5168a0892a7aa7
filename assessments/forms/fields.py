"""Form fields that take what people type: numbers with separators, links, long texts."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from assessments.domain.casefile.values import LONG, SHORT, UNSTORABLE
from assessments.domain.numbers import NotANumber, bare, parse_number, plain

LONGEST_LINK = 2_000

MESSAGES = {
    "required": "Type something here.",
    "max_length": "%(show_value)d characters are too many: at most %(limit_value)d fit here.",
}
"""What is said of a line unless its form says it better."""

_LINK = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)
_LINE_END = re.compile("\r\n?")


def as_text(text: str) -> str:
    """A text as a page shows and posts it: a line end is one character, none is a control."""
    return UNSTORABLE.sub(" ", _LINE_END.sub("\n", text)).strip()


def as_line(text: str) -> str:
    """The same for a field of one line, in which a line end is a space."""
    return as_text(text).replace("\n", " ")


def as_typed(number: Decimal | int) -> str:
    """Write a stored number so that reading it back gives the same: 50,000; 0.5; 1.1250.

    1.125 would not do: it can be read in two ways. Nor would 9.000 or 1,125, where that is how the reader
    writes nine thousand and a bit more than one.
    """
    texts = (plain(number), bare(number))
    return next((text for text in texts if _reads_as(text, number)), f"{bare(number)}0")


def _reads_as(text: str, number: Decimal | int) -> bool:
    try:
        return parse_number(text, negative=True) == number
    except NotANumber:
        return False


class NumberField(forms.Field):
    """A number of at least 0 as people write it ("1,000", " 50 "), as a Decimal; nothing typed is None."""

    widget = forms.TextInput
    negative = False

    def to_python(self, value: Any) -> Decimal | None:
        """Read the number, or say what to type instead."""
        if value in self.empty_values or not str(value).strip():
            return None
        try:
            return parse_number(str(value), negative=self.negative)
        except NotANumber as error:
            raise ValidationError(str(error), code="not_a_number") from error

    def prepare_value(self, value: Any) -> Any:
        """Show a stored number as people write it; leave alone what was typed."""
        return as_typed(value) if isinstance(value, (Decimal, int)) else value


class SignedNumberField(NumberField):
    """A number that may be negative, such as a measured change."""

    negative = True


class CountField(NumberField):
    """A whole number above 0, as an int."""

    def clean(self, value: Any) -> int | None:
        """Read the count, or say what to type instead."""
        number: Decimal | None = super().clean(value)
        if number is None:
            return None
        if number != number.to_integral_value() or number == 0:
            raise ValidationError("Type a whole number above 0, such as 500.", code="not_a_count")
        return int(number)


def _with_messages(options: dict[str, Any]) -> dict[str, Any]:
    return options | {"error_messages": MESSAGES | options.get("error_messages", {})}


class LineField(forms.CharField):
    """One line of text, as long as a case file's."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=SHORT, **_with_messages(options))

    def to_python(self, value: Any) -> str:
        """Take the text; control characters from a paste become spaces."""
        return as_line(super().to_python(value) or "")


class TextField(forms.CharField):
    """A longer text of at most 20,000 characters; an error says by how much it is too long."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        """Take the text with a line end as one character, so that the count is what people see."""
        text = as_text(super().to_python(value) or "")
        if len(text) > LONG:
            message = f"This text is {len(text) - LONG:,} too long: at most {LONG:,} characters fit here."
            raise ValidationError(message, code="too_long")
        return text


class LinkField(forms.CharField):
    """The address of a document; only http and https, so that a click on it can never run a script."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LONGEST_LINK, **_with_messages(options))

    def to_python(self, value: Any) -> str:
        """Take an address of the web, inside the company or out."""
        link = super().to_python(value) or ""
        if link and not _LINK.fullmatch(link):
            message = "Type the whole address of the proof, such as https://wiki.example.org/plan."
            raise ValidationError(message, code="not_a_link")
        return link
