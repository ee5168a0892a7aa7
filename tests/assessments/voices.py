"""Two voices on one question: what the team says, what a second respondent says, and who settles it."""

from assessments.domain.case import Answer, Choice
from assessments.models import Answer as Row
from assessments.models import Assessment

from .steps import level

QUESTION = "data.selection"
TEAM = {QUESTION: level(4), "data.cleaning": level(3)}
SECOND = {
    QUESTION: Answer(Choice(1), rationale="We picked them with the vendor"),
    "data.cleaning": level(2),
}
"""Far from the team's on one question of two."""


def second_answer_in(assessment: Assessment) -> Row:
    """What the second respondent said to it."""
    return Row.objects.get(assessment=assessment, voice__isnull=False, question=QUESTION)
