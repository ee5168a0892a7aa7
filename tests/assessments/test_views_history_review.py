"""Rulings and challenges, as the history page tells them."""

from datetime import timedelta
from typing import Any

import pytest

from assessments import actions
from assessments.domain.case import Choice
from assessments.models import Assessment, Decision, Judgement, Person
from tests.factories import NOW

from .steps import answer, measured, submit
from .test_views_history_talk import NAME, newest

pytestmark = pytest.mark.django_db

HOW = {"question": "data.selection"}


@pytest.fixture
def in_review(assessment: Assessment, lead: Person, reviewer: Person) -> Assessment:
    answer(assessment, lead, {"data.selection": measured(Choice(4))})
    submit(assessment, lead)
    return actions.start_review(assessment=assessment, by=reviewer, at=NOW)


def test_challenge_is_told_step_by_step(in_review: Assessment, lead: Person, reviewer: Person) -> None:
    raised = actions.raise_challenge(
        assessment=in_review,
        text="Whose data?",
        due_on=NOW.date() + timedelta(days=9000),
        by=reviewer,
        at=NOW,
        **HOW,
    )
    about: dict[str, Any] = {"assessment": in_review, "challenge_id": raised.pk}
    assert "challenged the answer" in newest(lead, in_review)
    for minutes, told in enumerate(("replied to", "contested", "replied to"), 1):
        at = NOW + timedelta(minutes=minutes)
        actions.reply_to_challenge(
            reply=f"Ours, {minutes}.", contested=told == "contested", by=lead, at=at, **about
        )
        assert f"{told} the challenge on" in newest(lead, in_review)
    actions.settle_challenge(judgement=Judgement.UPHELD, why="Not shown.", by=reviewer, at=at, **about)
    assert "upheld the challenge on" in newest(lead, in_review)
    raised.delete()
    assert "deleted the challenge on" in newest(lead, in_review)


@pytest.mark.parametrize(
    ("decision", "told"),
    [(Decision.AGREES, "looked at {} and agreed"), (Decision.LOWERS, "lowered the evidence of {} to")],
)
def test_ruling_is_told(
    in_review: Assessment, lead: Person, reviewer: Person, decision: Decision, told: str
) -> None:
    lowers = {"grade": "none", "why": "Not shown."} if decision == Decision.LOWERS else {}
    actions.rule_on_answer(
        assessment=in_review, decision=decision, seen_version=1, by=reviewer, at=NOW, **HOW, **lowers
    )

    assert told.format(NAME) in newest(lead, in_review)
    in_review.rulings.all().delete()
    assert "deleted the ruling on" in newest(lead, in_review)
