"""How a round went beside its answers, for its record."""

from collections.abc import Mapping

from assessments.models import Answer, Assessment
from assessments.queries import opinions_of, prompts_of

from ..content.record import Course


def course_of(assessment: Assessment, rows: Mapping[str, Answer]) -> Course:
    """Second opinions asked for and given, and what the answers give reason to ask; one query."""
    opinions = opinions_of(assessment)
    return Course(opinions.asked, opinions.given, prompts_of(assessment, rows))
