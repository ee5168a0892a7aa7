"""Texts are marked for translation where the tools that collect them look."""

import ast
from collections.abc import Iterator

import pytest

from tests.processes import ROOT

MARKS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext"}
SOURCES = sorted(
    path for folder in ("assessments", "config", "reports") for path in (ROOT / folder).rglob("*.py")
)


def marked(node: ast.AST) -> Iterator[ast.Call]:
    """The calls within that mark a text."""
    for call in ast.walk(node):
        if (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Name)
            and call.func.id in MARKS
            and call.args
        ):
            yield call


def overlooked(source: str) -> list[int]:
    """The lines of texts that xgettext does not find, or finds as something else."""
    tree = ast.parse(source)
    inside = [call for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for call in marked(node)]
    plainly = [call for call in inside if isinstance(call.args[0], ast.Constant)]
    filled_in = [call for call in marked(tree) if isinstance(call.args[0], ast.JoinedStr | ast.BinOp)]
    return [call.lineno for call in plainly + filled_in]


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("""f"{_('Critical')}!\"""", [1]),
        ('_(f"{name} is here")', [1]),
        ('_("%s is here" % name)', [1]),
        ('_("%(name)s is here") % {"name": name}', []),
        ('f"{field}: {_(TEXTS[field])}"', []),
    ],
)
def test_what_is_overlooked_is_known(source: str, lines: list[int]) -> None:
    assert overlooked(source) == lines


def test_every_marked_text_is_collected() -> None:
    found = {str(path.relative_to(ROOT)): overlooked(path.read_text(encoding="utf-8")) for path in SOURCES}

    assert len(found) > 100
    assert not {path: lines for path, lines in found.items() if lines}
