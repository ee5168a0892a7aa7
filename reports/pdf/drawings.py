"""The drawings of the PDF, from the content's numbers."""

from typing import Any

from reports.charts import PairRow, RadarSection, StripSection, draw, pairs_chart, radar_chart, strip_chart
from reports.content.report import ReportContent


def drawings(content: ReportContent) -> dict[str, Any]:
    """Every chart as finished SVG, by the name under which the templates know it."""
    return {
        "strip": draw(strip_chart([_strip(section) for section in content.sections])),
        "radar": draw(radar_chart([_radar(section) for section in content.sections])),
        "pairs": draw(pairs_chart([_row(pair) for pair in content.pairs])) if content.pairs else "",
    }


def _strip(section: Any) -> StripSection:
    return StripSection(section.name, section.finding, section.level, section.claimed)


def _radar(section: Any) -> RadarSection:
    return RadarSection(section.name, section.claimed, section.level)


def _row(pair: Any) -> PairRow:
    return PairRow(pair.name, pair.pilot, pair.production, pair.unit, pair.ratio)
