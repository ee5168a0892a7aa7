"""The matrix of every address, method, person and state: asked for, written as a table, and read from it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from .addressing import address, fitting, states_of
from .asking import Asker, addresses, undone
from .company import Team, besides_the_invitation, hidden_from

IN_EVERY_STATE = ("GET", "POST")
OTHERS = ("PUT", "PATCH", "DELETE", "OPTIONS")
"""Tried in one state only; so is HEAD, in the one in which most see something."""

CODES = {
    "": "",
    "drafted": "D",
    "submitted": "S",
    "reviewed": "V",
    "returned": "R",
    "concluded": "C",
    "withdrawn": "W",
    "sealed": "sealed",
    "failed": "failed",
}

NAME = 31
"""How wide the longest name stands in the table."""

Cells = tuple[str, ...]
Table = dict[tuple[str, str], dict[str, Cells]]
"""By name and method: what everybody gets, in each state."""


@dataclass
class Matrix:
    """What was asked so far: how often, and what somebody read that they must not."""

    askers: Mapping[str, Asker]
    only: frozenset[str] = frozenset()
    """The states to which it is limited, where a thing can be in one of these."""
    cells: int = 0
    leaks: list[str] = field(default_factory=list)

    def table(
        self, team: Team, methods: Iterable[str] = (*IN_EVERY_STATE, *OTHERS), *, only_with_keys: bool = False
    ) -> Table:
        """What everybody gets at every address of this team, by these methods; at one's own also by HEAD."""
        found: Table = {}
        for name, keys in addresses():
            for method in methods if keys or not only_with_keys else ():
                found[name, method] = self._rows(name, keys, method, team)
            if not only_with_keys:
                self._check_head(name, keys, team, found[name, "GET"])
        return found

    def _check_head(self, name: str, keys: frozenset[str], team: Team, got: Mapping[str, Cells]) -> None:
        state = max(got, key=lambda state: got[state].count("200"))
        answered = self._row(name, keys, "HEAD", team, state)
        assert answered == got[state], f"{name}: HEAD is answered by {answered}, GET by {got[state]}"

    def _rows(self, name: str, keys: frozenset[str], method: str, team: Team) -> dict[str, Cells]:
        """By state; a method that everybody is refused in the first is not tried in the others."""
        rows: dict[str, Cells] = {}
        states = [one for one in states_of(keys) if one in self.only] or states_of(keys)
        for state in states if method in IN_EVERY_STATE else states[:1]:
            if not rows or set(rows[states[0]]) != {"405"}:
                rows[state] = self._row(name, keys, method, team, state)
        return rows

    def _row(self, name: str, keys: frozenset[str], method: str, team: Team, state: str) -> Cells:
        url = address(name, keys, team, state)
        posted = fitting(name, team, state) if method == "POST" else {}
        invites = team.name if "token" in keys else ""
        return tuple(self._cell(who, method, url, posted, invites) for who in self.askers)

    def _cell(self, who: str, method: str, url: str, posted: Mapping[str, object], invites: str) -> str:
        """What somebody gets; `invites` is the team whose invitation is at this address."""
        with undone():
            answered = self.askers[who].ask(method, url, posted)
        self.cells += 1
        says = besides_the_invitation(answered.says, invites) if invites else answered.says
        self.leaks += [f"{who} reads {text} at {method} {url}" for text in hidden_from(who) if text in says]
        return answered.cell


def lines(table: Table) -> Iterator[str]:
    """The table as it is written down."""
    for name, methods in groupby(table, key=lambda row: row[0]):
        rows = {method: table[name, method] for _, method in methods}
        if len({tuple(rows[method].values()) for method in OTHERS}) == 1:
            rows = {method: rows[method] for method in IN_EVERY_STATE} | {"others": rows[OTHERS[0]]}
        for method, cells in rows.items():
            yield from _written_rows(name, method, cells)


def _written_rows(name: str, method: str, rows: Mapping[str, Cells]) -> Iterator[str]:
    """One line for all states that are answered alike; none where everybody is refused the method."""
    alike: dict[Cells, str] = {}
    for state, cells in rows.items():
        alike[cells] = alike.get(cells, "") + CODES[state]
    for cells, codes in alike.items():
        if set(cells) != {"405"} or len(alike) > 1:
            yield written(name, method, codes if len(alike) > 1 else "", cells)


def written(name: str, method: str, codes: str, cells: Cells) -> str:
    """One line of it."""
    return f"{name:{NAME}}{method:8}{codes:7}{''.join(f'{cell:7}' for cell in cells)}".rstrip()


def read(text: str) -> dict[tuple[str, str, str], Cells]:
    """What is written down: by name, method and state, "" for all states."""
    said = {}
    for line in text.strip("\n").split("\n")[1:]:
        name, (method, codes) = line[:NAME].strip(), (line[NAME:][:8].strip(), line[NAME:][8:15].strip())
        for one in OTHERS if method == "others" else (method,):
            for state in _states(codes):
                said[name, one, state] = tuple(line[NAME + 15 :].split())
    return said


def expected(said: Mapping[tuple[str, str, str], Cells], name: str, method: str, state: str) -> Cells | None:
    """What everybody gets at their own team; None where everybody is refused the method."""
    return said.get((name, method, state)) or said.get((name, method, ""))


def _states(codes: str) -> list[str]:
    by_code = {code: state for state, code in CODES.items()}
    return [by_code[codes]] if codes in by_code else [by_code[code] for code in codes]
