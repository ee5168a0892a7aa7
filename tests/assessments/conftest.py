"""A round in draft, and the people around it."""

import pytest

from assessments.models import Assessment, MemberRole, Person
from tests.factories import AssessmentFactory, member


@pytest.fixture
def assessment() -> Assessment:
    found: Assessment = AssessmentFactory()
    return found


@pytest.fixture
def lead(assessment: Assessment) -> Person:
    return member(assessment.project, name="Lea Lead")


@pytest.fixture
def respondent(assessment: Assessment) -> Person:
    return member(assessment.project, MemberRole.RESPONDENT, name="Rosa Respondent")


@pytest.fixture
def reviewer(assessment: Assessment) -> Person:
    return member(assessment.project, MemberRole.REVIEWER, name="Rui Reviewer")


@pytest.fixture
def approver(assessment: Assessment) -> Person:
    return member(assessment.project, MemberRole.APPROVER, name="Ada Approver")
