"""Every row of every table, and what has changed between two looks at them.

Two kinds of tables follow from others. What waits for whom is written anew by every action: it is looked at
like all rows, but what an address may change need not name it (`FOLLOWING`). The history is out of the
application's reach altogether, and so out of any form's: its tables have no rows here (`out_of_reach`).
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection

from .asking import BESIDE_THE_POINT

Rows = dict[tuple[str, str], dict[str, Any]]
"""By table and primary key."""

FOLLOWING = ("workitem",)
"""Tables, by their short names, that the system keeps true."""

OUT_OF_REACH = """
    SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
    AND NOT has_table_privilege(oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
    AND NOT has_any_column_privilege(oid, 'INSERT, UPDATE')
"""

RANDOM = re.compile(r"md5\$[^\"]*|(?<=\"session_key\": \")[a-z0-9]{32}")
"""A password's hash, and a session's key."""
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)")
STORED = re.compile(r"(files|previews)/[0-9a-f]{2}/[0-9a-f]{32}")
IDENTITY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
DIGEST = re.compile(r"\b[0-9a-f]{64}\b")


def every_row() -> Rows:
    """All that the application has stored, sessions left out."""
    rows: Rows = {}
    with connection.cursor() as cursor:
        for table, key in _tables(out_of_reach()):
            cursor.execute(f'SELECT to_jsonb(row)::text FROM "{table}" row')  # noqa: S608 - our own tables' names
            for (text,) in cursor.fetchall():
                row = json.loads(text)
                rows[table, str(row[key])] = row
    return rows


def out_of_reach() -> set[str]:
    """The tables that the application's role may not write in any way."""
    with connection.cursor() as cursor:
        cursor.execute(OUT_OF_REACH)
        return {table for (table,) in cursor.fetchall()}


def changed_columns(before: Rows, after: Rows) -> set[str]:
    """What changed: "table.column", "+table" for a new row, "-table" for one that is gone.

    What follows is left out.
    """
    changed = {what for what, _ in _changes(before, after)}
    return {what for what in changed if what.strip("+-").partition(".")[0] not in FOLLOWING}


def changes(before: Rows, after: Rows) -> list[str]:
    """All of it with what is stored now, made comparable: new ids, moments, digests, keys are alike."""
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
    text = STORED.sub("stored", text)
    return RANDOM.sub("random", DIGEST.sub("digest", MOMENT.sub("now", text)))


def _tables(besides: set[str]) -> Iterator[tuple[str, str]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and model._meta.db_table not in BESIDE_THE_POINT | besides:
            yield model._meta.db_table, str(model._meta.pk.column)
