"""What is wrong, in words that say what to do: pydantic's errors retold."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from ..language import enumerated, gettext_noop
from ..language import gettext as _

WORDS = {
    "missing": gettext_noop("is missing"),
    "extra_forbidden": gettext_noop("is not a known key"),
    "string_type": gettext_noop("must be a text"),
    "string_unicode": gettext_noop("must not contain control characters"),
    "bool_type": gettext_noop("must be true or false"),
    "bool_parsing": gettext_noop("must be true or false"),
    "model_type": gettext_noop("must be an object"),
    "model_attributes_type": gettext_noop("must be an object"),
    "dict_type": gettext_noop("must be an object"),
    "tuple_type": gettext_noop("must be a list"),
    "string_too_short": gettext_noop("must not be empty"),
    "string_too_long": gettext_noop("must have at most %(max_length)s characters"),
    "too_short": gettext_noop("needs at least %(min_length)s"),
    "too_long": gettext_noop("must have at most %(max_length)s entries"),
    "greater_than": gettext_noop("must be above %(gt)s"),
    "greater_than_equal": gettext_noop("must be at least %(ge)s"),
    "less_than": gettext_noop("must be below %(lt)s"),
    "less_than_equal": gettext_noop("must be at most %(le)s"),
    "literal_error": gettext_noop("must be %(expected)s"),
    "string_pattern_mismatch": gettext_noop("must be 64 hexadecimal digits in lower case"),
}
"""What each kind of error is called in a message."""


def messages(error: ValidationError, path: str) -> Iterator[str]:
    """Every error as "path: what is wrong", the paths below `path`."""
    for details in error.errors(include_url=False):
        place = ".".join([path, *map(str, details["loc"])] if path else map(str, details["loc"]))
        yield f"{place}: {in_words(details)}" if place else of_file(in_words(details))


def of_file(message: str) -> str:
    """What is wrong with the file as a whole."""
    return _("file: %(message)s") % {"message": message}


def in_words(details: Mapping[str, Any]) -> str:
    """One error of pydantic's, without its place."""
    words = WORDS.get(details["type"])
    text: str = _(words) % _filled_in(details.get("ctx", {})) if words else details["msg"]
    return text


def _filled_in(parts: Mapping[str, Any]) -> dict[str, Any]:
    """What the message names; where several values are possible, pydantic joins them in English."""
    if "expected" not in parts:
        return dict(parts)
    *first, last = re.split(", | or ", parts["expected"])
    either = _("%(first)s or %(last)s") % {"first": enumerated(first), "last": last} if first else last
    return {**parts, "expected": either}


def told(message: str, value: object) -> InitErrorDetails:
    """An error of our own about a whole part."""
    return {"type": PydanticCustomError("case_file", message), "loc": (), "input": value}


def retold(error: ValidationError) -> Iterator[InitErrorDetails]:
    """Pydantic's errors in our words, ready to be raised again beside others."""
    for details in error.errors(include_url=False):
        told_so = PydanticCustomError("case_file", in_words(details))
        yield {"type": told_so, "loc": details["loc"], "input": details["input"]}
