"""Taking a record back before anybody signed its report: the round returns to its team."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.acting import SYSTEM, acting_as
from assessments.actions import Refused
from assessments.actions.notices import News, tell
from assessments.actions.transitions import returning_accepted
from assessments.models import Assessment, Extension, NoticeKind, Person, Project
from assessments.queries import later_round

from ..models import Record, Report
from ..queries import is_being_signed, previous_record, signatories_of
from .result_rows import take_rows_back


class CannotTakeBack(Refused):
    """Something rests on the record already; the message says what, and what to do instead."""


def take_record_back(*, record: Record, reason: str, by: Person, at: datetime) -> Record:
    """Return an accepted round to its team: its record and report hold no longer, and stay known as such.

    The earlier record of the project, if there is one, is its latest again. Raises CannotTakeBack,
    NotAllowed, ReasonMissing or WrongState.
    """
    with transaction.atomic():
        _lock(record)
        if why := why_it_stays(record):
            raise CannotTakeBack(why)
        with returning_accepted(assessment=record.assessment, reason=reason, by=by, at=at):
            _take_back(record, reason.strip(), by, at)
        _tell_signatories(record, by, at)
    record.refresh_from_db()
    return record


def _lock(record: Record) -> None:
    """Keep everybody out who would rest something on the record, in the order in which they lock as well.

    Who asks for a report locks the record, who signs the report, who extends the round, and who records an
    outcome or starts the next round the project.
    """
    with acting_as(SYSTEM):
        for rows in (
            Record.objects.filter(pk=record.pk),
            Report.objects.filter(record=record).order_by("pk"),
            Assessment.objects.filter(pk=record.assessment_id),
            Project.objects.filter(pk=record.project_id),
        ):
            list(rows.select_for_update(no_key=True).values_list("pk", flat=True))


def _extensions(record: Record, *, waiting: bool) -> QuerySet[Extension]:
    return Extension.objects.filter(remedy__assessment=record.assessment_id, approved_at__isnull=waiting)


def why_it_stays(record: Record) -> str:
    """Why a record cannot be taken back any more, in whole sentences; empty where it can."""
    if is_being_signed(record):
        return _("Its report is signed, or being signed, so it stays. Start the next round instead.")
    if record.outcomes.exists():
        return _(
            "What happened in production is recorded beside it, so it stays. Start the next round instead."
        )
    if _extensions(record, waiting=False).exists():
        return _("An acknowledgement was extended since, so it stays. Start the next round instead.")
    if later := later_round(record.assessment):
        return _("Round %(round)s has started since, so it stays. Say there what has changed.") % {
            "round": later.round
        }
    return ""


def _take_back(record: Record, reason: str, by: Person, at: datetime) -> None:
    standing = Record.objects.standing().filter(pk=record.pk)
    if not standing.update(taken_back_by=by, taken_back_at=at, taken_back_reason=reason):
        raise CannotTakeBack(_("This record was taken back already; nothing was changed."))
    take_rows_back(record, previous_record(record.assessment))
    Report.objects.exclude(state=Report.State.REVOKED).filter(record=record).update(
        state=Report.State.REVOKED, lease_until=None, error="", revoked_at=at
    )
    _extensions(record, waiting=True).delete()


def _tell_signatories(record: Record, by: Person, at: datetime) -> None:
    named = {one.signer_id for one in signatories_of(record)}
    tell(named - {by.pk}, lambda: _news(record, by, at), at=at)


def _news(record: Record, by: Person, at: datetime) -> News:
    names = {"by": by, "round": record.round, "project": record.project.name}
    text = _(
        "%(by)s returned round %(round)s of %(project)s for changes after it was accepted: "
        "its report holds no longer and is not to be signed"
    )
    address = reverse("project", args=[record.project_id])
    return News(NoticeKind.RETURNED, f"{record.pk} {at.isoformat()}", text % names, address, record.project)
