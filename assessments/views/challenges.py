"""A challenge: raised by a reviewer, replied to by the team, settled by somebody independent."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assessments import actions, queries
from assessments.forms.review import ChallengeForm, JudgementForm, ReplyForm
from assessments.forms.words import answer_in_words
from assessments.markdown import to_plain
from assessments.models import Assessment, Challenge, Judgement, State
from assessments.permissions import Permission

from .asking import ask, too_late
from .challenge_rows import ChallengePage, challenge_page
from .review_rows import anchor_of
from .signed_in import SignedInRequest, demand, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def challenge_raise(request: SignedInRequest, assessment_id: UUID, question: str) -> HttpResponse:
    """Object to an answer, and say by when the team is to reply."""
    assessment = queries.assessment_for(request.user, assessment_id)
    demand(request.user, Permission.REVIEW, assessment.project)
    asked = queries.questionnaire_of(assessment).by_key.get(question)
    if asked is None:
        raise Http404
    if assessment.state != State.IN_REVIEW:
        return too_late(request, assessment, Permission.REVIEW)
    now = timezone.now()
    form = ChallengeForm(request.POST or None, today=timezone.localdate(now))
    if form.is_valid():
        given: dict[str, Any] = form.cleaned_data
        try:
            actions.raise_challenge(
                assessment=assessment, question=question, **given, by=request.user, at=now
            )
        except actions.Refused as refused:
            form.add_error(None, str(refused))
        else:
            page = reverse("review_section", args=[assessment.pk, asked.section])
            return redirect(f"{page}#{anchor_of(question)}")
    answer = queries.as_answer(queries.answer_to(assessment, question))
    context = {
        "assessment": assessment,
        "project": assessment.project,
        "question": asked.text,
        "answer": answer_in_words(asked, answer, to_plain),
        "back": f"{reverse('review_section', args=[assessment.pk, asked.section])}#{anchor_of(question)}",
    }
    return ask(request, "assessments/challenge_raise.html", form, context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def challenge(request: SignedInRequest, assessment_id: UUID, challenge_id: UUID) -> HttpResponse:
    """Both sides of a challenge, and what whoever reads it can say to it."""
    assessment = queries.assessment_for(request.user, assessment_id)
    found = queries.challenge_for(assessment, challenge_id)
    page = challenge_page(assessment, found, request.user)
    form: ReplyForm | JudgementForm
    if request.POST.get("move") == "settle" or (request.method != "POST" and page.may_settle):
        form = JudgementForm(request.POST or None)
    else:
        form = ReplyForm(request.POST or None, initial={"reply": found.reply, "contested": found.contested})
    if form.is_valid():
        try:
            _act(request, assessment, found, form)
            return redirect("challenge", assessment.pk, found.pk)
        except actions.NotAllowed:
            raise
        except actions.Refused as refused:
            form.add_error(None, str(refused))
    return ask(request, "assessments/challenge.html", form, _context(page))


def _act(
    request: SignedInRequest, assessment: Assessment, found: Challenge, form: ReplyForm | JudgementForm
) -> None:
    given = form.cleaned_data
    common: dict[str, Any] = {"challenge_id": found.pk, "by": request.user, "at": timezone.now()}
    if isinstance(form, ReplyForm):
        actions.reply_to_challenge(
            assessment=assessment, reply=given["reply"], contested=given["contested"], **common
        )
    else:
        judgement = Judgement(given["judgement"])
        actions.settle_challenge(assessment=assessment, judgement=judgement, why=given["why"], **common)


def _context(page: ChallengePage) -> dict[str, Any]:
    return {"page": page, "assessment": page.assessment, "project": page.assessment.project}
