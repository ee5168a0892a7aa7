"""The review of a round: taken up, gone through section by section, answer by answer."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments import actions, queries
from assessments.forms.review import RulingForm, weaker_than
from assessments.models import Assessment, Decision, State
from assessments.permissions import Permission, granted_to

from .asking import too_late
from .challenge_rows import challenge_rows
from .differences import differences_page
from .review_rows import ReviewPage, anchor_of, review_page
from .signed_in import SignedInRequest, demand, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def review(request: SignedInRequest, assessment_id: UUID) -> HttpResponse:
    """How far the review is and what is open; POST takes it up."""
    assessment = queries.assessment_for(request.user, assessment_id)
    demand(request.user, Permission.REVIEW, assessment.project)
    if request.method == "POST":
        return _start(request, assessment)
    if not assessment.is_judged:
        return too_late(request, assessment, Permission.REVIEW)
    return render(request, "assessments/review.html", _overview(review_page(assessment, request.user)))


def _start(request: SignedInRequest, assessment: Assessment) -> HttpResponse:
    try:
        actions.start_review(assessment=assessment, by=request.user, at=timezone.now())
    except actions.Refused as refused:
        messages.error(request, str(refused))
    return redirect("review", assessment.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def review_section(request: SignedInRequest, assessment_id: UUID, section: str) -> HttpResponse:
    """One section's answers, each with its ruling; POST agrees to whatever nobody looked at yet."""
    assessment = queries.assessment_for(request.user, assessment_id)
    demand(request.user, Permission.REVIEW, assessment.project)
    if section not in queries.questionnaire_of(assessment).by_section:
        raise Http404
    if assessment.state != State.IN_REVIEW:
        return too_late(request, assessment, Permission.REVIEW)
    if request.method == "POST":
        return _agree_to_rest(request, assessment, section)
    return _section(request, review_page(assessment, request.user), section)


def _agree_to_rest(request: SignedInRequest, assessment: Assessment, section: str) -> HttpResponse:
    posted = request.POST.get("submission", "")
    try:
        count = actions.agree_to_rest(
            assessment=assessment,
            section=section,
            submission=int(posted) if posted.isdecimal() and len(posted) < 6 else 0,
            by=request.user,
            at=timezone.now(),
        )
    except actions.Refused as refused:
        messages.error(request, str(refused))
        return redirect("review_section", assessment.pk, section)
    text = ngettext("Agreed to %(count)s answer.", "Agreed to %(count)s answers.", count)
    messages.success(request, text % {"count": count})
    return redirect(review_page(assessment, request.user).after(section))


@require_POST
@signed_in
def rule_answer(request: SignedInRequest, assessment_id: UUID, question: str) -> HttpResponse:
    """Rule on one answer, and go on with the next that nobody looked at."""
    assessment = queries.assessment_for(request.user, assessment_id)
    demand(request.user, Permission.REVIEW, assessment.project)
    known = queries.questionnaire_of(assessment).by_key.get(question)
    if known is None:
        raise Http404
    row = queries.answer_to(assessment, question)
    form = RulingForm(request.POST, weaker=weaker_than(row.evidence if row else ""))
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.rule_on_answer(
                assessment=assessment,
                question=question,
                decision=Decision(given["decision"]),
                seen_version=given["version"],
                grade=given["grade"],
                why=given["why"],
                by=request.user,
                at=timezone.now(),
            )
            return redirect(_next(review_page(assessment, request.user), known.section, question))
        except actions.StaleAnswer:
            messages.error(request, _("This answer was changed since you opened the page. Read it again."))
        except actions.InvalidRuling as refused:
            errors = "; ".join(refused.errors.values())
            messages.error(request, _("Nothing was ruled: %(errors)s.") % {"errors": errors})
        except actions.Refused as refused:
            messages.error(request, str(refused))
    else:
        messages.error(request, _("Nothing was ruled: the form did not say what."))
    return redirect(f"{reverse('review_section', args=[assessment.pk, known.section])}#{anchor_of(question)}")


def _next(page: ReviewPage, section: str, question: str) -> str:
    """The next answer of the section that is left, else the one just ruled on."""
    left = [row for row in page.section(section).rows if not row.is_looked_at]
    address = reverse("review_section", args=[page.assessment.pk, section])
    return f"{address}#{left[0].anchor if left else anchor_of(question)}"


def _section(request: SignedInRequest, page: ReviewPage, section: str) -> HttpResponse:
    context = _context(page) | {"section": page.section(section), "next_url": page.after(section)}
    return render(request, "assessments/review_section.html", context)


def _overview(page: ReviewPage) -> dict[str, Any]:
    granted = granted_to(page.assessment.reader_roles)
    may_accept = Permission.ACCEPT in granted and page.is_independent
    return _context(page) | {"may_accept": may_accept, "challenges": challenge_rows(page.assessment)}


@require_safe
@signed_in
def differences(request: SignedInRequest, assessment_id: UUID) -> HttpResponse:
    """Two submissions of a round side by side, changed answers first; the last two unless asked otherwise."""
    assessment = queries.assessment_for(request.user, assessment_id)
    demand(request.user, Permission.SEE_SUBMITTED, assessment.project)
    submissions = queries.submissions_of(assessment)
    if len(submissions) < 2:
        messages.info(request, _("There is one submission only: nothing to compare."))
        return redirect(assessment)
    page = differences_page(assessment, submissions, request.GET.get("from", ""), request.GET.get("to", ""))
    context = {"page": page, "assessment": assessment, "project": assessment.project}
    return render(request, "assessments/differences.html", context)


def _context(page: ReviewPage) -> dict[str, Any]:
    return {"page": page, "assessment": page.assessment, "project": page.assessment.project}
