"""What the company's reviewers decided in the rounds that are, or were, in review."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from assessments import actions
from assessments.models import Assessment, Challenge, Decision, Judgement, Person
from tests.factories import NOW

CHALLENGED = LOWERED = "data.cleaning"
"""The question whose answer is challenged, and whose evidence was lowered."""
NEXT_YEAR = NOW.date() + timedelta(days=365)


def challenged(reviewer: Person, round_: Assessment, text: str) -> Assessment:
    """A submitted round in review, an answer's evidence lowered and the answer challenged."""
    actions.start_review(assessment=round_, by=reviewer, at=NOW)
    actions.rule_on_answer(
        assessment=round_,
        question=LOWERED,
        decision=Decision.LOWERS,
        grade="none",
        why=text,
        seen_version=1,
        by=reviewer,
        at=NOW,
    )
    actions.raise_challenge(
        assessment=round_, question=CHALLENGED, text=text, due_on=NEXT_YEAR, by=reviewer, at=NOW
    )
    return round_


def challenge_in(round_: Assessment) -> Challenge:
    """The round's challenge."""
    return round_.challenges.get()


def judged(round_: Assessment, people: Mapping[str, Person], text: str) -> None:
    """The challenge replied to by the team's lead and dropped by its reviewer."""
    told: dict[str, Any] = {"assessment": round_, "challenge_id": challenge_in(round_).pk, "at": NOW}
    actions.reply_to_challenge(reply=text, by=people["lead"], **told)
    actions.settle_challenge(judgement=Judgement.DROPPED, why=text, by=people["review"], **told)
