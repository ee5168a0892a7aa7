"""What guards of talk and of asking by name refuse: each tried once, as in attempts.py."""

from datetime import timedelta
from typing import Any

from assessments import actions
from assessments.models import Assessment, Comment, MemberRole, Person
from tests.factories import NOW, AnswerFactory, AssessmentFactory, member

from .attempts import Attempt, World

QUESTION = "data.selection"


def _respondent(world: World) -> Person:
    return member(world.project, MemberRole.RESPONDENT)


def _said(world: World) -> tuple[Assessment, Comment]:
    """A round, and what its lead said in it."""
    round_: Assessment = AssessmentFactory(project=world.project)
    comment = actions.add_comment(assessment=round_, question=QUESTION, text="First", by=world.lead, at=NOW)
    return round_, comment


def _corrected_by_another(world: World) -> str:
    round_, comment = _said(world)
    at = NOW + timedelta(minutes=1)
    actions.change_comment(assessment=round_, comment=comment, text="x", by=_respondent(world), at=at)
    return "done"


def _withdrawn_by_another(world: World) -> str:
    round_, comment = _said(world)
    actions.withdraw_comment(assessment=round_, comment=comment, by=_respondent(world), at=NOW)
    return "done"


def _asked_by_respondent(world: World) -> str:
    """What is known already."""
    round_ = AnswerFactory(assessment__project=world.project, question=QUESTION).assessment
    by = _respondent(world)
    actions.assign(assessment=round_, subject=QUESTION, person=world.lead, by=by, at=NOW)
    return "done"


def _asked_who_may_not_answer(world: World) -> str:
    round_ = AssessmentFactory(project=world.project)
    reviewer = member(world.project, MemberRole.REVIEWER)
    actions.assign(assessment=round_, subject=QUESTION, person=reviewer, by=world.lead, at=NOW)
    return "done"


def _ended_by_another(world: World) -> str:
    round_ = AssessmentFactory(project=world.project)
    given: dict[str, Any] = {"assessment": round_, "by": world.lead, "at": NOW}
    found = actions.assign(subject=QUESTION, person=world.lead, **given)
    actions.end_assignment(assessment=round_, assignment=found, by=_respondent(world), at=NOW)
    return "done"


TALK_ATTEMPTS = {
    "talking.change_comment: NotAllowed": Attempt(_corrected_by_another, "NotAllowed"),
    "talking.withdraw_comment: NotAllowed": Attempt(_withdrawn_by_another, "NotAllowed"),
    "asked.assign: _check_may_ask()": Attempt(_asked_by_respondent, "NotAllowed"),
    "asked._check_may_ask: NotAllowed": Attempt(_asked_by_respondent, "NotAllowed"),
    "asked.assign: _check_can_answer()": Attempt(_asked_who_may_not_answer, "InvalidAssignment"),
    "asked.end_assignment: NotAllowed": Attempt(_ended_by_another, "NotAllowed"),
}
"""By the guard that must notice."""
