"""Second opinions: a second respondent's own page of a round, and disagreements for somebody to settle."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from assessments import actions, queries
from assessments.domain.case import Answer
from assessments.domain.questionnaire import Question
from assessments.forms.opinions import CompleteForm
from assessments.forms.reasons import ReasonForm
from assessments.forms.words import answer_in_words
from assessments.models import CLOSED, Assessment, OpinionState, State
from assessments.permissions import Permission

from .answers import CheckedSection
from .asking import ask
from .dispositions import RETURNED
from .signed_in import SignedInRequest, demand, signed_in
from .tasks import Step, Task, completeness, next_open, own_tasks, tasks

ASK = "What is to be made of the two answers?"


@dataclass(frozen=True)
class Side:
    """One voice's answer in words: what was said, then what backs it and why."""

    whose: str
    said: str
    more: str


def opinion_page(assessment: Assessment) -> dict[str, Any]:
    """What a second respondent finds of a round: their own sections, and how far their opinion is."""
    progress = queries.progress(assessment, queries.outline_of(assessment))
    listed = own_tasks(assessment, tasks(assessment, queries.questionnaire_of(assessment), progress))
    return {
        "assessment": assessment,
        "project": assessment.project,
        "tasks": listed,
        "completeness": completeness(listed),
        "step": _step(assessment, listed),
        "may_take_back": may_take_back(assessment),
    }


def own_answers(assessment: Assessment, sections: list[CheckedSection]) -> dict[str, Any]:
    """A second respondent's own answers on one page, before they are said to be complete."""
    return {
        "assessment": assessment,
        "project": assessment.project,
        "sections": sections,
        "open": sum(row.open for section in sections for row in section.rows),
        "may_complete": assessment.takes_answers,
    }


def may_take_back(assessment: Assessment) -> bool:
    """Whether an opinion that is complete can be gone on with."""
    return assessment.is_open and assessment.opinion == OpinionState.COMPLETE


def _step(assessment: Assessment, listed: list[Task]) -> Step:
    check = reverse("check_answers", args=[assessment.pk])
    match assessment.opinion:
        case OpinionState.OPENED:
            return Step(
                "Both sides are in. Your answers stand as you gave them, and whoever may see the round sees "
                "them beside the team’s."
            )
        case OpinionState.COMPLETE:
            return Step(
                "Your answers are complete. They are shown once the team has submitted its own; until then "
                "nobody else reads them."
            )
        case _ if not assessment.is_open:
            return Step("This round is over, and your opinion was not complete: it was not counted.")
    if all(task.done for task in listed):
        text = "Every question has an answer. Read them once more, then say that they are complete."
        return Step(text, "Check your answers", check)
    return next_open(listed, f"your {len(listed)}")


@require_POST
@signed_in
def second_opinion(request: SignedInRequest, assessment_id: UUID) -> HttpResponse:
    """Say that one's own answers are complete, or take that back."""
    assessment = queries.assessment_to_answer_for(request.user, assessment_id)
    if assessment.voice is None:
        raise Http404
    form = CompleteForm(request.POST)
    act = actions.complete_opinion if form.is_complete else actions.take_back_opinion
    try:
        act(assessment=assessment, by=request.user, at=timezone.now())
    except actions.Refused as refused:
        messages.error(request, str(refused))
    return redirect(assessment)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def disagreement(request: SignedInRequest, assessment_id: UUID, answer_id: UUID) -> HttpResponse:
    """Show two voices side by side, and settle what to make of them."""
    assessment = queries.assessment_for(request.user, assessment_id)
    if assessment.state == State.RETURNED:
        messages.info(request, RETURNED)
        return redirect("verdict", assessment.pk)
    found, question, sides = _beside(assessment, answer_id)
    demand(request.user, Permission.SETTLE, assessment.project)
    form = ReasonForm(request.POST or None, label=ASK)
    if form.is_valid():
        try:
            why = form.cleaned_data["reason"]
            actions.settle_disagreement(
                assessment=assessment, answer_id=answer_id, why=why, by=request.user, at=timezone.now()
            )
            return redirect("verdict", assessment.pk)
        except actions.Refused as refused:
            form.add_error(None, str(refused))
    context = {
        "assessment": assessment,
        "project": assessment.project,
        "settlement": found.settlement,
        "question": question.text,
        "sides": sides,
        "over": assessment.state in CLOSED,
    }
    return ask(request, "assessments/disagreement.html", form, context)


def _beside(assessment: Assessment, answer_id: UUID) -> tuple[queries.Differing, Question, list[Side]]:
    """The disagreement and its two sides; Http404 where there is none, or nothing may be seen yet."""
    if not assessment.shows_verdict:
        raise Http404
    team = queries.case_of(assessment)
    found = queries.differing_for(assessment, team, answer_id)
    question = queries.questionnaire_of(assessment).by_key[found.second.question]
    voices = {"The team": team.answers.get(question.key), "Second opinion": queries.as_answer(found.second)}
    return found, question, [_side(whose, question, answer) for whose, answer in voices.items()]


def _side(whose: str, question: Question, answer: Answer | None) -> Side:
    said, _, more = answer_in_words(question, answer).partition("\n")
    return Side(whose, said, more)
