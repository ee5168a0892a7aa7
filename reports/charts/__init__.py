"""Charts: frozen values in, geometry out, one SVG for page and paper.

`draw(geometry)` renders any of them; each geometry names its template.
"""

from .ledger import pairs_ledger
from .pairs import PairRow, pairs_chart
from .radar import RadarSection, radar_chart
from .render import draw
from .strip import StripSection, strip_chart
from .unseen import unseen_chart

__all__ = [
    "PairRow",
    "RadarSection",
    "StripSection",
    "draw",
    "pairs_chart",
    "pairs_ledger",
    "radar_chart",
    "strip_chart",
    "unseen_chart",
]
