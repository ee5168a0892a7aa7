"""Second opinions: a second respondent's own page of a round, and disagreements for somebody to settle."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments import actions, queries
from assessments.forms.opinions import CompleteForm
from assessments.models import Assessment, OpinionState

from .answers import CheckedSection
from .signed_in import SignedInRequest, signed_in
from .tasks import Step, Task, completeness, next_open, own_tasks, tasks


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
                _(
                    "Both sides are in. Your answers stand as you gave them, and whoever may see the round "
                    "sees them beside the team’s."
                )
            )
        case OpinionState.COMPLETE:
            return Step(
                _(
                    "Your answers are complete. They are shown once the team has submitted its own; until "
                    "then nobody else reads them."
                )
            )
    if not assessment.is_open:
        return Step(_("This round is over, and your opinion was not complete: it was not counted."))
    if all(task.done for task in listed):
        text = _("Every question has an answer. Read them once more, then say that they are complete.")
        return Step(text, _("Check your answers"), check)
    return next_open(listed)


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
