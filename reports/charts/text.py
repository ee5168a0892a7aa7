"""Words inside a drawing, where nothing wraps by itself."""

from dataclasses import dataclass
from typing import Literal

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True)
class Label:
    """One line of text at a point; coordinates are text: templates localise numbers."""

    text: str
    x: str
    y: str
    anchor: Anchor = "start"


def two_lines(name: str) -> tuple[str, ...]:
    """Break a name where its two lines come out most even; a single word stays whole."""
    words = name.split()
    if len(words) < 2:
        return (name,)
    cuts = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    return min(cuts, key=lambda lines: max(map(len, lines)))


def shortened(text: str, most: int) -> str:
    """Cut a text that would run out of the drawing; the chart's description has it whole."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def place(number: float) -> str:
    """Write a coordinate: two decimals at most, never "-0"."""
    return f"{round(number, 2) + 0:g}"
