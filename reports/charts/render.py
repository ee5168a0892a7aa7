"""From geometry to SVG."""

from typing import Protocol

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from assessments.tokens import LIGHT


class Drawing(Protocol):
    """What every chart's geometry has."""

    @property
    def template(self) -> str:
        """The name of its file under templates/reports/charts/."""


def draw(drawing: Drawing) -> SafeString:
    """Render a chart: the same bytes for page and PDF, light colours as attributes, classes for the page."""
    svg = render_to_string(f"reports/charts/{drawing.template}", {"g": drawing, "c": LIGHT})
    return mark_safe("".join(line.strip() for line in svg.splitlines()))  # noqa: S308 - the template escapes
