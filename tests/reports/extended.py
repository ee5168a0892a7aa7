"""A record that rests on two acknowledgements, and its people."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest

from assessments import actions
from assessments.acting import SYSTEM, acting_as
from assessments.domain.case import Action, Quantity
from assessments.models import MemberRole, Person
from reports.models import Record
from tests.assessments.steps import conclude
from tests.factories import NOW, member
from tests.reports.records import project_with_lead, submitted_round

TODAY = NOW.date()
ENDS, LONGER = TODAY + timedelta(days=60), TODAY + timedelta(days=200)
QUESTIONS = {
    section: {key: {"not_known": True} for key in keys}
    for section, keys in {
        "users": ("users.selection", "users.resistant"),
        "change": ("change.training", "change.support"),
    }.items()
}


@pytest.fixture(autouse=True)
def system() -> Iterator[None]:
    with acting_as(SYSTEM):
        yield


@pytest.fixture
def people() -> dict[str, Person]:
    """A lead and two approvers of one project."""
    project, lead = project_with_lead()
    return {
        "lead": lead,
        "approver": member(project, MemberRole.APPROVER, name="Ada Approver"),
        "other": member(project, MemberRole.APPROVER, name="Otto Other"),
    }


@pytest.fixture
def record(people: dict[str, Person]) -> Record:
    """A record that is ready with adjusted expectations until the day on which the first of two ends."""
    return record_with(people, {"users": ENDS, "change": TODAY + timedelta(days=90)})


def record_with(people: dict[str, Person], ends: dict[str, date]) -> Record:
    lead, approver = people["lead"], people["approver"]
    project = lead.memberships.get().project
    answers = {key: said for section in ends for key, said in QUESTIONS[section].items()}
    assessment = submitted_round(project, lead, answers=answers)
    plan = [Action("repeat it", "lead", ENDS, shown_by="a count")]
    for section in ("data", "users", "load", "integration", "change", "support", "scope", "criteria"):
        if section in ends:
            asked = actions.ask_acknowledgement(
                assessment=assessment,
                section=section,
                expectation="three of four",
                adjusted=Quantity(Decimal(70), "%", Decimal(80)),
                effect="two more people",
                approver=approver,
                expires_on=ends[section],
                by=lead,
                at=NOW,
            )
            actions.approve_acknowledgement(
                assessment=assessment, section=section, remedy_id=asked.pk, by=approver, at=NOW
            )
        else:
            actions.choose_fix(assessment=assessment, section=section, actions=plan, by=lead, at=NOW)
    return conclude(assessment)
