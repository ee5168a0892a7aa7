"""A round in draft, and the people around it."""

from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from assessments.acting import SYSTEM, acting_as
from assessments.models import Assessment, MemberRole, Person
from config.file_storage import in_a_folder
from tests.factories import AssessmentFactory, SecondOpinionFactory

from .browsing import signed_in
from .invited import administrator
from .steps import answer, complete, joined, submit
from .voices import SECOND, TEAM


@pytest.fixture
def assessment() -> Assessment:
    with acting_as(SYSTEM):
        found: Assessment = AssessmentFactory()
    return found


@pytest.fixture
def lead(assessment: Assessment) -> Person:
    return joined(assessment, name="Lea Lead")


@pytest.fixture
def round_and_lead(assessment: Assessment, lead: Person) -> tuple[Assessment, Person]:
    """Both, for who answers in a browser."""
    return assessment, lead


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


@pytest.fixture
def both_in(assessment: Assessment, lead: Person, blind: Person) -> Assessment:
    """A submitted round whose second opinion is opened and differs on one question of two."""
    answer(assessment, lead, TEAM)
    complete(assessment, blind, SECOND)
    submit(assessment, lead)
    return assessment


@pytest.fixture
def lead_client(lead: Person) -> Client:
    """A browser in which the lead has just signed in."""
    return signed_in(lead)


@pytest.fixture
def nothing_counted() -> None:
    """Nobody's uploads, or whatever else has a limit, counted yet."""
    cache.clear()


@pytest.fixture
def own_storage(settings: Settings, tmp_path: Path) -> Path:
    """A folder of the test's own for the files of the evidence, and nobody's uploads counted yet."""
    cache.clear()
    settings.STORAGES = settings.STORAGES | {"evidence": in_a_folder(tmp_path)}
    return tmp_path
