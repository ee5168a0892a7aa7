"""Rows for tests, without surprises: each factory makes the smallest whole thing.

An `AssessmentFactory()` is a first round in draft; `AnswerFactory(assessment=..., question=...)` says
level 0.
"""

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from assessments import questionnaires
from assessments.actions.rounds import pinned
from assessments.models import (
    Answer,
    AnswerAuthor,
    Assessment,
    Initiative,
    MemberRole,
    Membership,
    Oversight,
    OversightRole,
    Person,
    Project,
    QuestionSet,
    Said,
    SecondOpinion,
    Unit,
)

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PASSWORD = "a long enough password"


class PersonFactory(DjangoModelFactory):
    """Someone who signs in with PASSWORD."""

    class Meta:
        model = Person

    name = factory.Sequence(lambda number: f"Person {number}")
    email = factory.Sequence(lambda number: f"person-{number}@example.org")
    date_joined = NOW

    @classmethod
    def _create(cls, model_class: type[Person], **kwargs: object) -> Person:
        person = model_class(**kwargs)
        person.set_password(PASSWORD)
        person.save(force_insert=True)
        return person


class UnitFactory(DjangoModelFactory):
    class Meta:
        model = Unit

    name = factory.Sequence(lambda number: f"Unit {number}")


class InitiativeFactory(DjangoModelFactory):
    class Meta:
        model = Initiative

    name = factory.Sequence(lambda number: f"Initiative {number}")


class ProjectFactory(DjangoModelFactory):
    """A project with nobody in it."""

    class Meta:
        model = Project

    name = factory.Sequence(lambda number: f"Project {number}")
    initiative = factory.SubFactory(InitiativeFactory)
    unit = factory.SubFactory(UnitFactory)
    created_by = factory.SubFactory(PersonFactory)
    created_at = NOW


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    project = factory.SubFactory(ProjectFactory)
    person = factory.SubFactory(PersonFactory)
    role = MemberRole.LEAD


class OversightFactory(DjangoModelFactory):
    """The PMO of everything."""

    class Meta:
        model = Oversight

    person = factory.SubFactory(PersonFactory)
    role = OversightRole.PMO


class QuestionSetFactory(DjangoModelFactory):
    """The shipped question set; always the same row."""

    class Meta:
        model = QuestionSet

    @classmethod
    def _create(cls, _model_class: type[QuestionSet], **_: object) -> QuestionSet:
        return pinned(questionnaires.load())


class AssessmentFactory(DjangoModelFactory):
    class Meta:
        model = Assessment

    project = factory.SubFactory(ProjectFactory)
    round = 1
    question_set = factory.SubFactory(QuestionSetFactory)
    claim_metric = "accuracy"
    started_by = factory.SelfAttribute("project.created_by")
    started_at = NOW


class AnswerFactory(DjangoModelFactory):
    class Meta:
        model = Answer

    assessment = factory.SubFactory(AssessmentFactory)
    question = "data.selection"
    said = Said.LEVEL
    level = factory.LazyAttribute(lambda answer: 0 if answer.said == Said.LEVEL else None)
    answered_by = factory.SelfAttribute("assessment.started_by")
    answered_at = NOW

    @classmethod
    def _create(cls, model_class: type[Answer], **columns: object) -> Answer:
        row = model_class.objects.create(**columns)
        AnswerAuthor.objects.get_or_create(
            assessment=row.assessment, question=row.question, person=row.answered_by, voice=row.voice
        )
        return row


class SecondOpinionFactory(DjangoModelFactory):
    """A second respondent who is asked in a round, and has not answered."""

    class Meta:
        model = SecondOpinion

    assessment = factory.SubFactory(AssessmentFactory)
    person = factory.SubFactory(PersonFactory)
    asked_at = NOW


def member(project: Project, role: MemberRole = MemberRole.LEAD, **person: object) -> Person:
    """Someone new with this role in the project."""
    membership: Membership = MembershipFactory(project=project, role=role, person=PersonFactory(**person))
    return membership.person
