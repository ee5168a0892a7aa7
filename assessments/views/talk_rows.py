"""A talk as pages show it: what was said, before and after submission; and one quiet line about it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.domain.questionnaire import Question
from assessments.forms.layout import TalkLine
from assessments.models import Assessment, Comment, Person
from assessments.permissions import Permission, granted_to
from assessments.queries import Beside, Talk

from .addresses import addresses
from .moments import moment
from .work import short_day


@dataclass(frozen=True)
class CommentRow:
    """One comment; `divider` says what happened before it. Addresses are empty where they lead nobody on."""

    anchor: str
    who: str
    at: str
    text: str
    edited: bool
    withdrawn: bool
    change_url: str
    withdraw_url: str
    divider: str


def comment_rows(assessment: Assessment, talk: Talk, reader: Person, now: datetime) -> list[CommentRow]:
    """What was said, oldest first."""
    return list(_rows(assessment, talk, reader, now))


def _rows(assessment: Assessment, talk: Talk, reader: Person, now: datetime) -> Iterator[CommentRow]:
    ahead = list(talk.submitted_at)
    for comment in talk.comments:
        passed = [at for at in ahead if at <= comment.at]
        ahead = ahead[len(passed) :]
        yield _row(assessment, comment, reader, now, _divider(passed))


def submitted_since(talk: Talk) -> str:
    """The same line below the last comment, where the round was submitted after it."""
    last = talk.comments[-1].at if talk.comments else None
    return _divider([at for at in talk.submitted_at if last is not None and at > last])


def _divider(submitted_at: list[datetime]) -> str:
    return _("Submitted %(moment)s") % {"moment": moment(submitted_at[-1])} if submitted_at else ""


def _row(assessment: Assessment, comment: Comment, reader: Person, now: datetime, divider: str) -> CommentRow:
    keys = [assessment.pk, comment.pk]
    may_edit = assessment.is_open and comment.may_be_edited(reader, now)
    may_withdraw = assessment.is_open and comment.may_be_withdrawn(reader)
    return CommentRow(
        anchor=f"comment-{comment.pk}",
        who=str(comment.by),
        at=moment(comment.at),
        text=comment.text,
        edited=comment.edited_at is not None,
        withdrawn=comment.withdrawn_at is not None,
        change_url=reverse("comment_change", args=keys) if may_edit else "",
        withdraw_url=reverse("comment_withdraw", args=keys) if may_withdraw else "",
        divider=divider,
    )


def talk_lines(assessment: Assessment, beside: Mapping[str, Beside], today: date) -> "TalkLines":
    """The quiet lines below questions, for who may talk about them; else none."""
    talks = Permission.TALK in granted_to(assessment.reader_roles)
    return TalkLines(assessment, beside if talks else {}, today, shown=talks)


class TalkLines:
    """Makes the line below a question; the addresses are worked out once, for a page has many.

    Who would know is asked by who answers the question, while it can be answered.
    """

    def __init__(
        self, assessment: Assessment, beside: Mapping[str, Beside], today: date, *, shown: bool
    ) -> None:
        self.beside, self.today, self.shown = beside, today, shown
        self.writable = assessment.is_open
        self.asks = assessment.reader_sections if assessment.is_editable else frozenset[str]()
        self.talk_url = addresses("talk", assessment.pk)
        self.assign_url = addresses("assign", assessment.pk)

    def of(self, question: Question) -> TalkLine | None:
        """Where the talk is and what it says of itself, and who was asked; None where nobody may know."""
        found = self.beside.get(question.key, Beside())
        if not self.shown or not (self.writable or found.comments):
            return None
        return TalkLine(
            url=self.talk_url(question.key),
            words=talk_in_words(found),
            said=found.comments > 0,
            asked=asked_in_words(found.asked, found.due_on, self.today),
            assign_url=self.assign_url(question.key) if question.section in self.asks else "",
        )


def talk_in_words(beside: Beside) -> str:
    """How much was said: "Talk about this", "1 comment, open", "3 comments, resolved"."""
    if not beside.comments:
        return _("Talk about this")
    text = _open(beside.comments) if beside.is_open else _resolved(beside.comments)
    return text % {"count": beside.comments}


def _open(count: int) -> str:
    return ngettext("%(count)s comment, open", "%(count)s comments, open", count)


def _resolved(count: int) -> str:
    return ngettext("%(count)s comment, resolved", "%(count)s comments, resolved", count)


def asked_in_words(name: str, due_on: date | None, today: date) -> str:
    """Who was asked and by when: "Asked: Rosa, due 3 March"; nothing where nobody was."""
    if not name or due_on is None:
        return _("Asked: %(person)s") % {"person": name} if name else ""
    days = (due_on - today).days
    if days < 0:
        text = _asked_and_late(-days)
    elif days == 0:
        text = _("Asked: %(person)s, due today")
    else:
        text = _("Asked: %(person)s, due tomorrow") if days == 1 else _("Asked: %(person)s, due %(day)s")
    return text % {"person": name, "count": -days, "day": short_day(due_on, today)}


def _asked_and_late(days: int) -> str:
    return ngettext(
        "Asked: %(person)s, %(count)s day overdue", "Asked: %(person)s, %(count)s days overdue", days
    )
