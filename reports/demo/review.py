"""How the demo's reviewer looks through a round: to the end, or in one invented pilot half-way."""

from datetime import datetime, timedelta

from django.utils import timezone

from assessments.actions import (
    agree_to_rest,
    raise_challenge,
    reply_to_challenge,
    rule_on_answer,
    start_review,
)
from assessments.domain.case import Evidence
from assessments.domain.questionnaire import SECTIONS
from assessments.models import Assessment, Decision, Person
from assessments.queries import open_points

ALL_THE_SAME = (
    "The round documents what is publicly known. What is open cannot be settled from the published sources; "
    "it goes on holding the verdict."
)

UNDER_WAY = "permit-requests"
"""The demo project whose round is in review."""
CHALLENGES = {
    "support.exercised": "The on-call list was never rung. What shows that the support model was exercised?",
    "users.resistant": "Two teams were asked who wanted to take part. Where are those who did not?",
}
CONTESTED = "users.resistant"
REPLY = "Nobody could decline: the two teams were chosen by the works council, whole as they are."


def look_through(assessment: Assessment, reviewer: Person, at: datetime) -> str:
    """Take up the review and agree to every answer; return why it is accepted all the same, if need be."""
    start_review(assessment=assessment, by=reviewer, at=at)
    for section in SECTIONS:
        agree_to_rest(assessment=assessment, section=section, submission=1, by=reviewer, at=at)
    points = open_points(assessment, timezone.localdate(at))
    return ALL_THE_SAME if points.need_reason else ""


def begin(assessment: Assessment, reviewer: Person, lead: Person, at: datetime) -> None:
    """Take up the review, look at one section, and challenge two answers; the team contests one of them."""
    start_review(assessment=assessment, by=reviewer, at=at)
    rule_on_answer(
        assessment=assessment,
        question="data.volume",
        decision=Decision.LOWERS,
        seen_version=1,
        grade=Evidence.DOCUMENTED.value,
        why="The log counts calls, not requests, and two days are missing.",
        by=reviewer,
        at=at,
    )
    agree_to_rest(assessment=assessment, section="data", submission=1, by=reviewer, at=at)
    due_on = timezone.localdate(at) + timedelta(days=10)
    for question, text in CHALLENGES.items():
        found = raise_challenge(
            assessment=assessment, question=question, text=text, due_on=due_on, by=reviewer, at=at
        )
        if question == CONTESTED:
            reply_to_challenge(
                assessment=assessment, challenge_id=found.pk, reply=REPLY, contested=True, by=lead, at=at
            )
