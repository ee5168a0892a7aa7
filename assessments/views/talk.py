"""The talk about a question: a page of its own, and the same in a question's card."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments import actions, queries
from assessments.domain.questionnaire import Question
from assessments.forms.answers import prefix_of
from assessments.forms.talk import ChangedCommentForm, CommentForm
from assessments.forms.words import said_in_words
from assessments.models import Assessment, Comment
from assessments.permissions import Permission

from .asking import ask
from .signed_in import SignedInRequest, demand_granted, signed_in
from .talk_rows import asked_in_words, comment_rows, submitted_since, talk_in_words


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def talk(request: SignedInRequest, assessment_id: UUID, question: str) -> HttpResponse:
    """Show what was said about a question; a post adds to it."""
    assessment, asked = _found(request, assessment_id, question)
    form = _form(request, assessment, asked, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.add_comment(
                assessment=assessment,
                question=asked.key,
                text=form.cleaned_data["text"],
                tells=form.tells,
                by=request.user,
                at=timezone.now(),
            )
        except actions.Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _done(request, assessment, asked, _("Your comment stands below."))
    return _shown(request, assessment, asked, form)


@require_POST
@signed_in
def talk_resolve(request: SignedInRequest, assessment_id: UUID, question: str) -> HttpResponse:
    """Say that nothing is open any more."""
    assessment, asked = _found(request, assessment_id, question)
    said = _("Resolved.")
    try:
        actions.resolve_thread(assessment=assessment, question=asked.key, by=request.user, at=timezone.now())
    except actions.Refused as refused:
        said = str(refused)
    return _done(request, assessment, asked, said)


@require_POST
@signed_in
def talk_reopen(request: SignedInRequest, assessment_id: UUID, question: str) -> HttpResponse:
    """Say that something is open after all."""
    assessment, asked = _found(request, assessment_id, question)
    said = _("Open again.")
    try:
        actions.reopen_thread(assessment=assessment, question=asked.key, by=request.user)
    except actions.Refused as refused:
        said = str(refused)
    return _done(request, assessment, asked, said)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def comment_change(request: SignedInRequest, assessment_id: UUID, comment_id: UUID) -> HttpResponse:
    """Correct one's own comment; what its author typed too late is shown again, to be sent as another one."""
    assessment, comment, asked = _said(request, assessment_id, comment_id)
    typed = request.method == "POST" and comment.by.is_same(request.user)
    if not typed and not (assessment.is_open and comment.may_be_edited(request.user, timezone.now())):
        messages.info(request, _("This comment cannot be corrected any more. Write another one."))
        return redirect("talk", assessment.pk, asked.key)
    form = ChangedCommentForm(request.POST if typed else None, initial={"text": comment.text})
    status = 422
    if form.is_valid():
        try:
            actions.change_comment(
                assessment=assessment,
                comment=comment,
                text=form.cleaned_data["text"],
                by=request.user,
                at=timezone.now(),
            )
            return redirect(f"{reverse('talk', args=[assessment.pk, asked.key])}#comment-{comment.pk}")
        except actions.Refused as refused:
            form.add_error(None, str(refused))
            status = 409
    context = {"assessment": assessment, "project": assessment.project, "question": asked}
    return ask(request, "assessments/comment_change.html", form, context, status)


@require_POST
@signed_in
def comment_withdraw(request: SignedInRequest, assessment_id: UUID, comment_id: UUID) -> HttpResponse:
    """Take one's own comment back."""
    assessment, comment, asked = _said(request, assessment_id, comment_id)
    said = _("Your comment is withdrawn.")
    try:
        actions.withdraw_comment(assessment=assessment, comment=comment, by=request.user, at=timezone.now())
    except actions.Refused as refused:
        said = str(refused)
    return _done(request, assessment, asked, said)


def _found(request: SignedInRequest, assessment_id: UUID, key: str) -> tuple[Assessment, Question]:
    """The round and the question, for who may talk about it."""
    assessment = queries.assessment_for(request.user, assessment_id)
    asked = queries.questionnaire_of(assessment).by_key.get(key)
    if asked is None:
        raise Http404
    demand_granted(assessment.reader_roles, Permission.TALK)
    return assessment, asked


def _said(
    request: SignedInRequest, assessment_id: UUID, comment_id: UUID
) -> tuple[Assessment, Comment, Question]:
    """The round, the comment and its question, for who may talk about it."""
    assessment = queries.assessment_for(request.user, assessment_id)
    demand_granted(assessment.reader_roles, Permission.TALK)
    comment = queries.comment_for(assessment, comment_id)
    return assessment, comment, queries.questionnaire_of(assessment).by_key[comment.thread.question]


def _form(request: SignedInRequest, assessment: Assessment, asked: Question, data: Any = None) -> CommentForm:
    """Oneself is not among those who can be told."""
    others = [one for one in queries.people_who_talk(assessment.project) if not one.is_same(request.user)]
    return CommentForm(data, people=others, auto_id=f"{prefix_of(asked.key)}-talk-%s")


def _done(request: SignedInRequest, assessment: Assessment, asked: Question, said: str) -> HttpResponse:
    """Show the talk as it is now: in its card, or by leading back to its page."""
    if _in_card(request):
        return _shown(request, assessment, asked, _form(request, assessment, asked), said)
    messages.info(request, said)
    return redirect("talk", assessment.pk, asked.key)


def _shown(
    request: SignedInRequest, assessment: Assessment, asked: Question, form: CommentForm, said: str = ""
) -> HttpResponse:
    in_card = _in_card(request)
    context = _panel(request, assessment, asked, form) | {"said": said, "in_card": in_card}
    if in_card:
        status = 422 if form.errors else 200
        response = render(request, "components/talk_panel.html", context, status=status)
    else:
        response = ask(request, "assessments/talk.html", form, context | _beside(assessment, asked))
    patch_vary_headers(response, ["HX-Request"])
    return response


def _panel(
    request: SignedInRequest, assessment: Assessment, asked: Question, form: CommentForm
) -> dict[str, Any]:
    """What was said, and what this reader can add."""
    found, now = queries.talk_about(assessment, asked.key), timezone.now()
    standing = sum(comment.withdrawn_at is None for comment in found.comments)
    is_open = found.thread is not None and found.thread.is_open
    keys = [assessment.pk, asked.key]
    return {
        "prefix": prefix_of(asked.key),
        "rows": comment_rows(assessment, found, request.user, now),
        "after": submitted_since(found),
        "thread": found.thread,
        "words": talk_in_words(queries.Beside(standing, is_open)),
        "form": form,
        "may_write": assessment.is_open,
        "talk_url": reverse("talk", args=keys),
        "resolve_url": reverse("talk_resolve", args=keys),
        "reopen_url": reverse("talk_reopen", args=keys),
    }


def _beside(assessment: Assessment, asked: Question) -> dict[str, Any]:
    """What the page shows around it: the question with its answer, and who was asked for it."""
    row = queries.answer_to(assessment, asked.key)
    answer = queries.as_answer(row)
    beside = queries.beside_questions(assessment, asked.section).get(asked.key, queries.Beside())
    return {
        "assessment": assessment,
        "project": assessment.project,
        "question": asked,
        "said_in_words": said_in_words(asked, answer),
        "rationale": answer.rationale if answer else "",
        "asked_of": beside.asked,
        "asked": asked_in_words(beside.asked, beside.due_on, timezone.localdate()),
        "answer_url": _answer_url(assessment, asked),
    }


def _answer_url(assessment: Assessment, asked: Question) -> str:
    """Where the answer stands: to be changed, or to be read."""
    if assessment.is_editable and asked.section in assessment.reader_sections:
        return f"{reverse('section', args=[assessment.pk, asked.section])}#{prefix_of(asked.key)}"
    return f"{reverse('check_answers', args=[assessment.pk])}#{asked.section}"


def _in_card(request: SignedInRequest) -> bool:
    return bool(request.headers.get("HX-Request"))
