"""The guards of the actions, found in their source, and each taken away for as long as somebody looks.

A guard is an `if` that does nothing but raise, once its words are found, or a call that checks, undoes or
remembers something for a later check. Taking one away is the one place where the product's own code is
patched: by another body for the same function, so that whoever imported it gets it too.
"""

import ast
import inspect
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import FunctionType, ModuleType

from assessments.actions import (
    answers,
    asked,
    authors,
    challenges,
    claims,
    following,
    invitations,
    members,
    opinions,
    organisation,
    oversight,
    people,
    preferences,
    projects,
    reconsidering,
    remedies,
    reviewing,
    rounds,
    rulings,
    scope,
    talking,
    transitions,
    working,
)
from reports.actions import concluding, extending, outbox, outcomes, replacing, signing_off, taking_back

MODULES = (
    working,
    transitions,
    answers,
    authors,
    claims,
    reconsidering,
    remedies,
    following,
    reviewing,
    rulings,
    challenges,
    rounds,
    scope,
    opinions,
    projects,
    import_module("assessments.actions.import_case"),  # the package has the function under its name
    members,
    invitations,
    oversight,
    people,
    organisation,
    talking,
    asked,
    preferences,
    concluding,
    extending,
    outbox,
    outcomes,
    replacing,
    signing_off,
    taking_back,
)
CHECKS = (
    "_check", "check_", "_refuse", "after_", "_ask_anew", "keep_author", "carry_authors", "end_sessions"
)  # fmt: skip
"""How the names begin of what is called for the sake of a refusal, now or later."""


@dataclass(frozen=True)
class Guard:
    """One statement of one function; `name` is where it stands and what it does."""

    name: str
    module: ModuleType
    function: str
    line: int


def guards() -> Iterator[Guard]:
    """Every guard of the actions; the second of the same kind in a function is called `... 2`."""
    for module in MODULES:
        for function in _functions(module):
            seen: Counter[str] = Counter()
            for statement in ast.walk(function):
                if does := _does(statement):
                    seen[does] += 1
                    again = f" {seen[does]}" if seen[does] > 1 else ""
                    name = f"{module.__name__.rpartition('.')[2]}.{function.name}: {does}{again}"
                    yield Guard(name, module, function.name, statement.lineno)  # type: ignore[attr-defined]


@contextmanager
def without(guard: Guard) -> Iterator[None]:
    """Take a guard away."""
    function = next(found for found in _functions(guard.module) if found.name == guard.function)
    lacking = ast.Module([_Without(guard.line).visit(function)], type_ignores=[])
    made = vars(guard.module).copy()
    exec(compile(ast.fix_missing_locations(lacking), guard.name, "exec"), made)  # noqa: S102 - our own source
    real: FunctionType = inspect.unwrap(vars(guard.module)[guard.function])
    whole, real.__code__ = real.__code__, inspect.unwrap(made[guard.function]).__code__
    try:
        yield
    finally:
        real.__code__ = whole


class _Without(ast.NodeTransformer):
    def __init__(self, line: int) -> None:
        self.line = line

    def generic_visit(self, node: ast.AST) -> ast.AST:
        if _does(node) and node.lineno == self.line:  # type: ignore[attr-defined]  # statements have lines
            return ast.Pass()
        return super().generic_visit(node)


def _functions(module: ModuleType) -> Iterator[ast.FunctionDef]:
    tree = ast.parse(Path(inspect.getsourcefile(module) or "").read_text())
    return (node for node in tree.body if isinstance(node, ast.FunctionDef))


def _does(node: ast.AST) -> str:
    """What a guard does: which refusal it raises, or what it calls; nothing for what is no guard."""
    match node:
        case ast.If(
            body=[*words, ast.Raise(exc=ast.Call(func=ast.Name(id=refusal)) | ast.Name(id=refusal))],
            orelse=[],
        ) if all(isinstance(statement, ast.Assign) for statement in words):
            return refusal
        case ast.Expr(value=ast.Call(func=ast.Name(id=called))) if called.startswith(CHECKS):
            return f"{called}()"
    return ""
