"""Rows read by queries of our own, where Django would take longer to write one than PostgreSQL to answer."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Field, Model

Row = TypeVar("Row", bound=Model)


@cache
def fields_of(model: type[Model], left: tuple[str, ...] = ()) -> tuple["Field[Any, Any]", ...]:
    """The fields that have a column, in their order; `left` are those for later."""
    known = model._meta.concrete_fields  # noqa: SLF001 - Django's documented name
    return tuple(field for field in known if field.attname not in left)


def columns(model: type[Model], alias: str, left: tuple[str, ...] = ()) -> str:
    """All of a table's columns, as a SELECT names them."""
    return ", ".join(f'{alias}."{field.column}"' for field in fields_of(model, left))


def made(model: type[Row], values: Sequence[Any], left: tuple[str, ...] = ()) -> Row:
    """A row of these columns' values."""
    return model.from_db(DEFAULT_DB_ALIAS, [field.attname for field in fields_of(model, left)], values)


class Reading:
    """One row of a query that names several tables' columns, taken apart from left to right."""

    def __init__(self, row: Sequence[Any]) -> None:
        self._row, self._at = row, 0

    def take(self, model: type[Row], left: tuple[str, ...] = ()) -> Row:
        """The next table's row."""
        start, self._at = self._at, self._at + len(fields_of(model, left))
        return made(model, self._row[start : self._at], left)

    def rest(self) -> Sequence[Any]:
        """What stands after the tables."""
        return self._row[self._at :]


def made_of(model: type[Row], **values: Any) -> Row:
    """A row of which only these columns were read; any other is read when it is asked for."""
    names = [field.attname for field in fields_of(model) if field.attname in values]
    return model.from_db(DEFAULT_DB_ALIAS, names, [values[name] for name in names])


def from_json(model: type[Row], row: Mapping[str, Any]) -> Row:
    """A row as PostgreSQL's `to_jsonb` writes it."""
    return made(model, [field.to_python(row[field.attname]) for field in fields_of(model)])
