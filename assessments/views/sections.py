"""One section's questions: shown, saved together, or saved one by one while somebody types."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from assessments import actions, queries
from assessments.models import Assessment
from assessments.permissions import Permission, may

from .saving import save_changed, save_one, section_page
from .signed_in import SignedInRequest, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def section(request: SignedInRequest, assessment_id: UUID, section: str) -> HttpResponse:
    """Show a section's questions; a post saves what is right of them and shows what is not."""
    assessment = queries.assessment_for(request.user, assessment_id)
    if section not in queries.questionnaire_of(assessment).by_section:
        raise Http404
    if not assessment.is_editable or not may(request.user, Permission.ANSWER, assessment.project):
        return _read_only(request, assessment)
    posted = request.POST if request.method == "POST" else None
    page = section_page(assessment, section, timezone.now(), posted)
    try:
        save_changed(page.form, assessment, by=request.user, at=timezone.now())
    except actions.WrongState:
        return _read_only(request, assessment)
    if posted is not None and page.form.all_kept:
        return redirect(page.next_url)
    return render(request, "assessments/section.html", page.context(), status=page.status)


@require_POST
@signed_in
def answer_save(request: SignedInRequest, assessment_id: UUID, question: str) -> HttpResponse:
    """Save one answer: 200 with its new version, 422 with what is wrong, 409 with both texts."""
    assessment = queries.assessment_for(request.user, assessment_id)
    asked = queries.questionnaire_of(assessment).by_key.get(question)
    if asked is None:
        raise Http404
    saved = save_one(assessment, asked, request.POST, by=request.user, at=timezone.now())
    response = render(request, saved.template, saved.context, status=saved.status)
    for name, value in saved.headers.items():
        response[name] = value
    return response


def _read_only(request: SignedInRequest, assessment: Assessment) -> HttpResponse:
    """Show the answers to whom may not change them; say so to someone who tried."""
    if request.method == "POST":
        messages.error(request, "Not saved: nobody with your role can change the answers of this round now.")
    return redirect("check_answers", assessment.pk)
