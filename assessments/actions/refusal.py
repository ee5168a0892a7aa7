"""Why an action was not done, in words that the person can act on; nothing was changed."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from pydantic import TypeAdapter, ValidationError

from ..domain.casefile.messages import in_words


class Refused(Exception):  # noqa: N818 - reads as what it says
    """The base of every refusal; its text is for the person who asked."""


class NotAllowed(Refused, PermissionDenied):
    """This person may not do this; a page answers 403."""


class WrongState(Refused):
    """The round is not in a state in which this can be done."""


class InvalidInput(Refused):
    """What was given cannot be stored; `errors` says why, by field."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {error}" for field, error in errors.items()))
        self.errors = dict(errors)


def shape_errors(part: Any, value: object, whole: str) -> dict[str, str]:
    """What is wrong with a value by the case file's own rules, by field; `whole` names the value itself."""
    try:
        TypeAdapter(part).validate_python(value)
    except ValidationError as invalid:
        details = invalid.errors(include_url=False)
        return {str(item["loc"][0]) if item["loc"] else whole: in_words(item) for item in reversed(details)}
    return {}
