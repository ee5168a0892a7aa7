"""What happened in a project's production, and the record that had predicted it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q

from assessments.domain.case import OutcomeRecord
from assessments.models import Project
from assessments.queries.answers import as_number

from ..models import MILESTONES, GoLive, Outcome, Record, Running


@dataclass(frozen=True)
class Happened:
    """A project's go-live, what is recorded by days after it, and the record in force on that day."""

    go_live: GoLive | None
    outcomes: Mapping[int, Outcome]
    record: Record | None

    def asked_on(self, days: int) -> date:
        """The day on which this milestone comes; only once there is a go-live."""
        if self.go_live is None:
            raise LookupError(days)
        return self.go_live.day + timedelta(days=days)


def happened(project: Project) -> Happened:
    """Three queries at most."""
    go_live = GoLive.objects.filter(project=project).first()
    if go_live is None:
        return Happened(None, {}, None)
    recorded = Outcome.objects.filter(project=project).select_related("record__assessment").order_by("days")
    outcomes = {outcome.days: outcome for outcome in recorded}
    first = next(iter(outcomes.values()), None)
    return Happened(go_live, outcomes, first.record if first else record_on(project, go_live.day))


def record_on(project: Project, day: date) -> Record | None:
    """The record in force on a day: the last that was concluded on it or before."""
    before = Record.objects.standing().filter(project=project, concluded_at__date__lte=day)
    return before.select_related("assessment").order_by("-round").first()


def first_record_day(project: Project) -> date | None:
    """The day on which the project's first round was concluded; before it nothing was predicted."""
    days = Record.objects.standing().filter(project=project).order_by("concluded_at")
    found: date | None = days.values_list("concluded_at__date", flat=True).first()
    return found


def milestones_open(found: Happened, today: date) -> Iterator[int]:
    """The milestones that have come and of which nothing is recorded; none after it was rolled back."""
    if found.go_live is None or found.record is None:
        return
    for days in MILESTONES:
        if found.asked_on(days) > today or _rolled_back(found, days):
            return
        if days not in found.outcomes:
            yield days


def _rolled_back(found: Happened, days: int) -> bool:
    """Whether it was rolled back before this milestone."""
    return any(said.running == Running.ROLLED_BACK and at < days for at, said in found.outcomes.items())


def projects_with_milestone_between(first: date, last: date) -> list[Project]:
    """Projects in which a milestone came on one of these days, in the order of their keys."""
    spans = [(first - timedelta(days=days), last - timedelta(days=days)) for days in MILESTONES]
    came = reduce(or_, (Q(go_live__day__range=span) for span in spans))
    return list(Project.objects.filter(came).order_by("pk"))


def as_outcome(outcome: Outcome) -> OutcomeRecord:
    """An outcome as the rules and the case file know it."""
    return OutcomeRecord(
        days=outcome.days,
        state=outcome.running,
        text=outcome.note,
        value=as_number(outcome.metric_value),
        unit=outcome.metric_unit,
        users=outcome.users,
        cost=as_number(outcome.cost),
        currency=outcome.currency,
        incidents={section: count for section, count in outcome.incidents.items() if count is not None},
    )


def outcomes_beside(assessment_id: UUID) -> tuple[OutcomeRecord, ...]:
    """What happened beside the record of a round, for exports."""
    outcomes = Outcome.objects.filter(record__assessment=assessment_id).order_by("days")
    return tuple(as_outcome(outcome) for outcome in outcomes)
