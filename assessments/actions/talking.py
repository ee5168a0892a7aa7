"""Talking about a question: said, corrected for a while, withdrawn, never deleted; resolved and reopened."""

import re
from collections.abc import Collection, Iterable
from datetime import datetime
from functools import partial
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ..domain.casefile.values import Told
from ..models import OPEN, Assessment, Comment, Mention, NoticeKind, Person, Thread
from ..permissions import Permission
from ..queries import people_in, people_who_talk, questionnaire_of
from .notices import News, tell
from .refusal import InvalidInput, NotAllowed, Refused, shape_errors
from .working import working_on

TOLD = {
    NoticeKind.REPLY: gettext_noop("%(by)s wrote about “%(question)s” in %(project)s, round %(round)s"),
    NoticeKind.MENTION: gettext_noop(
        "%(by)s mentioned you about “%(question)s” in %(project)s, round %(round)s"
    ),
    NoticeKind.RESOLVED: gettext_noop(
        "%(by)s resolved the talk about “%(question)s” in %(project)s, round %(round)s"
    ),
}


class InvalidComment(InvalidInput):
    """The comment says nothing, is too long, or is about no question of the round."""


class NothingToResolve(Refused):
    """Nobody has said anything yet."""


def add_comment(
    *,
    assessment: Assessment,
    question: str,
    text: str,
    by: Person,
    at: datetime,
    tells: Collection[UUID] = (),
) -> Comment:
    """Say something about a question; a talk that was resolved is open again.

    Tells who is named in the text behind an @, and `tells`: as far as they may read it.
    """
    _check_text(text)
    with working_on(assessment, by=by, permission=Permission.TALK, states=OPEN):
        _check_question(assessment, question)
        thread, _ = Thread.objects.get_or_create(
            assessment=assessment, question=question, defaults={"opened_by": by, "opened_at": at}
        )
        took_part = people_in(thread) - {by.pk}
        _set_resolved(thread, None, None)
        comment = Comment.objects.create(thread=thread, by=by, at=at, text=text)
        mentioned = _mention(assessment, comment, tells)
        known = {person.pk for person in people_who_talk(assessment.project)}
        news = partial(_news, assessment, thread, NoticeKind.REPLY, str(comment.pk), by, comment)
        tell(took_part & known - mentioned, news, at=at)
    return comment


def change_comment(
    *, assessment: Assessment, comment: Comment, text: str, by: Person, at: datetime
) -> Comment:
    """Correct one's own comment soon after it was said; who is named now and was not before is told."""
    _check_text(text)
    with working_on(assessment, by=by, permission=Permission.TALK, states=OPEN):
        comment.refresh_from_db()
        if not comment.may_be_edited(by, at):
            raise NotAllowed(
                _("Only its author corrects a comment, and only for a quarter of an hour. Write another one.")
            )
        if comment.text != text:
            comment.text, comment.edited_at = text, at
            comment.save(update_fields=["text", "edited_at"])
            _mention(assessment, comment, ())
    return comment


def withdraw_comment(*, assessment: Assessment, comment: Comment, by: Person, at: datetime) -> Comment:
    """Take one's own comment back: that there was one stays to be seen."""
    with working_on(assessment, by=by, permission=Permission.TALK, states=OPEN):
        comment.refresh_from_db()
        if comment.withdrawn_at is None:
            if not comment.may_be_withdrawn(by):
                raise NotAllowed(_("A comment is withdrawn by its author only. Answer it instead."))
            comment.withdrawn_at = at
            comment.save(update_fields=["withdrawn_at"])
    return comment


def resolve_thread(*, assessment: Assessment, question: str, by: Person, at: datetime) -> Thread:
    """Say that nothing is open any more in a talk; everybody in it is told."""
    with working_on(assessment, by=by, permission=Permission.TALK, states=OPEN):
        thread = _talk(assessment, question)
        if thread.is_open:
            _set_resolved(thread, by, at)
            key = f"{thread.pk} {at.isoformat()}"
            news = partial(_news, assessment, thread, NoticeKind.RESOLVED, key, by)
            tell(people_in(thread) - {by.pk}, news, at=at)
    return thread


def reopen_thread(*, assessment: Assessment, question: str, by: Person) -> Thread:
    """Say that something is open after all."""
    with working_on(assessment, by=by, permission=Permission.TALK, states=OPEN):
        thread = _talk(assessment, question)
        _set_resolved(thread, None, None)
    return thread


def named_in(text: str, people: Iterable[Person]) -> set[UUID]:
    """Whom a text names behind an @, by their whole name; the longer of two names that begin alike."""
    found: set[UUID] = set()
    by_name: dict[str, set[UUID]] = {}
    for person in people:
        if person.name:
            by_name.setdefault(" ".join(person.name.casefold().split()), set()).add(person.pk)
    left = " ".join(text.casefold().split())
    for name in sorted(by_name, key=len, reverse=True):
        left, count = re.subn(rf"(?<!\w)@{re.escape(name)}(?!\w)", " ", left)
        if count:
            found |= by_name[name]
    return found


def _mention(assessment: Assessment, comment: Comment, tells: Collection[UUID]) -> set[UUID]:
    """Keep whom a comment tells, and tell who was not told yet."""
    people = people_who_talk(assessment.project)
    meant = named_in(comment.text, people) | {person.pk for person in people if person.pk in tells}
    meant -= {comment.by_id}
    Mention.objects.bulk_create(
        (Mention(comment=comment, person_id=person) for person in sorted(meant)), ignore_conflicts=True
    )
    kind, key = NoticeKind.MENTION, str(comment.pk)
    news = partial(_news, assessment, comment.thread, kind, key, comment.by, comment)
    tell(meant, news, at=comment.edited_at or comment.at)
    return meant


def _news(
    assessment: Assessment,
    thread: Thread,
    kind: NoticeKind,
    key: str,
    by: Person,
    comment: Comment | None = None,
) -> News:
    names = {
        "by": by,
        "question": questionnaire_of(assessment).by_key[thread.question].name,
        "project": assessment.project.name,
        "round": assessment.round,
    }
    page = reverse("talk", args=[assessment.pk, thread.question])
    return News(
        kind,
        key,
        _(TOLD[kind]) % names,
        f"{page}#comment-{comment.pk}" if comment else page,
        assessment.project,
        comment,
    )


def _set_resolved(thread: Thread, by: Person | None, at: datetime | None) -> None:
    if thread.resolved_at != at:
        thread.resolved_by, thread.resolved_at = by, at
        thread.save(update_fields=["resolved_by", "resolved_at"])


def _talk(assessment: Assessment, question: str) -> Thread:
    thread = assessment.threads.filter(question=question).first()
    if thread is None:
        raise NothingToResolve(_("Nobody has said anything about this question yet."))
    return thread


def _check_text(text: str) -> None:
    if errors := shape_errors(Told, text.strip(), "text"):
        raise InvalidComment(errors)


def _check_question(assessment: Assessment, question: str) -> None:
    if question not in questionnaire_of(assessment).by_key:
        text = _("%(question)s is not a question of this round")
        raise InvalidComment({"text": text % {"question": question}})
