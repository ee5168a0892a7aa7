"""Two to five projects side by side."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from assessments.domain.language import listed
from assessments.models import Project
from assessments.queries import projects_visible_to
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
    chosen = _chosen(request)
    records = {
        record.project_id: record for record in latest_records(request.user).filter(project__in=chosen)
    }
    error = _error(len(chosen), [project.name for key, project in chosen.items() if key not in records])
    if not chosen or error:
        return _choose(request, set(chosen), error)
    context = {"table": side_by_side(list(records.values()), timezone.localdate())}
    return render(request, "reports/compare.html", context)


def _chosen(request: SignedInRequest) -> dict[UUID, Project]:
    """The projects that the address names; Http404 if there is one among them that the person may not see."""
    try:
        named = {UUID(text) for text in request.GET.getlist("project")}
    except ValueError:
        raise Http404 from None
    found = {project.pk: project for project in projects_visible_to(request.user).filter(pk__in=named)}
    if named - set(found):
        raise Http404
    return found


def _choose(request: SignedInRequest, chosen: set[UUID], error: str) -> HttpResponse:
    offered = latest_records(request.user).defer("content").order_by("project__name", "pk")[:OFFERED]
    context = {
        "offered": offered,
        "chosen": chosen,
        "errors": [("projects", error)] if error else [],
        "error_summary": error,
        "verdict_names": {code: _(name) for code, name in words.VERDICT_NAMES.items()},
    }
    return render(request, "reports/compare_choose.html", context, status=422 if error else 200)


def _error(count: int, without_record: list[str]) -> str:
    if count == 1:
        return _("One project is chosen. Choose at least one more: a comparison needs two to five.")
    if count > MOST:
        return ngettext(
            "%(count)s project is chosen. Take %(extra)s away: at most five fit side by side.",
            "%(count)s projects are chosen. Take %(extra)s away: at most five fit side by side.",
            count,
        ) % {"count": count, "extra": count - MOST}
    if without_record:
        names = listed(sorted(without_record))
        text = _(
            "No round is concluded yet of %(projects)s. Choose projects whose latest round is concluded."
        )
        return text % {"projects": names}
    return ""
