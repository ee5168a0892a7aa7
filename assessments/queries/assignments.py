"""Who was asked for what in a round, and who can be."""

from itertools import chain
from uuid import UUID

from django.db.models import QuerySet

from ..models import Assessment, Assignment, Person
from ..permissions import Permission
from .door import one
from .talk import members_of


def assignments_in(assessment: Assessment) -> QuerySet[Assignment]:
    """What people were asked for and did not answer yet, people joined, by its day, then as it was asked."""
    waiting = assessment.assignments.filter(done_at__isnull=True, ended_at__isnull=True)
    return waiting.select_related("person", "asked_by").order_by("due_on", "asked_at", "pk")


def assignment_for(assessment: Assessment, public_id: UUID | str) -> Assignment:
    """One of these, or Http404."""
    return one(assignments_in(assessment), public_id)


def people_who_answer(assessment: Assessment, section: str) -> list[Person]:
    """Who may answer a section of this round, by name: never who judged answers of it. Three queries."""
    reviewed = have_reviewed(assessment)
    members = members_of(assessment.project)
    return [
        member.person
        for member in members
        if Permission.ANSWER in member.granted
        and section in member.sections
        and member.person.pk not in reviewed
    ]


def have_reviewed(assessment: Assessment) -> set[UUID]:
    """Who judged answers of the round, or answered apart from the team, cannot answer for it any more."""
    return have_judged(assessment) | {
        *assessment.authors.filter(voice__isnull=False).values_list("voice", flat=True)
    }


def have_judged(assessment: Assessment) -> set[UUID]:
    """Who knows the team's answers from having reviewed or settled some of them."""
    judged = (
        assessment.answers.filter(agreed_by__isnull=False).values_list("agreed_by", flat=True),
        assessment.settlements.values_list("by", flat=True),
        assessment.disagreement_settlements.values_list("by", flat=True),
        assessment.rulings.values_list("by", flat=True),
        chain.from_iterable(assessment.challenges.values_list("raised_by", "settled_by")),
        [assessment.review_started_by_id],
    )
    return set(filter(None, chain.from_iterable(judged)))
