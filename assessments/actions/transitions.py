"""How a round moves from state to state: one table, and its moves."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ..domain import casefile
from ..domain.case import Case
from ..domain.casefile.values import Told
from ..models import EDITABLE, JUDGED, OPEN, Assessment, NoticeKind, Person, State, Submission
from ..permissions import Permission
from ..queries import case_of, members_of, open_points, questionnaire_of, questions_answered_by, reviewers_of
from .authors import authors_of, is_verified_by_one_of
from .notices import News, tell
from .opinions import open_opinions
from .refusal import InvalidInput, NotAllowed, Refused, shape_errors
from .work import renew_work
from .working import working_on


@dataclass(frozen=True)
class Transition:
    """A move: from where, to where, who may, and whether a reason must be given.

    `independent`: only by somebody who answered nothing in the round, ever and in whichever voice.
    """

    sources: frozenset[State]
    target: State
    permission: Permission
    needs_reason: bool = False
    independent: bool = False


SUBMIT = Transition(frozenset(EDITABLE), State.SUBMITTED, Permission.SUBMIT)
START_REVIEW = Transition(frozenset({State.SUBMITTED}), State.IN_REVIEW, Permission.REVIEW, independent=True)
ACCEPT = Transition(frozenset({State.IN_REVIEW}), State.ACCEPTED, Permission.ACCEPT, independent=True)
REOPEN = Transition(frozenset(JUDGED), State.RETURNED, Permission.REOPEN, needs_reason=True)
TAKE_BACK = Transition(frozenset({State.ACCEPTED}), State.RETURNED, Permission.REOPEN, needs_reason=True)
WITHDRAW = Transition(frozenset(OPEN), State.WITHDRAWN, Permission.WITHDRAW, needs_reason=True)
TRANSITIONS = (SUBMIT, START_REVIEW, ACCEPT, REOPEN, TAKE_BACK, WITHDRAW)
"""Every way from state to state; docs/states.md is made from it."""


NOT_INDEPENDENT = gettext_noop(
    "You answered in this round: a reviewer who answered nothing must review and accept it."
)


class ReasonMissing(InvalidInput):
    """The move needs a reason that others can read."""


class NotIndependent(Refused):
    """Who is named as an answer's independent verifier has answered in the round."""


class CannotFreeze(Refused):
    """The answers do not make a case file that could be read again; `errors` says why, each with its path."""

    def __init__(self, errors: tuple[str, ...]) -> None:
        text = _("These answers do not go together; change them first. %(errors)s.")
        super().__init__(text % {"errors": "; ".join(errors)})
        self.errors = errors


def submit_assessment(*, assessment: Assessment, by: Person, at: datetime) -> Submission:
    """Freeze what the round says now; the team sees the verdict from here on. Blanks count as not known.

    Second opinions that are complete are seen with it; one that is not in keeps nobody from submitting.
    """
    with _moving(assessment, SUBMIT, by, at):
        open_opinions(assessment, by=by, at=at)
        case = case_of(assessment)
        _check_verifiers(assessment, case)
        submission = _frozen(assessment, case, by, at)
        submission.save(force_insert=True)
        assessment.submitted_by, assessment.submitted_at = by, at
        assessment.verdict_seen_at = assessment.verdict_seen_at or at
    _tell_to_review(assessment, by, at)
    return submission


def start_review(*, assessment: Assessment, by: Person, at: datetime) -> Assessment:
    """Take up what was submitted, as a reviewer who answered nothing; decisions about it are rulings."""
    with _moving(assessment, START_REVIEW, by, at):
        assessment.review_started_by, assessment.review_started_at = by, at
    return assessment


def accept_assessment(*, assessment: Assessment, by: Person, at: datetime, reason: str = "") -> Assessment:
    """Close the round, as a reviewer who answered nothing: from here on its answers stand for good.

    While something is open that holds the verdict, or an answer was not looked at, only for a `reason`.
    Half of a conclusion, which freezes the record in the same transaction; whoever wants to close a round
    concludes it, so that none is accepted without a record. Therefore not among the package's names.
    """
    with _moving(assessment, ACCEPT, by, at):
        _check_open_points(assessment, reason, at)
        assessment.accepted_by, assessment.accepted_at, assessment.accept_reason = by, at, reason.strip()
    return assessment


def reopen_assessment(*, assessment: Assessment, reason: str, by: Person, at: datetime) -> Assessment:
    """Return a submitted round: answers may change again, marked as changed after the verdict was seen."""
    with _moving(assessment, REOPEN, by, at, reason):
        assessment.returned_by, assessment.returned_at, assessment.return_reason = by, at, reason
    _tell_returned(assessment, by, at)
    return assessment


@contextmanager
def returning_accepted(*, assessment: Assessment, reason: str, by: Person, at: datetime) -> Iterator[None]:
    """Return an accepted round to its team, once the block has taken its record back.

    Whoever wants that takes the record back, so that none holds of a round that goes on. Therefore not among
    the package's names.
    """
    with _moving(assessment, TAKE_BACK, by, at, reason):
        assessment.accepted_by, assessment.accepted_at, assessment.accept_reason = None, None, ""
        assessment.returned_by, assessment.returned_at, assessment.return_reason = by, at, reason
        yield
    _tell_returned(assessment, by, at)


def withdraw_assessment(*, assessment: Assessment, reason: str, by: Person, at: datetime) -> Assessment:
    """End the round without a verdict; it stays readable, and the next round does not start from it."""
    with _moving(assessment, WITHDRAW, by, at, reason):
        assessment.withdrawn_by, assessment.withdrawn_at, assessment.withdraw_reason = by, at, reason
    return assessment


@contextmanager
def _moving(
    assessment: Assessment, transition: Transition, by: Person, at: datetime, reason: str = ""
) -> Iterator[None]:
    """Check the move, let the caller fill in who and when, and store the round in its new state."""
    with working_on(assessment, by=by, permission=transition.permission, states=transition.sources):
        if transition.independent and questions_answered_by(assessment, by):
            raise NotAllowed(_(NOT_INDEPENDENT))
        if transition.needs_reason:
            _check_reason(reason)
        yield
        assessment.state = transition.target
        assessment.save()
        renew_work(project=assessment.project, at=at)


def _tell_to_review(assessment: Assessment, by: Person, at: datetime) -> None:
    reviewing = {person.pk for person in reviewers_of(assessment)}
    tell(reviewing - {by.pk}, lambda: _review_news(assessment, by, at), at=at)


def _review_news(assessment: Assessment, by: Person, at: datetime) -> News:
    names = {"by": by, "round": assessment.round, "project": assessment.project.name}
    text = _("%(by)s submitted round %(round)s of %(project)s: it waits for your review") % names
    address = reverse("review", args=[assessment.pk])
    return News(NoticeKind.REVIEW, f"{assessment.pk} {at.isoformat()}", text, address, assessment.project)


def _tell_returned(assessment: Assessment, by: Person, at: datetime) -> None:
    answering = {one.person.pk for one in members_of(assessment.project) if Permission.ANSWER in one.granted}
    tell(answering - {by.pk}, lambda: _returned_news(assessment, by, at), at=at)


def _returned_news(assessment: Assessment, by: Person, at: datetime) -> News:
    names = {"by": by, "round": assessment.round, "project": assessment.project.name}
    text = _("%(by)s returned round %(round)s of %(project)s for changes") % names
    key = f"{assessment.pk} {at.isoformat()}"
    return News(NoticeKind.RETURNED, key, text, assessment.get_absolute_url(), assessment.project)


def _check_open_points(assessment: Assessment, reason: str, at: datetime) -> None:
    if reason.strip():
        _check_reason(reason)
    elif open_points(assessment, timezone.localdate(at)).need_reason:
        raise ReasonMissing({"reason": _("say why it is accepted although something is open")})


def _check_reason(reason: str) -> None:
    errors = shape_errors(Told, reason.strip(), "reason")
    if errors:
        raise ReasonMissing(errors)


def _check_verifiers(assessment: Assessment, case: Case) -> None:
    """Once more when all is said: who was independent when the answer was saved may have answered since."""
    people = list(authors_of(assessment))
    names = {question.key: question.name for question in questionnaire_of(assessment)}
    verified = _("%(question)s (verified by %(person)s)")
    named = [
        verified % {"question": names[key], "person": answer.verified_by}
        for key, answer in case.answers.items()
        if is_verified_by_one_of(people, answer)
    ]
    if named:
        text = _(
            "Whoever verifies an answer must have answered nothing in this round. "
            "Change these answers first: %(answers)s."
        )
        raise NotIndependent(text % {"answers": "; ".join(named)})


def _frozen(assessment: Assessment, case: Case, by: Person, at: datetime) -> Submission:
    with translation.override(settings.LANGUAGE_CODE):  # the same for all, whoever submits
        content = casefile.to_text(case)
    _check_readable(content, assessment)
    return Submission(
        assessment=assessment,
        number=assessment.submissions.count() + 1,
        content=content,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        submitted_by=by,
        submitted_at=at,
    )


def _check_readable(content: str, assessment: Assessment) -> None:
    try:
        casefile.parse(content, lambda _: questionnaire_of(assessment))
    except casefile.CaseFileErrors as unreadable:
        raise CannotFreeze(unreadable.errors) from unreadable
