"""How a round went beside its answers, for its record."""

from collections.abc import Mapping

from assessments.models import Answer, Assessment
from assessments.queries import looked_at, opinions_of, prompts_of, rulings_of

from ..content.record import Course


def course_of(assessment: Assessment, rows: Mapping[str, Answer]) -> Course:
    """Second opinions asked for and given, and what the answers give reason to ask.

    How many a reviewer looked at, and why it was accepted. Two queries.
    """
    opinions = opinions_of(assessment)
    return Course(
        opinions.asked,
        opinions.given,
        prompts_of(assessment, rows),
        looked_at=len(looked_at(rulings_of(assessment), rows)) if assessment.review_started_at else None,
        accepted_because=assessment.accept_reason,
    )
