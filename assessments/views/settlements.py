"""What somebody who gave none of the answers decides: contradictions, second opinions, "not applicable"."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST

from assessments import actions, queries
from assessments.domain.contradictions import Contradiction, contradictions
from assessments.domain.questionnaire import Question
from assessments.domain.scoring import score
from assessments.forms.proofs import ShownProof
from assessments.forms.reasons import ReasonForm
from assessments.forms.words import answer_in_words
from assessments.markdown import to_plain
from assessments.models import CLOSED, Assessment, State
from assessments.models import Answer as Row
from assessments.permissions import Permission

from .answers import anchor_of
from .asking import ask
from .dispositions import returned
from .evidence_rows import shown_proofs
from .signed_in import SignedInRequest, demand, signed_in

EXPLAIN = gettext_noop("How can all of these answers be true?")
SETTLE = gettext_noop("What is to be made of the two answers?")
ANOTHER_REASON = gettext_noop(
    "Not agreed: this answer was changed since you opened the page. It stands below as it is now. "
    "Read it again, then agree."
)
LONGEST_VERSION = 10


@dataclass(frozen=True)
class Side:
    """One voice's answer in words: what was said, how strong it is and why, and what backs it."""

    whose: str
    said: str
    more: str
    proofs: tuple[ShownProof, ...]


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def settle(request: SignedInRequest, assessment_id: UUID, rule: str) -> HttpResponse:
    """Explain why answers that seem to exclude each other are true after all."""
    assessment = queries.assessment_for(request.user, assessment_id)
    if assessment.state == State.RETURNED:
        return returned(request, assessment)
    found, answers = _broken(assessment, rule)
    act = partial(actions.settle_contradiction, rule=rule)
    context = {"found": found, "answers": answers, "settlement": found.settlement}
    return _ask_why(request, assessment, EXPLAIN, act, "assessments/settle.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def disagreement(request: SignedInRequest, assessment_id: UUID, answer_id: UUID) -> HttpResponse:
    """Show two voices side by side, and settle what to make of them."""
    assessment = queries.assessment_for(request.user, assessment_id)
    if assessment.state == State.RETURNED:
        return returned(request, assessment)
    found, question, sides = _beside(assessment, answer_id)
    act = partial(actions.settle_disagreement, answer_id=answer_id)
    context = {"question": question.text, "sides": sides, "settlement": found.settlement}
    return _ask_why(request, assessment, SETTLE, act, "assessments/disagreement.html", context)


@require_POST
@signed_in
def agree_not_applicable(request: SignedInRequest, assessment_id: UUID, question: str) -> HttpResponse:
    """Agree that a question has no meaning here, as somebody who answered nothing."""
    assessment = queries.assessment_for(request.user, assessment_id)
    demand(request.user, Permission.AGREE_NOT_APPLICABLE, assessment.project)
    try:
        actions.agree_not_applicable(
            assessment=assessment,
            question=question,
            seen_version=_version(request.POST.get("version", "")),
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("Agreed: the question is not applicable and drops out of its section."))
    except actions.StaleAnswer:
        messages.error(request, _(ANOTHER_REASON))
    except actions.Refused as refused:
        messages.error(request, str(refused))
    else:
        return redirect("check_answers", assessment.pk)
    return redirect(f"{reverse('check_answers', args=[assessment.pk])}#{anchor_of(question)}")


def _version(posted: str) -> int:
    """The version of an answer that a page showed; one that none has where it says nothing of the kind."""
    return int(posted) if posted.isdecimal() and len(posted) < LONGEST_VERSION else -1


def _ask_why(
    request: SignedInRequest,
    assessment: Assessment,
    label: str,
    act: Callable[..., Any],
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Ask for a reason and act with it; the form again where the action refuses."""
    demand(request.user, Permission.SETTLE, assessment.project)
    form = ReasonForm(request.POST or None, label=_(label))
    if form.is_valid():
        try:
            act(assessment=assessment, why=form.cleaned_data["reason"], by=request.user, at=timezone.now())
            return redirect("verdict", assessment.pk)
        except actions.Refused as refused:
            form.add_error(None, str(refused))
    round_ = {"assessment": assessment, "project": assessment.project, "over": assessment.state in CLOSED}
    return ask(request, template, form, context | round_)


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


def _beside(assessment: Assessment, answer_id: UUID) -> tuple[queries.Differing, Question, list[Side]]:
    """The disagreement and its two sides; Http404 where there is none, or nothing may be seen yet."""
    if not assessment.shows_verdict:
        raise Http404
    team = queries.case_of(assessment)
    found = queries.differing_for(assessment, team, answer_id)
    question = queries.questionnaire_of(assessment).by_key[found.second.question]
    row = queries.answer_to(assessment, question.key)
    voices = ((_("The team"), row), (_("Second opinion"), found.second))
    return found, question, [_side(whose, question, row) for whose, row in voices]


def _side(whose: str, question: Question, row: Row | None) -> Side:
    answer = queries.as_answer(row)
    told = replace(answer, proof=()) if answer else None  # they are listed, each with its address
    said, *more = answer_in_words(question, told, to_plain).split("\n", 1)
    return Side(whose, said, "".join(more), shown_proofs(row, timezone.localdate()) if row and answer else ())
