"""One section's questions: shown, saved together, or saved one by one while somebody types."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments import queries
from assessments.models import Assessment

from .saving import save_changed, save_one, section_page
from .signed_in import SignedInRequest, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def section(request: SignedInRequest, assessment_id: UUID, section: str) -> HttpResponse:
    """Show a section's questions; a post saves what is right of them and shows what is not."""
    assessment = queries.assessment_to_answer_for(request.user, assessment_id)
    if section not in queries.questionnaire_of(assessment).by_section:
        raise Http404
    if request.method == "POST":
        return _save(request, assessment, section)
    if not assessment.takes_answers or section not in assessment.reader_sections:
        return redirect(f"{reverse('check_answers', args=[assessment.pk])}#{section}")
    page = section_page(assessment, section, timezone.now(), back=request.GET.get("back", ""))
    return render(request, "assessments/section.html", page.context())


@require_POST
@signed_in
def answer_save(request: SignedInRequest, assessment_id: UUID, question: str) -> HttpResponse:
    """Save one answer: 200 with its new version, 422 with what is wrong, 409 with what stands against it."""
    assessment = queries.assessment_to_answer_for(request.user, assessment_id)
    asked = queries.questionnaire_of(assessment).by_key.get(question)
    if asked is None:
        raise Http404
    saved = save_one(assessment, asked, request.POST, by=request.user, at=timezone.now())
    response = render(request, saved.template, saved.context, status=saved.status)
    for name, value in saved.headers.items():
        response[name] = value
    return response


def _save(request: SignedInRequest, assessment: Assessment, section: str) -> HttpResponse:
    back = request.GET.get("back", "")
    page = section_page(assessment, section, timezone.now(), request.POST, back=back)
    save_changed(page.form, assessment, by=request.user, at=timezone.now())
    if page.form.all_kept:
        if page.form.unseen:
            messages.info(request, _("Your answers are saved. One of them asks for more: see below."))
        return redirect(page.next_url)
    return render(request, "assessments/section.html", page.context(), status=page.status)
