"""What tests do to a round, said in one line."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from assessments import actions, queries
from assessments.acting import SYSTEM, acting_as
from assessments.actions.transitions import accept_assessment
from assessments.domain.case import Answer, Choice, Claim, Evidence, NotKnown, Outcome, Proof
from assessments.domain.questionnaire import SECTIONS
from assessments.models import Answer as Row
from assessments.models import Assessment, MemberRole, Person, Submission
from reports.actions import conclude_assessment
from reports.models import Record
from tests.factories import NOW, member

CLAIM = Claim("accuracy", unit="%", sample_size=500, criterion="at least 90 %", result=Outcome.MET)
PLAN = Proof("Pilot plan", "https://wiki.example.org/plan")
COUNT = Proof("Count of 3 March", sha256="a" * 64)
NOBODY_KNOWS = Answer(NotKnown())
ALL_THE_SAME = "It is decided all the same."
K1: Mapping[str, Answer] = {"data.selection": Answer(Choice(4)), "data.cleaning": Answer(Choice(0))}
"""Two answers that break the first rule of contradictions."""


def joined(assessment: Assessment, role: MemberRole = MemberRole.LEAD, *, name: str) -> Person:
    """Somebody who takes part, also where the test commits what it makes."""
    with acting_as(SYSTEM):
        return member(assessment.project, role, name=name)


def agree(assessment: Assessment, by: Person, question: str = "integration.outage") -> Row:
    """Agree to "not applicable", having read the answer as it stands."""
    row = assessment.answers.filter(question=question, voice=None).first()
    seen = row.version if row else 0
    return actions.agree_not_applicable(
        assessment=assessment, question=question, seen_version=seen, by=by, at=NOW
    )


def level(number: int) -> Answer:
    """A level that nothing backs."""
    return Answer(Choice(number))


def measured(said: Any) -> Answer:
    """Something said with strong evidence."""
    return Answer(said, Evidence.MEASURED, proof=(COUNT,))


def save(
    assessment: Assessment, by: Person, answer: Answer | None, question: str = "data.selection", seen: int = 0
) -> Row:
    """Save one answer."""
    return actions.save_answer(
        assessment=assessment, question=question, answer=answer, seen_version=seen, by=by, at=NOW
    )


def answer(assessment: Assessment, by: Person, answers: Mapping[str, Answer]) -> None:
    """Answer several questions for the first time."""
    for question, said in answers.items():
        save(assessment, by, said, question)


def apart(assessment: Assessment, person: Person) -> Assessment:
    """The round as a second respondent finds it."""
    return queries.assessment_to_answer_for(person, assessment.pk)


def complete(assessment: Assessment, person: Person, answers: Mapping[str, Answer]) -> Assessment:
    """Answer apart, and say that it is complete."""
    own = apart(assessment, person)
    answer(own, person, answers)
    return actions.complete_opinion(assessment=own, by=person, at=NOW)


def stored(assessment: Assessment, question: str = "data.selection") -> Answer | None:
    """What stands now."""
    return queries.as_answer(queries.answers_of(assessment).get(question))


def submit(assessment: Assessment, by: Person) -> Submission:
    """Submit the round."""
    return actions.submit_assessment(assessment=assessment, by=by, at=NOW)


def review(assessment: Assessment, by: Person | None = None) -> Person:
    """Take up what was submitted and agree to every answer but "not applicable"; return who did.

    Where nobody is named, a reviewer who answered nothing: somebody new where there is none.
    """
    by = by or reviewer_of(assessment)
    with acting_as(by):
        actions.start_review(assessment=assessment, by=by, at=NOW)
        for section in SECTIONS:
            actions.agree_to_rest(
                assessment=assessment,
                section=section,
                submission=assessment.submissions.count(),
                by=by,
                at=NOW,
            )
    return by


def reviewer_of(assessment: Assessment) -> Person:
    """Who can review the round."""
    with acting_as(SYSTEM):
        authors = assessment.authors.values("person")
        held = assessment.project.memberships.filter(role=MemberRole.REVIEWER).exclude(person__in=authors)
        found = held.select_related("person").first()
    return found.person if found else joined(assessment, MemberRole.REVIEWER, name="Rika Reuter")


def accept(assessment: Assessment, by: Person, at: datetime = NOW) -> Assessment:
    """Submit the round, review it and accept it: somebody else does."""
    submit(assessment, by)
    return accepted(assessment, at)


def accepted(assessment: Assessment, at: datetime = NOW) -> Assessment:
    """Review a submitted round and accept it, without a record."""
    reviewer = review(assessment)
    return accept_assessment(assessment=assessment, by=reviewer, at=at, reason=ALL_THE_SAME)


def conclude(
    assessment: Assessment, by: Person | None = None, at: datetime = NOW, signers: Sequence[Person] = ()
) -> Record:
    """Review a submitted round and freeze its record; who does is chosen as in `review`.

    The first of `signers` decides on its report, the others countersign.
    """
    reviewer = review(assessment, by)
    with acting_as(reviewer):
        return conclude_assessment(
            assessment=assessment,
            decision_maker=next(iter(signers), None),
            approvers=signers[1:],
            by=reviewer,
            at=at,
            reason=ALL_THE_SAME,
        )


def reopen(assessment: Assessment, by: Person) -> Assessment:
    """Return the submitted round."""
    return actions.reopen_assessment(assessment=assessment, reason="the count was wrong", by=by, at=NOW)


def withdraw(assessment: Assessment, by: Person) -> Assessment:
    """End the round."""
    return actions.withdraw_assessment(assessment=assessment, reason="started again", by=by, at=NOW)
