"""People with few and with many projects, made in bulk: what their lists cost should hardly differ."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

ANSWERS = ("data.selection", "data.cleaning", "users.selection", "load.volume", "support.provider")
BEGAN = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def lead_of(number: int) -> Any:
    """Somebody who leads so many projects, each with a round and three things that wait for them."""
    from assessments.models import (  # noqa: PLC0415 - needs the settings
        Assessment,
        Initiative,
        MemberRole,
        Membership,
        Person,
        Project,
        QuestionSet,
        Unit,
        WorkItem,
    )

    person = Person.objects.create_user(f"lead-of-{number}@example.org", name=f"Lead of {number}")
    unit, initiative = Unit.objects.first(), Initiative.objects.first()
    projects = [
        Project(
            name=f"Project {place:04} of {number}",
            unit=unit,
            initiative=initiative,
            created_by=person,
            created_at=BEGAN,
        )
        for place in range(number)
    ]
    Project.objects.bulk_create(projects)
    Membership.objects.bulk_create(
        Membership(project=project, person=person, role=MemberRole.LEAD) for project in projects
    )
    question_set = QuestionSet.objects.first()
    rounds = [
        Assessment(
            project=project,
            round=1,
            question_set=question_set,
            claim_metric="accuracy",
            started_by=person,
            started_at=BEGAN,
        )
        for project in projects
    ]
    Assessment.objects.bulk_create(rounds)
    _answer(rounds, person)
    WorkItem.objects.bulk_create(item for found in rounds for item in _items(found, person))
    return person


def _answer(rounds: list[Any], person: Any) -> None:
    from assessments.models import Answer  # noqa: PLC0415

    Answer.objects.bulk_create(
        Answer(
            assessment=found,
            question=question,
            said="not_known",
            answered_by=person,
            answered_at=BEGAN,
        )
        for found in rounds
        for question in ANSWERS
    )


def _items(found: Any, person: Any) -> list[Any]:
    """One to answer, one to decide, and of every fortieth project one whose day is long past."""
    from assessments.models import WorkItem, WorkKind  # noqa: PLC0415

    number = int(found.project.name.split()[1])
    said: dict[str, date | None] = {WorkKind.ANSWER: None, WorkKind.DECIDE: None}
    if number % 40 == 0:
        said[WorkKind.FIX] = BEGAN.date()
    return [
        WorkItem(
            person=person,
            project=found.project,
            assessment=found,
            kind=kind,
            text="Answer the questions",
            address=found.get_absolute_url(),
            created_at=BEGAN + timedelta(minutes=number),
            due_on=due,
        )
        for kind, due in said.items()
    ]
