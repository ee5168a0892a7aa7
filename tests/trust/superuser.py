# ruff: noqa: S608 - the statements are made of names of our own
"""What somebody with the database in their hands can do to a chain of the history.

They are a superuser, and no trigger holds them back; so the chain itself must tell.
"""

import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import psycopg
from django.db import connections

from config.trial.home import Home
from config.trial.postgres import Postgres
from tests.settings import SESSION_HOME

ENTRIES, HEADS = "assessments_historyentry", "assessments_historyhead"
FORGED = """entry = replace(entry, '"op"', '"Op"')"""
AWAY = 10**9
"""Where entries stand while others take their numbers."""


class Intruder:
    """A superuser's connection, with every trigger and foreign key switched off."""

    def __init__(self, connection: psycopg.Connection, stream: str) -> None:
        self.connection = connection
        self.stream = stream
        self.run("SET session_replication_role = replica")
        self.run(f"CREATE TEMP TABLE kept_entries AS SELECT * FROM {ENTRIES}")
        self.run(f"CREATE TEMP TABLE kept_heads AS SELECT * FROM {HEADS}")

    def run(self, sql: str, **values: object) -> psycopg.Cursor:
        """Run a statement; `%(stream)s` is known to it."""
        return self.connection.execute(sql.encode(), {"stream": self.stream} | values)

    def put_back(self) -> None:
        """Leave everything as it was."""
        for table, kept in ((ENTRIES, "kept_entries"), (HEADS, "kept_heads")):
            self.run(f"TRUNCATE {table}")
            self.run(f"INSERT INTO {table} SELECT * FROM {kept}")

    def length(self) -> int:
        """How many entries the chain has."""
        found = self.run(f"SELECT count(*) FROM {ENTRIES} WHERE stream = %(stream)s").fetchone()
        return int(found[0]) if found else 0

    # The edits: each returns the numbers of which one must be named.

    def change_text(self, seq: int) -> set[int]:
        """Say that somebody else did it."""
        self._set(seq, FORGED)
        return {seq}

    def change_hash(self, seq: int) -> set[int]:
        """Put the hash of something else."""
        self._set(seq, "hash = encode(sha256(hash::bytea), 'hex')")
        return {seq}

    def change_text_and_hash(self, seq: int) -> set[int]:
        """Give the changed text the hash that it must have; its successor then follows another."""
        self._set(seq, FORGED)
        self._set(seq, f"hash = encode(sha256(convert_to(({self._before(seq)}) || entry, 'UTF8')), 'hex')")
        return {seq, seq + 1}

    def delete(self, seq: int) -> set[int]:
        """Take an entry out."""
        self.run(f"DELETE FROM {ENTRIES} WHERE stream = %(stream)s AND seq = %(seq)s", seq=seq)
        return {seq}

    def delete_and_number(self, seq: int) -> set[int]:
        """Take an entry out and close the gap, the head included."""
        self.delete(seq)
        self._number_anew()
        self.run(f"UPDATE {HEADS} SET seq = seq - 1 WHERE stream = %(stream)s")
        return {seq}

    def swap(self, seq: int) -> set[int]:
        """Let it change places with the next."""
        for number, new in ((seq, AWAY), (seq + 1, seq), (AWAY, seq + 1)):
            self._set(number, f"seq = {new}")
        return {seq, seq + 1}

    def insert(self, seq: int) -> set[int]:
        """Put an entry with the right hash behind this one, and number the others anew, the head included."""
        before = self._hash(seq)
        entry = '{"by": "somebody else", "op": "update"}'
        self._number_anew(room_after=seq)
        self.run(
            f"INSERT INTO {ENTRIES} VALUES (%(stream)s, %(seq)s, %(entry)s, %(hash)s)",
            seq=seq + 1,
            entry=entry,
            hash=sha256((before + entry).encode()).hexdigest(),
        )
        self.run(f"UPDATE {HEADS} SET seq = seq + 1 WHERE stream = %(stream)s")
        return {seq + 2}

    # What no chain can tell by itself

    def cut_tail(self, seq: int) -> None:
        """Take everything from this entry on away, and set the head back."""
        self.run(f"DELETE FROM {ENTRIES} WHERE stream = %(stream)s AND seq >= %(seq)s", seq=seq)
        self.run(
            f"UPDATE {HEADS} SET seq = %(seq)s, hash = %(hash)s WHERE stream = %(stream)s",
            seq=seq - 1,
            hash=self._hash(seq - 1),
        )

    def write_anew(self, seq: int) -> None:
        """Change an entry and give it, all that follow and the head the hashes they must have."""
        self.change_text(seq)
        last = self.length()
        for number in range(seq, last + 1):
            self._set(
                number, f"hash = encode(sha256(convert_to(({self._before(number)}) || entry, 'UTF8')), 'hex')"
            )
        self.run(f"UPDATE {HEADS} SET hash = %(hash)s WHERE stream = %(stream)s", hash=self._hash(last))

    def _set(self, seq: int, change: str) -> None:
        self.run(f"UPDATE {ENTRIES} SET {change} WHERE stream = %(stream)s AND seq = %(seq)s", seq=seq)

    def _before(self, seq: int) -> str:
        """SQL for the hash that an entry follows."""
        if seq == 1:
            return "encode(sha256(convert_to(stream, 'UTF8')), 'hex')"
        return f"SELECT hash FROM {ENTRIES} WHERE stream = %(stream)s AND seq = {seq - 1}"

    def _hash(self, seq: int) -> str:
        found = self.run(
            f"SELECT hash FROM {ENTRIES} WHERE stream = %(stream)s AND seq = %(seq)s", seq=seq
        ).fetchone()
        assert found
        return str(found[0])

    def _number_anew(self, room_after: int = AWAY) -> None:
        """Close the gaps, and leave one after this entry."""
        self.run(
            f"""
            UPDATE {ENTRIES} entry SET seq = {AWAY} + numbered.new FROM (
                SELECT seq, row_number() OVER (ORDER BY seq) + (seq > %(room)s)::int AS new
                FROM {ENTRIES} WHERE stream = %(stream)s
            ) numbered WHERE entry.stream = %(stream)s AND entry.seq = numbered.seq
            """,
            room=room_after,
        )
        self.run(f"UPDATE {ENTRIES} SET seq = seq - {AWAY} WHERE stream = %(stream)s AND seq > {AWAY}")


EDITS: tuple[Callable[[Intruder, int], set[int]], ...] = (
    Intruder.change_text,
    Intruder.change_hash,
    Intruder.change_text_and_hash,
    Intruder.delete,
    Intruder.delete_and_number,
    Intruder.swap,
    Intruder.insert,
)


@contextmanager
def intruder(stream: str) -> Iterator[Intruder]:
    """Somebody with the test database in their hands; afterwards everything is as it was."""
    server = Postgres(Home(Path(os.environ[SESSION_HOME])), durable=False)
    name = str(connections["owner"].settings_dict["NAME"])
    with server.connect(database=name) as connection:
        yield Intruder(connection, stream)


def random_edit(someone: Intruder, chance: random.Random) -> tuple[str, set[int]]:
    """Do one of the edits to a random entry that has a next one; return its name and what must be named."""
    edit = chance.choice(EDITS)
    return edit.__name__, edit(someone, chance.randrange(1, someone.length()))
