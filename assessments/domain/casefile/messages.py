"""What is wrong, in words that say what to do: pydantic's errors retold."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

WORDS = {
    "missing": "is missing",
    "extra_forbidden": "is not a known key",
    "string_type": "must be a text",
    "string_unicode": "must not contain control characters",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "model_type": "must be an object",
    "model_attributes_type": "must be an object",
    "dict_type": "must be an object",
    "tuple_type": "must be a list",
    "string_too_short": "must not be empty",
    "string_too_long": "must have at most {max_length} characters",
    "too_short": "needs at least {min_length}",
    "too_long": "must have at most {max_length} entries",
    "greater_than": "must be above {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be below {lt}",
    "less_than_equal": "must be at most {le}",
    "literal_error": "must be {expected}",
    "string_pattern_mismatch": "must be 64 hexadecimal digits in lower case",
}
"""What each kind of error is called in a message."""


def messages(error: ValidationError, path: str) -> Iterator[str]:
    """Every error as "path: what is wrong", the paths below `path`."""
    for details in error.errors(include_url=False):
        place = [path, *map(str, details["loc"])] if path else map(str, details["loc"])
        yield f"{'.'.join(place) or 'file'}: {in_words(details)}"


def in_words(details: Mapping[str, Any]) -> str:
    """One error of pydantic's, without its place."""
    words = WORDS.get(details["type"])
    text: str = words.format(**details.get("ctx", {})) if words else details["msg"]
    return text


def told(message: str, value: object) -> InitErrorDetails:
    """An error of our own about a whole part."""
    return {"type": PydanticCustomError("case_file", message), "loc": (), "input": value}


def retold(error: ValidationError) -> Iterator[InitErrorDetails]:
    """Pydantic's errors in our words, ready to be raised again beside others."""
    for details in error.errors(include_url=False):
        told_so = PydanticCustomError("case_file", in_words(details))
        yield {"type": told_so, "loc": details["loc"], "input": details["input"]}
