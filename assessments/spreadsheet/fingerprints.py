"""Whether a row was touched since it was downloaded."""

from collections.abc import Mapping
from hashlib import blake2b

from assessments.domain.numbers import NotANumber, bare, parse_number
from assessments.forms.answers import shown

from .columns import NUMBERS


def fingerprint(fields: Mapping[str, str]) -> str:
    """A short digest of a row's fields as they stand in its cells, kept in a hidden one."""
    named = [(name, _however_written(name, fields[name])) for name in sorted(shown(None))]
    return blake2b(repr(named).encode(), digest_size=8).hexdigest()


def _however_written(name: str, text: str) -> str:
    """A number is the same in whatever language it is written."""
    try:
        return bare(parse_number(text)) if name in NUMBERS else text
    except NotANumber:
        return text
