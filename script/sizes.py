"""Hold the sizes: a function has at most 50 lines, a module at most 400, a template at most 120."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

FUNCTION, MODULE, TEMPLATE = 50, 400, 120
PYTHON_FOLDERS = ("config", "assessments", "reports", "script", "tests")


def too_long(path: Path) -> Iterator[str]:
    """Yield a line for everything in a Python file that is too long."""
    text = path.read_text()
    if (lines := text.count("\n")) > MODULE:
        yield f"{path}: module of {lines} lines (limit {MODULE})"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            lines = node.end_lineno - node.lineno + 1
            if lines > FUNCTION:
                yield f"{path}:{node.lineno}: {node.name} has {lines} lines (limit {FUNCTION})"


def main() -> int:
    """Print what is too long; 1 if anything is."""
    found: list[str] = []
    for folder in PYTHON_FOLDERS:
        for path in sorted(Path(folder).rglob("*.py")):
            if "migrations" not in path.parts:
                found += too_long(path)
    for path in sorted(Path("templates").rglob("*.html")):
        if (lines := path.read_text().count("\n")) > TEMPLATE:
            found.append(f"{path}: template of {lines} lines (limit {TEMPLATE})")
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
