"""What goes on about remedies, told in words."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from assessments.acting import acting_as
from assessments.models import Action as Step
from assessments.models import (
    ActionProgress,
    ActionProof,
    Assessment,
    EvidenceItem,
    Extension,
    Person,
    Remedy,
)
from tests.factories import NOW, member

from .test_views_history import acknowledged, fixing, proved, saved, sentences

pytestmark = pytest.mark.django_db


def said_of(step: Step, by: Person, status: str) -> ActionProgress:
    return ActionProgress.objects.create(
        action=step, assessment=step.remedy.assessment, status=status, by=by, at=NOW
    )


def shown(step: Step, item: EvidenceItem, by: Person) -> ActionProof:
    return ActionProof.objects.create(action=step, item=item, added_by=by, added_at=NOW)


def extended(remedy: Remedy, by: Person) -> Extension:
    return Extension.objects.create(
        remedy=remedy,
        expires_on=date(2027, 9, 1),
        why="Nothing has changed",
        asked_by=by,
        asked_at=NOW,
        approver=member(remedy.assessment.project),
    )


CHANGES: dict[str, Callable[[Assessment, Person], Any]] = {
    "said that the step “Count again” is done": lambda rnd, lead: said_of(fixing(rnd, lead), lead, "done"),
    "dropped the step “Count again”": lambda rnd, lead: said_of(fixing(rnd, lead), lead, "dropped"),
    "changed what was said about the step “Count again”": lambda rnd, lead: saved(
        said_of(fixing(rnd, lead), lead, "done"), remark="Counted twice"
    ),
    "named “Count of 3 March” as what shows what became of a step": lambda rnd, lead: shown(
        fixing(rnd, lead), proved(rnd, lead).item, lead
    ),
    "asked to extend the acknowledgement of User capability": lambda rnd, lead: extended(
        acknowledged(rnd, lead, member(rnd.project)), lead
    ),
    "approved that the acknowledgement of User capability is extended": lambda rnd, lead: saved(
        extended(acknowledged(rnd, lead, member(rnd.project)), lead), approved_at=NOW
    ),
}


@pytest.mark.parametrize("told", CHANGES)
def test_change_is_told_in_words(assessment: Assessment, lead: Person, told: str) -> None:
    with acting_as(lead):
        CHANGES[told](assessment, lead)

    assert f"Lea Lead {told}" in sentences(lead, assessment)
