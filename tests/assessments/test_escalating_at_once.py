"""Several workers tell of what is overdue at once, or one dies over it: each thing is told, and told once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connections

from assessments import actions
from assessments.acting import SYSTEM, acting_as
from assessments.actions import escalating
from assessments.actions.notices import tell
from assessments.models import Assessment, MemberRole, Notice, Person, WorkItem, WorkKind
from tests.factories import AssessmentFactory, member

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
THINGS = 12


@pytest.fixture
def leads() -> set[Person]:
    """Those who are to hear of twelve things that somebody is a week late with."""
    with acting_as(SYSTEM):
        assessment: Assessment = AssessmentFactory()
        found = {member(assessment.project), member(assessment.project)}
        late = member(assessment.project, MemberRole.RESPONDENT)
        for number in range(THINGS):
            WorkItem.objects.create(
                person=late, project=assessment.project, assessment=assessment, kind=WorkKind.ASSIGNED,
                subject=str(number), text="Answer", address="/there/", due_on=date(2026, 11, 16),
                created_at=NOON - timedelta(days=30),
            )  # fmt: skip
    return found


def told_once(leads: set[Person]) -> bool:
    """Whether each lead has one notice of each thing."""
    with acting_as(SYSTEM):
        rows = list(Notice.objects.values_list("person", "key"))
    return len(rows) == len(set(rows)) == THINGS * len(leads) and {row[0] for row in rows} == {
        lead.pk for lead in leads
    }


def test_workers_that_look_at_once_tell_once(leads: set[Person]) -> None:
    start = Barrier(4)

    def work(_: int) -> int:
        start.wait(10)
        try:
            return actions.escalate_overdue(at=NOON)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as workers:
        assert list(workers.map(work, range(4))) == [THINGS] * 4

    assert told_once(leads)


def test_worker_that_dies_over_it_loses_nothing(leads: set[Person], monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(BaseException):
        """Nothing catches a kill."""

    calls = []

    def dying(*args: object, **more: object) -> None:
        calls.append(args)
        if len(calls) > THINGS // 2:
            raise Killed
        tell(*args, **more)  # type: ignore[arg-type]  # handed on as it came

    with monkeypatch.context() as patch:
        patch.setattr(escalating, "tell", dying)
        with pytest.raises(Killed):
            actions.escalate_overdue(at=NOON)
    with acting_as(SYSTEM):
        assert Notice.objects.count() == THINGS // 2 * len(leads)

    actions.escalate_overdue(at=NOON + timedelta(hours=1))

    assert told_once(leads)
