"""How a round moves from state to state: one table, and the four moves."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from ..domain import casefile
from ..domain.casefile.values import Told
from ..models import Assessment, Person, State, Submission
from ..permissions import Permission
from ..queries import case_of
from .refusal import InvalidInput, shape_errors
from .working import working_on


@dataclass(frozen=True)
class Transition:
    """A move: from where, to where, who may, and whether a reason must be given."""

    sources: frozenset[State]
    target: State
    permission: Permission
    needs_reason: bool = False


SUBMIT = Transition(frozenset({State.DRAFT, State.RETURNED}), State.SUBMITTED, Permission.SUBMIT)
ACCEPT = Transition(frozenset({State.SUBMITTED}), State.ACCEPTED, Permission.ACCEPT)
REOPEN = Transition(frozenset({State.SUBMITTED}), State.RETURNED, Permission.REOPEN, needs_reason=True)
WITHDRAW = Transition(
    frozenset({State.DRAFT, State.SUBMITTED, State.RETURNED}),
    State.WITHDRAWN,
    Permission.WITHDRAW,
    needs_reason=True,
)
TRANSITIONS = (SUBMIT, ACCEPT, REOPEN, WITHDRAW)


class ReasonMissing(InvalidInput):
    """The move needs a reason that others can read."""


def submit_assessment(*, assessment: Assessment, by: Person, at: datetime) -> Submission:
    """Freeze what the round says now; the team sees the verdict from here on. Blanks count as not known."""
    with _moving(assessment, SUBMIT, by):
        assessment.submitted_by, assessment.submitted_at = by, at
        assessment.verdict_seen_at = assessment.verdict_seen_at or at
        submission = _frozen(assessment, by, at)
        submission.save(force_insert=True)
    return submission


def accept_assessment(*, assessment: Assessment, by: Person, at: datetime) -> Assessment:
    """Close the round: from here on its answers stand for good."""
    with _moving(assessment, ACCEPT, by):
        assessment.accepted_by, assessment.accepted_at = by, at
    return assessment


def reopen_assessment(*, assessment: Assessment, reason: str, by: Person, at: datetime) -> Assessment:
    """Return a submitted round: answers may change again, marked as changed after the verdict was seen."""
    with _moving(assessment, REOPEN, by, reason):
        assessment.returned_by, assessment.returned_at, assessment.return_reason = by, at, reason
    return assessment


def withdraw_assessment(*, assessment: Assessment, reason: str, by: Person, at: datetime) -> Assessment:
    """End the round without a verdict; it stays readable, and the next round does not start from it."""
    with _moving(assessment, WITHDRAW, by, reason):
        assessment.withdrawn_by, assessment.withdrawn_at, assessment.withdraw_reason = by, at, reason
    return assessment


@contextmanager
def _moving(assessment: Assessment, transition: Transition, by: Person, reason: str = "") -> Iterator[None]:
    """Check the move, let the caller fill in who and when, and store the round in its new state."""
    with working_on(assessment, by=by, permission=transition.permission, states=transition.sources):
        if transition.needs_reason:
            _check_reason(reason)
        yield
        assessment.state = transition.target
        assessment.save()


def _check_reason(reason: str) -> None:
    errors = shape_errors(Told, reason.strip(), "reason")
    if errors:
        raise ReasonMissing(errors)


def _frozen(assessment: Assessment, by: Person, at: datetime) -> Submission:
    content = casefile.to_text(case_of(assessment))
    return Submission(
        assessment=assessment,
        number=assessment.submissions.count() + 1,
        content=content,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        submitted_by=by,
        submitted_at=at,
    )
