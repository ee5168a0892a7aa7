"""A second opinion in the demo: what the help desk says, apart from the team, about one invented pilot."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from assessments.actions import complete_opinion, save_answer, settle_disagreement
from assessments.domain.case import Answer, Choice
from assessments.models import Assessment, Person
from assessments.queries import assessment_to_answer_for, case_of, differing_in

ASKED_IN = ("permit-requests", "leave-requests")
"""The demo projects that have a second respondent; in the first one the opinion is given."""

SECTIONS = ("users", "support")

SAID: Mapping[str, Answer] = {
    "users.resistant": Answer(
        Choice(1), rationale="The two teams were asked who wanted to. We know three people who did not."
    ),
    "users.workarounds": Answer(Choice(2), rationale="We heard of the spreadsheet, nobody counted it."),
    "support.provider": Answer(
        Choice(0), rationale="Our tickets of the first weeks were all closed by the vendor."
    ),
    "support.exercised": Answer(Choice(2), rationale="The on-call list is there; it was never rung."),
}
SETTLED: Mapping[str, str] = {
    "support.provider": (
        "Both are right about their weeks: the vendor closed the tickets of the first month, the two teams "
        "together those of the second. Rollout starts like the second, so the team's answer stands."
    )
}


def give(assessment: Assessment, by: Person, at: datetime) -> None:
    """Answer apart, a few minutes for each, and say that it is complete."""
    own = assessment_to_answer_for(by, assessment.pk)
    for place, (question, answer) in enumerate(SAID.items()):
        save_answer(
            assessment=own,
            question=question,
            answer=answer,
            seen_version=0,
            by=by,
            at=at + place * timedelta(minutes=7),
        )
    complete_opinion(assessment=own, by=by, at=at + timedelta(hours=1))


def settle(assessment: Assessment, by: Person, at: datetime) -> None:
    """Settle what can be; the rest stays open."""
    for differing in differing_in(assessment, case_of(assessment)):
        if why := SETTLED.get(differing.second.question):
            settle_disagreement(assessment=assessment, answer_id=differing.second.pk, why=why, by=by, at=at)
