"""One report, and everybody around its project."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings

from assessments.acting import SYSTEM, acting_as
from assessments.models import MemberRole, OversightRole, Person
from reports.models import Record, Report
from tests.assessments.steps import conclude
from tests.factories import OversightFactory, PersonFactory, member
from tests.reports.records import (
    project_with_lead,
    sealed,
    submitted_round,
)


@pytest.fixture(autouse=True)
def system(tmp_path: Path, settings: LazySettings) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    with acting_as(SYSTEM):
        yield


@pytest.fixture
def people() -> dict[str, Person]:
    """Everybody around one project, by what they are."""
    project, lead = project_with_lead()
    approvers = {"decides": "Dora Decides", "signs": "Cy Signs", "deputy": "Dee Deputy"}
    found = {who: member(project, MemberRole.APPROVER, name=name) for who, name in approvers.items()}
    roles = {"respondent": MemberRole.RESPONDENT, "reviewer": MemberRole.REVIEWER}
    roles |= {"second": MemberRole.SECOND_RESPONDENT}
    found |= {who: member(project, role) for who, role in roles.items()}
    return found | {
        "lead": lead,
        "pmo": OversightFactory(role=OversightRole.PMO).person,
        "stranger": PersonFactory(),
    }


@pytest.fixture
def record(people: dict[str, Person]) -> Record:
    lead = people["lead"]
    round_ = submitted_round(lead.memberships.get().project, lead)
    return conclude(round_, people["reviewer"], signers=[people["decides"], people["signs"]])


@pytest.fixture
def report(record: Record) -> Report:
    return sealed(record, record.concluded_by)
