"""The colours of static/css/tokens.css, for what no style sheet reaches: glyphs and charts on paper.

Colours exist once, in that file; this module only reads it.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

TOKENS_CSS = Path(__file__).resolve().parents[1] / "static" / "css" / "tokens.css"

_COLOUR = re.compile(r"--(?P<name>[a-z]+)-(?P<mode>light|dark): *(?P<hex>#[0-9A-Fa-f]{6});")


def colours(mode: str) -> Mapping[str, str]:
    """Read the colours of one mode, "light" or "dark", as token name to hex value."""
    found = _COLOUR.finditer(TOKENS_CSS.read_text(encoding="utf-8"))
    return MappingProxyType({match["name"]: match["hex"] for match in found if match["mode"] == mode})


LIGHT = colours("light")
DARK = colours("dark")
