"""What waits here: reports that could not be written, reports to sign, and what happened in production."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.models import Assessment, Project, State, WorkKind
from assessments.permissions import Permission, may
from assessments.queries.waiting import Waiting, Work
from assessments.queries.waiting.team import team_of

from ..models import Report, Signatory
from .outcomes import happened, milestones_open
from .signing import Place, places_of

ANSWER_WITHIN: Final = timedelta(days=14)
"""So long after a milestone what happened is asked for without being late."""
SIGN_WITHIN: Final = timedelta(days=7)
"""So long after the seal, or after the decision that is countersigned; then people are reminded."""


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


def signatures_waiting(project: Project) -> Iterator[Waiting]:
    """One for each whose turn it is to sign a report; four queries for each report that waits."""
    waiting = Report.objects.filter(project=project, state__in=(Report.State.SEALED, Report.State.SIGNING))
    named = Exists(Signatory.objects.filter(record=OuterRef("record")))
    rounds = Assessment.objects.filter(project=project, state=State.ACCEPTED)
    later = Exists(rounds.filter(round__gt=OuterRef("record__round")))
    for report in waiting.filter(named, ~later).select_related("record"):
        places = places_of(report)
        since = _asked_at(report, places)
        for place in places:
            if place.is_replaceable:
                yield from _somebody_else(project, report, place)
            elif place.turn and place.able:
                text = (
                    _("Read the readiness report and decide")
                    if place.signatory.decides
                    else _("Read the readiness report and countersign the decision")
                )
                due = since and timezone.localdate(since) + SIGN_WITHIN
                address = reverse("sign_off", args=[report.pk])
                work = Work(WorkKind.SIGN, text, address, report.record.assessment_id, str(report.pk), due)
                yield Waiting(place.signatory.signer.pk, work)


def _somebody_else(project: Project, report: Report, place: Place) -> Iterator[Waiting]:
    """Of whoever may accept the round: somebody else is to be named."""
    work = Work(
        WorkKind.SIGN,
        _("%(person)s cannot sign any more: name who signs instead") % {"person": place.signatory.person},
        reverse("signatory_replace", args=[report.pk, place.signatory.place]),
        report.record.assessment_id,
        str(place.signatory.pk),
        timezone.localdate(report.sealed_at) + SIGN_WITHIN,
    )
    yield from work.of(team_of(project).who_may(Permission.ACCEPT))


def _asked_at(report: Report, places: Sequence[Place]) -> datetime | None:
    """When those whose turn it is were asked: with the seal, or with the decision that they countersign."""
    decided = places[0].sign_off if places[0].is_signed else None
    return decided.finished_at if decided else report.sealed_at
