"""The drawings of the PDF, from the content's numbers."""

from typing import Any

from django.utils.translation import gettext as _

from reports.charts import PairRow, RadarSection, draw, pairs_ledger, radar_chart
from reports.charts.line import pair_lines
from reports.charts.pairs import scale_for
from reports.content.parts import Pair, Section
from reports.content.report import ReportContent


def drawings(content: ReportContent) -> dict[str, Any]:
    """Every chart as finished SVG, by the name under which the templates know it; `lines` by question.

    `scale` says what the bars of the lines run from and to.
    """
    rows = [_row(pair) for pair in content.pairs]
    lines = pair_lines(rows)
    scale = scale_for([side for row in rows for side in (row.pilot, row.production) if side])
    return {
        "radar": draw(radar_chart([_axis(section) for section in content.sections])),
        "ledger": draw(pairs_ledger(rows)) if rows else "",
        "scale": _("%(least)s to %(most)s") % dict(zip(("least", "most"), scale.ends, strict=True)),
        "lines": {pair.key: draw(line) for pair, line in zip(content.pairs, lines, strict=True)},
    }


def _axis(section: Section) -> RadarSection:
    return RadarSection(section.name, section.claimed, section.level, section.verified)


def _row(pair: Pair) -> PairRow:
    return PairRow(pair.name, pair.pilot, pair.production, pair.unit, pair.ratio, pair.direction)
