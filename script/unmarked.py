"""Finds text in templates that is not marked for translation: `python script/unmarked.py [template ...]`."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"
"""All but the page of samples for developers."""

MARKED = re.compile(
    r"{% comment %}.*?{% endcomment %}|{% blocktranslate.*?{% endblocktranslate %}|{#.*?#}"
    r"|{% block page_class %}.*?{% endblock.*?%}|<script.*?</script>|<style.*?</style>|<!--.*?-->"
    r"|<(code|kbd)>.*?</\1>",
    re.DOTALL,
)
SPOKEN = re.compile(
    r'\s(?:aria-label|placeholder|title|alt|data-[\w-]+)="([^"{}<>]*[A-Za-z]{2}[^"<>]*\s[^"]*)"'
)
"""What a page says besides its text, of two words and more: one word may be a key."""
TAGS = re.compile(r"{%.*?%}|{{.*?}}|<[^<>]*>|&#?\w+;", re.DOTALL)
NAMES = re.compile(r"Honest Pilot|PDF|JSON|CSV|XLSX|SHA-256|honest-pilot\S*|\b[A-Z]?\d+\b")
LETTERS = re.compile(r"[A-Za-z]{2}")


def main(asked: list[str]) -> int:
    """Print every text that is not marked, by file and line; 1 where there is any."""
    paths = [Path(name) for name in asked] or sorted(
        path
        for path in TEMPLATES.rglob("*")
        if path.suffix in {".html", ".svg", ".txt"}
        and not str(path.relative_to(TEMPLATES)).startswith("reports/style")
    )
    found = [f"{path}:{line}: {text}" for path in paths for line, text in _unmarked(path)]
    print("\n".join(found))
    return bool(found)


def _unmarked(path: Path) -> Iterator[tuple[int, str]]:
    source = _blank(MARKED, path.read_text(encoding="utf-8"))
    for match in SPOKEN.finditer(source):
        yield source[: match.start(1)].count("\n") + 1, match[1]
    for number, line in enumerate(_blank(TAGS, source).splitlines(), 1):
        text = NAMES.sub("", line).strip()
        if LETTERS.search(text):
            yield number, text


def _blank(pattern: re.Pattern[str], source: str) -> str:
    """Without what matches, but with its line breaks."""
    return pattern.sub(lambda match: "\n" * match[0].count("\n") or " ", source)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
