"""The portfolio: the latest record of every visible project as a heat map, and two to five side by side."""

from .deferred import summed_over
from .heat import Choices, HeatMap, HeatRow, choices, heat_map
from .readiness import Readiness, needs_renewal, readiness_on
from .side_by_side import Column, SideBySide, side_by_side

__all__ = [
    "Choices",
    "Column",
    "HeatMap",
    "HeatRow",
    "Readiness",
    "SideBySide",
    "choices",
    "heat_map",
    "needs_renewal",
    "readiness_on",
    "side_by_side",
    "summed_over",
]
