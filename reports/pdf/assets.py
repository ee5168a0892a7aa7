"""All that a report can be made of, in memory: its style, its fonts and its glyphs."""

from functools import cache
from pathlib import Path

from assessments.templatetags.glyphs import FINDINGS, bridge, finding_shape

STATIC = Path(__file__).resolve().parents[2] / "static"
STYLE_SHEETS = ("css/tokens.css", "css/document.css")
ADDRESS = "report:"
"""The scheme under which style sheets and templates name what is ours; nothing else can be fetched."""


@cache
def style_sheet() -> str:
    """Tokens and the document's own rules, read once."""
    return "\n".join((STATIC / name).read_text(encoding="utf-8") for name in STYLE_SHEETS)


@cache
def assets() -> dict[str, tuple[bytes, str]]:
    """Every font and glyph by its address, with its media type."""
    fonts = {path.name: (path.read_bytes(), "font/ttf") for path in sorted((STATIC / "fonts").glob("*.ttf"))}
    glyphs = {name: (_standing_alone(svg), "image/svg+xml") for name, svg in _glyphs().items()}
    return {f"{ADDRESS}{name}": asset for name, asset in (fonts | glyphs).items()}


def _glyphs() -> dict[str, str]:
    bridges: dict[str, str] = {
        f"bridge-{level}-{claimed}.svg": bridge(level, claimed)
        for level in range(5)
        for claimed in range(level, 5)
    }
    return bridges | {f"finding-{finding}.svg": finding_shape(finding) for finding in FINDINGS}


def _standing_alone(svg: str) -> bytes:
    """An inline drawing as a file of its own."""
    return svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).encode()
