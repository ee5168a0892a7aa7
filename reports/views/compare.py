"""Two to five projects side by side."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments.models import Project
from assessments.queries import project_for
from assessments.views.signed_in import SignedInRequest, signed_in

from ..content import words
from ..portfolio import side_by_side
from ..queries import latest_records

FEWEST, MOST = 2, 5
OFFERED = 200


@require_safe
@signed_in
def compare(request: SignedInRequest) -> HttpResponse:
    """The comparison, or the form to choose from; with too few or too many the form says what to do."""
    chosen = list(dict.fromkeys(request.GET.getlist("project")))
    projects = [project_for(request.user, public_id) for public_id in chosen[: MOST + 1]]
    records = {
        record.project_id: record for record in latest_records(request.user).filter(project__in=projects)
    }
    error = _error(len(chosen), [project for project in projects if project.pk not in records])
    if not chosen or error:
        return _choose(request, {project.pk for project in projects}, error)
    found = [records[project.pk] for project in projects]
    context = {"table": side_by_side(found, timezone.localdate()), "projects": projects}
    return render(request, "reports/compare.html", context)


def _choose(request: SignedInRequest, chosen: set[object], error: str) -> HttpResponse:
    offered = latest_records(request.user).defer("content").order_by("project__name", "pk")[:OFFERED]
    context = {
        "offered": offered,
        "chosen": chosen,
        "errors": [("projects", error)] if error else [],
        "error_summary": error,
        "verdict_names": words.VERDICT_NAMES,
    }
    return render(request, "reports/compare_choose.html", context, status=422 if error else 200)


def _error(count: int, without_record: list[Project]) -> str:
    if count == 1:
        return "One project is chosen. Choose at least one more: a comparison needs two to five."
    if count > MOST:
        return f"{count} projects are chosen. Take {count - MOST} away: at most five fit side by side."
    if without_record:
        names = words.listed([project.name for project in without_record])
        return f"No round is concluded yet of {names}. Choose projects whose latest round is concluded."
    return ""
