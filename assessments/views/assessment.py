"""One round: its task list, and everything answered on one page."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments import queries
from assessments.permissions import Permission, granted_to

from .answers import checked_sections
from .asked_rows import asked_for_sections, asked_rows, waiting_in
from .challenge_rows import challenge_rows
from .checking import standing_of
from .moments import moment
from .opinions import opinion_page, own_answers
from .rows import claim_in_words, result_in_words, state_in_words
from .scope_rows import register_of
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
    asked, today = waiting_in(found), timezone.localdate()
    questionnaire, progress = (
        queries.questionnaire_of(found),
        queries.progress(found, queries.outline_of(found)),
    )
    listed = tasks(found, questionnaire, progress, asked_for_sections(asked, today))
    granted = granted_to(found.reader_roles)
    context = {
        "assessment": found,
        "project": found.project,
        "state": state_in_words(found.state),
        "tasks": listed,
        "asked": asked_rows(found, asked, request.user, today),
        "completeness": completeness(listed),
        "claim": claim_in_words(queries.claim_of(found)),
        "claim_result": result_in_words(found.claim_result),
        "step": next_step(found, listed, granted),
        "may_answer": found.is_editable and Permission.ANSWER in granted,
        "challenges": challenge_rows(found),
        "opinions": queries.opinions_of(found),
        "may_change_claim": found.is_editable and Permission.CHANGE_CLAIM in granted,
        "may_see_history": Permission.SEE_DRAFTS in granted,
        "may_withdraw": found.is_open and Permission.WITHDRAW in granted,
        "may_reopen": found.is_judged and Permission.REOPEN in granted,
    }
    return render(request, "assessments/assessment.html", context)


@require_safe
@signed_in
def check_answers(request: SignedInRequest, assessment_id: UUID) -> HttpResponse:
    """Every question with its answer, "not answered" included; above them what is missing or cannot be.

    For a second respondent their own, and nothing of the team's.
    """
    found = queries.assessment_to_answer_for(request.user, assessment_id)
    granted, rows = granted_to(found.reader_roles), queries.answers_of(found)
    sections = checked_sections(found, rows, request.user, granted)
    if found.voice:
        return render(request, "assessments/second_check.html", own_answers(found, sections))
    is_team = found.is_editable and Permission.SEE_DRAFTS in granted
    context = {
        "assessment": found,
        "project": found.project,
        "state": state_in_words(found.state),
        "claim": claim_in_words(queries.claim_of(found)),
        "claim_result": result_in_words(found.claim_result),
        "sections": sections,
        "standing": standing_of(found, rows, sections),
        "register": register_of(found),
        "printed_on": moment(timezone.now()),
        "may_submit": found.is_editable and Permission.SUBMIT in granted,
        "may_bring_back": found.is_editable and Permission.ANSWER in granted,
        "prompts": queries.prompts_of(found, rows) if is_team else (),
    }
    return render(request, "assessments/check_answers.html", context)
