"""Reports that could not be written, as work of whoever asked for them."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from assessments.models import Project, WorkKind
from assessments.permissions import Permission, may
from assessments.queries.waiting import Waiting, Work

from ..models import Report


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
