"""How the demo's reviewer looks through a round."""

from datetime import datetime

from django.utils import timezone

from assessments.actions import agree_to_rest, start_review
from assessments.domain.questionnaire import SECTIONS
from assessments.models import Assessment, Person
from assessments.queries import open_points

ALL_THE_SAME = (
    "The round documents what is publicly known. What is open cannot be settled from the published sources; "
    "it goes on holding the verdict."
)


def look_through(assessment: Assessment, reviewer: Person, at: datetime) -> str:
    """Take up the review and agree to every answer; return why it is accepted all the same, if need be."""
    start_review(assessment=assessment, by=reviewer, at=at)
    for section in SECTIONS:
        agree_to_rest(assessment=assessment, section=section, submission=1, by=reviewer, at=at)
    points = open_points(assessment, timezone.localdate(at))
    return ALL_THE_SAME if points.need_reason else ""
