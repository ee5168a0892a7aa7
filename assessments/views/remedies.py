"""The two honest moves for a section's finding: fix it, or acknowledge it; and the approver's yes."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments import actions, queries
from assessments.domain.questionnaire import SECTIONS
from assessments.models import State
from assessments.permissions import Permission

from .dispositions import RemedyPage, remedy_page, returned
from .signed_in import SignedInRequest, demand, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def remedy(request: SignedInRequest, assessment_id: UUID, section: str) -> HttpResponse:
    """Choose between fixing a section's gap and acknowledging it with an adjusted number."""
    assessment = queries.assessment_for(request.user, assessment_id)
    if section not in SECTIONS or not assessment.shows_verdict:
        raise Http404
    if assessment.state == State.RETURNED:
        return returned(request, assessment)
    if request.method == "POST":
        demand(request.user, Permission.CHOOSE_REMEDY, assessment.project)
    page = remedy_page(assessment, section, request.user, request.POST if request.method == "POST" else None)
    if page.asked and _chosen(request, page):
        return redirect("verdict", assessment.pk)
    return render(request, "assessments/remedy.html", page.context(), status=422 if page.wrong else 200)


@require_POST
@signed_in
def acknowledgement_approve(request: SignedInRequest, assessment_id: UUID, section: str) -> HttpResponse:
    """Approve an acknowledgement, as the approver it names."""
    assessment = queries.assessment_for(request.user, assessment_id)
    demand(request.user, Permission.APPROVE_ACKNOWLEDGEMENT, assessment.project)
    try:
        actions.approve_acknowledgement(
            assessment=assessment,
            section=section,
            remedy_id=request.POST.get("remedy", ""),
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("The acknowledgement is approved."))
    except actions.StaleAcknowledgement as stale:
        messages.error(request, str(stale))
        return redirect("remedy", assessment.pk, section)
    except actions.Refused as refused:
        messages.error(request, str(refused))
    return redirect("verdict", assessment.pk)


def _chosen(request: SignedInRequest, page: RemedyPage) -> bool:
    """Record the move that was chosen; False where it is not whole, or refused."""
    if not page.is_valid():
        return False
    try:
        page.act(by=request.user, at=timezone.now())
    except actions.Refused as refused:
        page.refusal = str(refused)
        return False
    return True
