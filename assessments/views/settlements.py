"""What somebody who answered nothing of it decides: contradictions explained, "not applicable" agreed."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from assessments import actions, queries
from assessments.domain.contradictions import Contradiction, contradictions
from assessments.domain.scoring import score
from assessments.forms.reasons import ReasonForm
from assessments.forms.words import answer_in_words
from assessments.markdown import to_plain
from assessments.models import CLOSED, Assessment, State
from assessments.permissions import Permission

from .asking import ask
from .dispositions import RETURNED
from .signed_in import SignedInRequest, demand, signed_in

ASK = "How can all of these answers be true?"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def settle(request: SignedInRequest, assessment_id: UUID, rule: str) -> HttpResponse:
    """Explain why answers that seem to exclude each other are true after all."""
    assessment = queries.assessment_for(request.user, assessment_id)
    if assessment.state == State.RETURNED:
        messages.info(request, RETURNED)
        return redirect("verdict", assessment.pk)
    found, answers = _broken(assessment, rule)
    demand(request.user, Permission.SETTLE, assessment.project)
    form = ReasonForm(request.POST or None, label=ASK)
    if form.is_valid():
        try:
            why = form.cleaned_data["reason"]
            actions.settle_contradiction(
                assessment=assessment, rule=rule, why=why, by=request.user, at=timezone.now()
            )
            return redirect("verdict", assessment.pk)
        except actions.Refused as refused:
            form.add_error(None, str(refused))
    context = {
        "assessment": assessment,
        "project": assessment.project,
        "found": found,
        "answers": answers,
        "over": assessment.state in CLOSED,
    }
    return ask(request, "assessments/settle.html", form, context)


@require_POST
@signed_in
def agree_not_applicable(request: SignedInRequest, assessment_id: UUID, question: str) -> HttpResponse:
    """Agree that a question has no meaning here, as somebody who answered nothing."""
    assessment = queries.assessment_for(request.user, assessment_id)
    demand(request.user, Permission.AGREE_NOT_APPLICABLE, assessment.project)
    try:
        actions.agree_not_applicable(
            assessment=assessment, question=question, by=request.user, at=timezone.now()
        )
        messages.success(request, "Agreed: the question is not applicable and drops out of its section.")
    except actions.Refused as refused:
        messages.error(request, str(refused))
    return redirect("check_answers", assessment.pk)


def _broken(assessment: Assessment, rule: str) -> tuple[Contradiction, list[tuple[str, str]]]:
    """The contradiction that is open in this round, and its answers in words; Http404 where there is none."""
    case, questionnaire = queries.case_of(assessment), queries.questionnaire_of(assessment)
    broken = {found.rule: found for found in contradictions(case, score(case, questionnaire))}
    if rule not in broken or not assessment.shows_verdict:
        raise Http404
    asked = [questionnaire.by_key[key] for key in broken[rule].questions]
    answers = [
        (question.text, answer_in_words(question, case.answers.get(question.key), to_plain))
        for question in asked
    ]
    return broken[rule], answers
