"""A round in draft, and the people around it."""

import pytest

from assessments.acting import SYSTEM, acting_as
from assessments.models import Assessment, MemberRole, Person
from tests.factories import AssessmentFactory, SecondOpinionFactory

from .invited import administrator
from .steps import joined


@pytest.fixture
def assessment() -> Assessment:
    with acting_as(SYSTEM):
        found: Assessment = AssessmentFactory()
    return found


@pytest.fixture
def lead(assessment: Assessment) -> Person:
    return joined(assessment, name="Lea Lead")


@pytest.fixture
def respondent(assessment: Assessment) -> Person:
    return joined(assessment, MemberRole.RESPONDENT, name="Rosa Respondent")


@pytest.fixture
def reviewer(assessment: Assessment) -> Person:
    return joined(assessment, MemberRole.REVIEWER, name="Rui Reviewer")


@pytest.fixture
def approver(assessment: Assessment) -> Person:
    return joined(assessment, MemberRole.APPROVER, name="Ada Approver")


@pytest.fixture
def whole(db: None) -> Person:  # noqa: ARG001 - on the database
    """An administrator of everything."""
    return administrator()


@pytest.fixture
def blind(assessment: Assessment) -> Person:
    """A second respondent who is asked in the round."""
    person = joined(assessment, MemberRole.SECOND_RESPONDENT, name="Sam Second")
    with acting_as(SYSTEM):
        SecondOpinionFactory(assessment=assessment, person=person)
    return person
