"""Write docs/states.md: the states of a round, who moves it, and what nobody may do to their own answers."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand

from assessments.actions import TRANSITIONS, Transition
from assessments.migrations import _review, _second_voice, _separation
from assessments.models import CLOSED, State
from assessments.permissions import roles_with

from ...migrations import _separation as _signing

HEAD = """# States, rights and separation of duties

Made by `manage.py states > docs/states.md` from the table of moves (`assessments/actions/transitions.py`),
the one of roles (`assessments/permissions.py`) and the rules that PostgreSQL keeps; a test holds it to them.
"""
REFUSAL = re.compile(r"refuse\('(\w+)', '([^']+)'\)")


class Command(BaseCommand):
    """Print the page."""

    help = "Print docs/states.md, made from the table of moves."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Write it to standard output."""
        self.stdout.write("\n".join(page()))


def page() -> Iterator[str]:
    """The lines of the page."""
    yield HEAD
    yield from _diagram()
    yield from _moves()
    yield from _duties()


def _diagram() -> Iterator[str]:
    yield "```mermaid\nstateDiagram-v2"
    yield f"    [*] --> {State.DRAFT.value}"
    for move in TRANSITIONS:
        for source in _in_order(move):
            yield f"    {source.value} --> {move.target.value}: {move.permission.value}"
    yield from (f"    {state.value} --> [*]" for state in CLOSED)
    yield "```\n"


def _moves() -> Iterator[str]:
    yield "| move | from | to | who may | needs a reason | only who answered nothing |"
    yield "|---|---|---|---|---|---|"
    for move in TRANSITIONS:
        sources = ", ".join(str(state.label) for state in _in_order(move))
        roles = ", ".join(role.replace("_", " ") for role in roles_with(move.permission))
        marks = ["yes" if mark else "" for mark in (move.needs_reason, move.independent)]
        yield (
            " | ".join(["| " + move.permission.value, sources, str(move.target.label), roles, *marks]) + " |"
        )
    yield (
        "\nAcceptance needs a reason as well where a contradiction, a disagreement or a challenge on a\n"
        "critical answer is open, or an answer was not looked at as it stands. An accepted round is\n"
        "returned only while nobody has signed its report, nothing is recorded beside its record and no\n"
        "later round has begun.\n"
    )


def _duties() -> Iterator[str]:
    yield "## What PostgreSQL refuses, whatever writes to the tables\n"
    yield "| rule | what it says |\n|---|---|"
    modules = (_separation, _second_voice, _review, _signing)
    sql = "\n".join(do for module in modules for do, _ in module.statements())
    told = dict.fromkeys(REFUSAL.findall(sql))
    yield from (f"| `{name}` | {why} |" for name, why in told)


def _in_order(move: Transition) -> list[State]:
    return [state for state in State if state in move.sources]
