"""Every row of every table, and what has changed between two looks at them."""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection

from .asking import BESIDE_THE_POINT

Rows = dict[tuple[str, str], dict[str, Any]]
"""By table and primary key."""

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)")
IDENTITY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
DIGEST = re.compile(r"\b[0-9a-f]{64}\b")


def every_row() -> Rows:
    """All that is stored, sessions left out."""
    rows: Rows = {}
    with connection.cursor() as cursor:
        for table, key in _tables():
            cursor.execute(f'SELECT to_jsonb(row)::text FROM "{table}" row')  # noqa: S608 - our own tables' names
            for (text,) in cursor.fetchall():
                row = json.loads(text)
                rows[table, str(row[key])] = row
    return rows


def changed_columns(before: Rows, after: Rows) -> set[str]:
    """What changed: "table.column", "+table" for a new row, "-table" for one that is gone."""
    return {what for what, _ in _changes(before, after)}


def changes(before: Rows, after: Rows) -> list[str]:
    """The same with what is stored now, made comparable: new ids, moments and digests are alike."""
    known = {pk for _, pk in before}
    return sorted(
        f"{what} {_alike(json.dumps(value, sort_keys=True), known)}"
        for what, value in _changes(before, after)
    )


def _changes(before: Rows, after: Rows) -> Iterator[tuple[str, Any]]:
    for place in before.keys() | after.keys():
        old, new, table = before.get(place), after.get(place), short(place[0])
        if old is None and new is not None:
            counted = isinstance(new.get("id"), int)  # by the database: never twice the same
            yield f"+{table}", {name: new[name] for name in new if not (counted and name == "id")}
        elif old is not None and new is None:
            yield f"-{table}", old
        elif old is not None and new is not None:
            for column in new:
                if new[column] != old[column]:
                    yield f"{table}.{column}", [place[1], new[column]]


def short(table: str) -> str:
    """A table's name without its application's."""
    return table.partition("_")[2]


def _alike(text: str, known: set[str]) -> str:
    text = IDENTITY.sub(lambda found: found[0] if found[0] in known else "new", text)
    return DIGEST.sub("digest", MOMENT.sub("now", text))


def _tables() -> Iterator[tuple[str, str]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and model._meta.db_table not in BESIDE_THE_POINT:
            yield model._meta.db_table, str(model._meta.pk.column)
