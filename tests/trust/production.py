"""A project of the company in production: a go-live long ago, so that every milestone has come."""

from datetime import date, datetime, timedelta

from assessments.models import Person
from reports.models import GoLive, Outcome, Record

LONG_AGO = date(2020, 1, 1)


def in_production(record: Record, text: str, by: Person, at: datetime) -> None:
    """What happened 30 days after go-live, recorded long after it."""
    project = record.project
    GoLive.objects.create(project=project, day=LONG_AGO, set_by=by, set_at=at)
    told = {"running": "below", "note": text, "recorded_by": by, "recorded_at": at + timedelta(days=60)}
    Outcome.objects.create(record=record, project=project, days=30, **told)
