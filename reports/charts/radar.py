"""Claimed beside evidenced, section by section: optimism is the visible space between the two outlines."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from assessments.domain.language import gettext as _

from .text import Anchor, Label, place, two_lines

WIDTH, HEIGHT = 440, 408
CENTRE_X, CENTRE_Y = 220.0, 190.0
HUB, RIM = 12.0, 122.0
"""Radius of level 0, which is a ring and not a point, and of level 4."""
LINE = 15


@dataclass(frozen=True)
class RadarSection:
    """One axis; `claimed` is None where no critical answer is known."""

    name: str
    claimed: int | None
    evidenced: int
    verified: bool = False


@dataclass(frozen=True)
class Spoke:
    """One drawn axis: its line, its marks, its name and its two numbers."""

    x: str
    y: str
    evidenced_x: str
    evidenced_y: str
    claimed_x: str
    claimed_y: str
    claimed: str
    evidenced: str
    verified: bool
    lines: tuple[Label, ...]
    values_x: str
    values_y: str


@dataclass(frozen=True)
class Radar:
    """The whole drawing; polygons are SVG point lists."""

    title: str
    description: str
    rings: tuple[str, ...]
    ring_labels: tuple[Label, ...]
    spokes: tuple[Spoke, ...]
    claimed: str
    evidenced: str
    centre_x: str = place(CENTRE_X)
    centre_y: str = place(CENTRE_Y)
    width: int = WIDTH
    height: int = HEIGHT
    template: str = "radar.svg"


def radar_chart(sections: Sequence[RadarSection]) -> Radar:
    """Lay the sections out clockwise from the top."""
    angles = [2 * pi * index / len(sections) for index in range(len(sections))]
    around = list(zip(angles, sections, strict=True))
    return Radar(
        title=_("Claimed beside evidenced level of each section"),
        description="; ".join(in_words(section) for section in sections) + ".",
        rings=tuple(_polygon([(angle, level) for angle in angles]) for level in range(5)),
        ring_labels=tuple(_ring_label(level, angles[1] / 2) for level in range(1, 5)),
        spokes=tuple(_spoke(section, angle) for angle, section in around),
        claimed=_polygon([(angle, section.claimed or 0) for angle, section in around]),
        evidenced=_polygon([(angle, section.evidenced) for angle, section in around]),
    )


def in_words(section: RadarSection) -> str:
    """Say one axis for those who cannot see it."""
    parts = {"section": section.name, "claimed": section.claimed, "evidenced": section.evidenced}
    if section.claimed is None and section.verified:
        return _("%(section)s: nothing known, evidenced %(evidenced)s, verified") % parts
    if section.claimed is None:
        return _("%(section)s: nothing known, evidenced %(evidenced)s") % parts
    if section.verified:
        return _("%(section)s: claimed %(claimed)s, evidenced %(evidenced)s, verified") % parts
    return _("%(section)s: claimed %(claimed)s, evidenced %(evidenced)s") % parts


def _point(angle: float, radius: float) -> tuple[float, float]:
    return CENTRE_X + radius * sin(angle), CENTRE_Y - radius * cos(angle)


def _radius(level: float) -> float:
    return HUB + (RIM - HUB) * level / 4


def _polygon(corners: Sequence[tuple[float, int]]) -> str:
    points = (_point(angle, _radius(level)) for angle, level in corners)
    return " ".join(f"{place(x)},{place(y)}" for x, y in points)


def _ring_label(level: int, angle: float) -> Label:
    """Number a ring in the middle of the edge between the first two axes, where no name stands."""
    x, y = _point(angle, _radius(level) * cos(angle))
    return Label(str(level), place(x), place(y + 3.5), "middle")


def _spoke(section: RadarSection, angle: float) -> Spoke:
    x, y = _point(angle, RIM)
    evidenced_x, evidenced_y = _point(angle, _radius(section.evidenced))
    claimed_x, claimed_y = _point(angle, _radius(section.claimed or 0))
    lines, values_x, values_y = _words(section.name, angle)
    return Spoke(
        x=place(x),
        y=place(y),
        evidenced_x=place(evidenced_x),
        evidenced_y=place(evidenced_y),
        claimed_x=place(claimed_x),
        claimed_y=place(claimed_y),
        claimed="?" if section.claimed is None else str(section.claimed),
        evidenced=str(section.evidenced),
        verified=section.verified,
        lines=lines,
        values_x=place(values_x),
        values_y=place(values_y),
    )


def _words(name: str, angle: float) -> tuple[tuple[Label, ...], float, float]:
    """Set the name and the corner of its numbers outside the rim, leaning away from it."""
    x, y = _point(angle, RIM + 14)
    anchor: Anchor = "middle" if abs(sin(angle)) < 0.3 else "start" if sin(angle) > 0 else "end"
    lines = two_lines(name)
    height = LINE * (len(lines) + 1)
    # The block hangs below its point at the bottom, stands on it at the top, and is centred at the sides.
    top = y - height * (1 + cos(angle)) / 2 + LINE - 3
    labels = tuple(Label(line, place(x), place(top + LINE * row), anchor) for row, line in enumerate(lines))
    values_width = 46
    values_x = {"start": x, "middle": x - values_width / 2, "end": x - values_width}[anchor]
    return labels, values_x, top + LINE * len(lines)
