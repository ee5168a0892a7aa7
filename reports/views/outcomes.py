"""What happened in production: the day it began, what was measured, and beside it what had been predicted."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments import queries
from assessments.actions import NotAllowed, Refused
from assessments.models import Project
from assessments.permissions import Permission, may
from assessments.views.asking import ask
from assessments.views.signed_in import SignedInRequest, demand, signed_in

from .. import actions
from ..forms.outcomes import GoLiveForm, OutcomeForm
from ..models import MILESTONES
from ..queries import Happened, as_outcome, happened
from .outcome_rows import happened_page, outcome_in_words


@require_safe
@signed_in
def what_happened(request: SignedInRequest, project_id: UUID) -> HttpResponse:
    """The prediction, and beside it what was measured 30, 90 and 180 days after go-live."""
    project = _door(request, project_id, Permission.SEE_ACCEPTED)
    may_record = may(request.user, Permission.RECORD_OUTCOME, project)
    page = happened_page(project, happened(project), timezone.localdate(), may_record=may_record)
    return render(request, "reports/outcomes.html", {"project": project, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def go_live(request: SignedInRequest, project_id: UUID) -> HttpResponse:
    """Set the day on which production begins, or correct it with a reason."""
    project = _door(request, project_id, Permission.RECORD_OUTCOME)
    current = happened(project).go_live
    form = GoLiveForm(request.POST if request.method == "POST" else None, current=current)
    if form.is_valid():
        try:
            if _is_set(request, project, form):
                messages.success(request, _("The day of go-live is set."))
                return redirect("what_happened", project.pk)
        except actions.StaleGoLive as stale:
            current, form = stale.current, form.over(stale.current, str(stale))
    context = {"project": project, "current": current}
    return ask(request, "reports/go_live.html", form, context, form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def outcome(request: SignedInRequest, project_id: UUID, days: int) -> HttpResponse:
    """Record what happened so many days after go-live, or correct it."""
    project = _door(request, project_id, Permission.RECORD_OUTCOME)
    if days not in MILESTONES:
        raise Http404
    found = happened(project)
    if found.record is None:
        messages.info(request, _("Set the day of go-live first."))
        return redirect("what_happened", project.pk)
    current = found.outcomes.get(days)
    claim = queries.claim_of(found.record.assessment)
    stated = OutcomeForm.stating(as_outcome(current), current.version) if current else None
    form = OutcomeForm(request.POST if request.method == "POST" else None, claim=claim, initial=stated)
    both: dict[str, str] = {}
    if form.is_valid():
        try:
            if _is_recorded(request, project, form, days):
                messages.success(request, _("What happened is recorded."))
                return redirect("what_happened", project.pk)
        except actions.StaleOutcome as stale:
            theirs = stale.current
            both = {"theirs": outcome_in_words(as_outcome(theirs)) if theirs else ""}
            both["yours"] = outcome_in_words(form.said(days))
            form = form.over(claim, theirs.version if theirs else 0, str(stale))
    context = _context(project, found, days) | {"both": both}
    return ask(request, "reports/outcome.html", form, context, form.status)


def _door(request: SignedInRequest, project_id: UUID, permission: Permission) -> Project:
    project = queries.project_for(request.user, project_id)
    demand(request.user, permission, project)
    return project


def _is_set(request: SignedInRequest, project: Project, form: GoLiveForm) -> bool:
    """Whether the day was taken; else the form says why not. Raises StaleGoLive."""
    try:
        actions.set_go_live(
            project=project,
            day=form.cleaned_data["day"],
            reason=form.cleaned_data.get("reason", ""),
            seen=form.seen_day,
            by=request.user,
            at=timezone.now(),
        )
    except (actions.StaleGoLive, NotAllowed):
        raise
    except actions.InvalidGoLive as invalid:
        form.refuse(invalid.errors)
    except Refused as refusal:
        form.add_error(None, str(refusal))
    return not form.errors


def _is_recorded(request: SignedInRequest, project: Project, form: OutcomeForm, days: int) -> bool:
    """Whether it was taken; else the form says why not. Raises StaleOutcome."""
    try:
        actions.record_outcome(
            project=project,
            said=form.said(days),
            seen_version=form.seen_version,
            by=request.user,
            at=timezone.now(),
        )
    except (actions.StaleOutcome, NotAllowed):
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
    return not form.errors


def _context(project: Project, found: Happened, days: int) -> dict[str, object]:
    return {
        "project": project,
        "days": days,
        "day": found.asked_on(days),
        "current": found.outcomes.get(days),
    }
