"""The heat map of every project that one may see."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments.domain.scoring import Finding
from assessments.queries import projects_visible_to
from assessments.queries.question_sets import worded
from assessments.views.signed_in import SignedInRequest, signed_in

from ..forms.portfolio import PortfolioFilter
from ..portfolio import choices, heat_map, summed_over
from ..queries import latest_rows


@require_safe
@signed_in
def portfolio(request: SignedInRequest) -> HttpResponse:
    """One page of the heat map, weakest link first, narrowed by what was chosen."""
    offered = choices(projects_visible_to(request.user))
    narrowed = PortfolioFilter(request.GET or None, latest_rows(request.user), offered)
    heat = heat_map(narrowed.qs, timezone.localdate(), request.GET.get("after", ""))
    context = {
        "choices": offered,
        "filter": narrowed,
        "heat": heat,
        "left_out": summed_over(narrowed.qs),
        "columns": [section.name for section in worded().sections],
        "findings": [finding.value for finding in Finding],
        "next_url": _url(request.GET.dict(), after=heat.next_page) if heat.next_page else "",
        "first_url": _url(request.GET.dict(), after="") if request.GET.get("after") else "",
    }
    return render(request, "reports/portfolio.html", context)


def _url(query: dict[str, Any], *, after: str) -> str:
    """This page's address with another place to start from."""
    kept = {name: value for name, value in {**query, "after": after}.items() if value}
    return f"?{urlencode(kept)}"
