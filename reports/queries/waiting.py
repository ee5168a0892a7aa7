"""What waits here: reports that could not be written, and what happened in production."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.models import Project, WorkKind
from assessments.permissions import Permission, may
from assessments.queries.waiting import Waiting, Work
from assessments.queries.waiting.team import team_of

from ..models import Report
from .outcomes import happened, milestones_open

ANSWER_WITHIN: Final = timedelta(days=14)
"""So long after a milestone what happened is asked for without being late."""


def failed_reports(project: Project) -> Iterator[Waiting]:
    """One for each, of somebody who may still ask for it; one query, and one more for each of them."""
    failed = Report.objects.filter(project=project, state=Report.State.FAILED)
    for report in failed.select_related("record", "requested_by"):
        if may(report.requested_by, Permission.REQUEST_REPORT, project):
            work = Work(
                WorkKind.REPORT,
                _("The report could not be written. %(reason)s") % {"reason": report.reason},
                report.get_absolute_url(),
                report.record.assessment_id,
                str(report.pk),
            )
            yield Waiting(report.requested_by_id, work)


def outcomes_asked_for(project: Project, today: date) -> Iterator[Waiting]:
    """One for each milestone that has come and of which nothing is recorded, of whoever leads."""
    found = happened(project)
    leads = team_of(project).who_may(Permission.RECORD_OUTCOME) if found.go_live else []
    for days in milestones_open(found, today):
        work = Work(
            WorkKind.OUTCOME,
            _("Say what happened %(days)s days after go-live") % {"days": days},
            reverse("outcome", args=[project.pk, days]),
            found.record.assessment_id if found.record else None,
            str(days),
            found.asked_on(days) + ANSWER_WITHIN,
        )
        yield from work.of(leads)
