"""One round: its task list, and everything answered on one page."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments import queries
from assessments.models import State
from assessments.permissions import Permission, granted_to

from .answers import checked_sections
from .opinions import opinion_page
from .rows import RESULTS, STATES, claim_in_words
from .signed_in import SignedInRequest, signed_in
from .tasks import completeness, next_step, tasks


@require_safe
@signed_in
def assessment(request: SignedInRequest, assessment_id: UUID) -> HttpResponse:
    """The eight sections with how complete they are, the claim, and the next step.

    For a second respondent their own sections, and how far their opinion is.
    """
    found = queries.assessment_to_answer_for(request.user, assessment_id)
    if found.voice:
        return render(request, "assessments/second_opinion.html", opinion_page(found))
    listed = tasks(found, queries.questionnaire_of(found), queries.progress(found, queries.outline_of(found)))
    granted = granted_to(found.reader_roles)
    context = {
        "assessment": found,
        "project": found.project,
        "state": STATES[State(found.state)],
        "tasks": listed,
        "completeness": completeness(listed),
        "claim": claim_in_words(queries.claim_of(found)),
        "claim_result": RESULTS[found.claim_result],
        "step": next_step(found, listed, granted),
        "opinions": queries.opinions_of(found),
        "may_change_claim": found.is_editable and Permission.CHANGE_CLAIM in granted,
        "may_see_history": Permission.SEE_DRAFTS in granted,
        "may_withdraw": found.is_open and Permission.WITHDRAW in granted,
        "may_reopen": found.state == State.SUBMITTED and Permission.REOPEN in granted,
    }
    return render(request, "assessments/assessment.html", context)


@require_safe
@signed_in
def check_answers(request: SignedInRequest, assessment_id: UUID) -> HttpResponse:
    """Every question with its answer, "not answered" included; for a second respondent their own."""
    found = queries.assessment_to_answer_for(request.user, assessment_id)
    granted = granted_to(found.reader_roles)
    rows = queries.answers_of(found)
    sections = checked_sections(found, rows, request.user, granted)
    asked = found.is_editable and Permission.SEE_DRAFTS in granted
    context = {
        "assessment": found,
        "project": found.project,
        "sections": sections,
        "open": sum(row.open for section in sections for row in section.rows),
        "may_submit": found.is_editable and Permission.SUBMIT in granted,
        "prompts": queries.prompts_of(found, rows) if asked else (),
        "may_complete": found.voice is not None and found.takes_answers,
    }
    return render(request, "assessments/check_answers.html", context)
