"""What the history costs those who write: saves of eight writers, with its triggers and without.

Each saves answers of a round of its own, as people do; the server keeps its promises to the disk. Both are
measured in turn, several times, because the machine is not quiet. What a save costs PostgreSQL's processors
is the same on a busy machine; how many there are in a second is not.
"""

import os
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import psycopg

from benchmarks.figures import Figure
from benchmarks.startup import trial_in_new_folder
from config.trial.home import APPLICATION_ROLE, DATABASE, OWNER_ROLE, Home
from config.trial.postgres import Postgres

WRITERS, SECONDS, TURNS = 8, 3.0, 5

SAVE = (
    "SELECT set_config('app.user_id', %(person)s, true), set_config('app.address', '192.0.2.7', true)",
    "SELECT id FROM assessments_assessment WHERE id = %(round)s FOR NO KEY UPDATE",
    """UPDATE assessments_answer SET level = (level + 1) %% 5, version = version + 1, answered_at = now()
    WHERE id = %(answer)s""",
)
ANSWERS = """
    SELECT DISTINCT ON (assessment_id) id AS answer, assessment_id AS round, answered_by_id::text AS person
    FROM assessments_answer WHERE said = 'level' ORDER BY assessment_id LIMIT %s
"""
TRIGGERS = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'history_noted'"


@dataclass
class Saves:
    """What all writers did together in one turn; `cpu` is what PostgreSQL's processes spent, in ms."""

    number: int = 0
    cpu: float = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, number: int, cpu: float) -> None:
        """Count one writer's work."""
        with self.lock:
            self.number += number
            self.cpu += cpu


def measure() -> list[Figure]:
    """Both rates, and what a save costs more with the triggers."""
    turns: dict[str, list[Saves]] = {"DISABLE": [], "ENABLE": []}
    with trial_in_new_folder() as trial:
        trial.start()
        server = Postgres(Home(trial.home))
        with server.connect(OWNER_ROLE, DATABASE) as owner:
            answers = owner.execute(ANSWERS, [WRITERS]).fetchall()
            for _ in range(TURNS):
                for switch, measured in turns.items():
                    _switch(owner, switch)
                    measured.append(_turn(server, answers))
        trial.end()
    rates = [median(turn.number / SECONDS for turn in measured) for measured in turns.values()]
    costs = [median(turn.cpu / turn.number for turn in measured) for measured in turns.values()]
    return [
        Figure("8 writers without history", rates[0], "saves/s", note=f"{costs[0]:.2f} ms CPU each"),
        Figure("8 writers with history", rates[1], "saves/s", note=f"{rates[1] / rates[0]:.2f} of that"),
        Figure("history of one save, in PostgreSQL", costs[1] - costs[0], "ms CPU", limit=0.5),
    ]


def _switch(owner: psycopg.Connection, switch: str) -> None:
    for (table,) in owner.execute(TRIGGERS).fetchall():
        owner.execute(f"ALTER TABLE {table} {switch} TRIGGER history_noted".encode())


def _turn(server: Postgres, answers: list[Any]) -> Saves:
    saves, ends = Saves(), time.monotonic() + SECONDS
    writers = [threading.Thread(target=_write, args=(server, answer, ends, saves)) for answer in answers]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    return saves


def _write(server: Postgres, answer: Any, ends: float, saves: Saves) -> None:
    values, number = dict(zip(("answer", "round", "person"), answer, strict=True)), 0
    with server.connect(APPLICATION_ROLE, DATABASE) as connection:
        before = _cpu_of(connection)
        while time.monotonic() < ends:
            with connection.transaction():
                for statement in SAVE:
                    connection.execute(statement.encode(), values)
            number += 1
        saves.add(number, _cpu_of(connection) - before)


def _cpu_of(connection: psycopg.Connection) -> float:
    """What the server's process for this connection has spent, in ms."""
    fields = Path(f"/proc/{connection.info.backend_pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")
