"""Reports: one through its door, and what the register says of a file."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Q, QuerySet

from assessments.models import Person
from assessments.permissions import Viewer
from assessments.queries.door import one

from ..models import OPEN, IssuedFile, Report
from .records import seen_by


def reports_visible_to(user: Viewer) -> QuerySet[Report]:
    """The reports on records that somebody may see."""
    reports = Report.objects.select_related(
        "record__assessment", "record__taken_back_by", "project__initiative", "requested_by"
    )
    return reports.defer("record__content").filter(seen_by(user))


def report_for(user: Viewer, public_id: UUID | str) -> Report:
    """The report, or Http404."""
    return one(reports_visible_to(user), public_id)


def open_reports_of(person: Person) -> int:
    """How many reports somebody is waiting for."""
    return Report.objects.filter(requested_by=person, state__in=OPEN).count()


def oldest_request() -> datetime | None:
    """When the report that has been waited for longest was asked for; None where none is waited for."""
    waiting = Report.objects.filter(state__in=OPEN).order_by("requested_at")
    return waiting.values_list("requested_at", flat=True).first()


class Standing(StrEnum):
    """What the register says of a report that was issued here."""

    LATEST = "latest"
    SUPERSEDED = "superseded"
    DECLINED = "declined"
    REVOKED = "revoked"


@dataclass(frozen=True)
class RegisterEntry:
    """One issued file; `later_round` is that of the report which superseded it."""

    standing: Standing
    project: str
    round: int
    sealed_at: datetime | None
    later_round: int | None = None


def register_entry(*states: str) -> RegisterEntry | None:
    """Return what the register says of a file; None where it was not issued here.

    `states` are the SHA-256 of the file as it was sealed and after each signature: it is enough that the
    register knows one of them, since what was signed later vouches for itself.
    """
    issued = IssuedFile.objects.filter(sha256__in=states).select_related("report__record", "project").first()
    if issued is None:
        return None
    report = issued.report
    unsigned = Q(state=Report.State.SEALED, record__signatories=None)
    later = Report.objects.filter(
        unsigned | Q(state=Report.State.SIGNED),
        project=report.project_id,
        record__round__gt=report.record.round,
    )
    later_round = later.order_by("-record__round").values_list("record__round", flat=True).first()
    return RegisterEntry(
        _standing(report, later_round),
        issued.project.name,
        report.record.round,
        report.sealed_at,
        later_round,
    )


def _standing(report: Report, later_round: int | None) -> Standing:
    if report.state == Report.State.REVOKED:
        return Standing.REVOKED
    if report.state == Report.State.DECLINED:
        return Standing.DECLINED
    return Standing.SUPERSEDED if later_round else Standing.LATEST
