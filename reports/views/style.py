"""The living sample sheet: every piece of the visual language, in light and dark; new pieces start here."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.forms.layout import render_cards
from assessments.queries import is_administrator
from assessments.templatetags.glyphs import EVIDENCE, FINDINGS
from reports.charts import draw, pairs_chart, radar_chart, strip_chart, unseen_chart

from . import style_samples as samples


@require_safe
def style_sheet(request: HttpRequest) -> HttpResponse:
    """Show the sheet in the trial, and elsewhere to administrators only."""
    if not (settings.TRIAL or is_administrator(request.user)):
        raise Http404
    return render(request, "reports/style.html", _pieces())


def _pieces() -> dict[str, Any]:
    return {
        "themes": [(theme, render_cards(samples.cards(theme))) for theme in ("light", "dark")],
        "levels": range(5),
        "findings": FINDINGS,
        "grades": EVIDENCE,
        "colours": samples.COLOURS,
        "strip": samples.STRIP,
        "claim": samples.CLAIM,
        "finding_list": samples.FINDING_LIST,
        "tasks": samples.TASKS,
        "jobs": samples.JOBS,
        "columns": samples.SECTIONS,
        "rows": samples.HEAT,
        "errors": [("data", "Data volume: type the number of records, like 500")],
        "charts": [
            ("chart-radar", draw(radar_chart(samples.RADAR))),
            ("chart-wide", draw(pairs_chart(samples.PAIRS))),
            ("chart-wide", draw(unseen_chart(*samples.UNSEEN, at_least=True))),
            ("chart-wide", draw(strip_chart(samples.STRIP_CHART))),
        ],
    }
