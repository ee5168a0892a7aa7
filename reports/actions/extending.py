"""A later end of an acknowledgement that a record holds: asked by one, approved by another.

The record stays as it is; from the approval on, its readiness is judged with the later end.
"""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.actions import InvalidInput, NotAllowed, Refused, check_stands, end_errors, renew_work
from assessments.actions.refusal import shape_errors
from assessments.actions.remedies import has_answered_in
from assessments.actions.working import working_on
from assessments.domain.casefile.values import Told
from assessments.models import Extension, Person, Remedy, State
from assessments.permissions import Permission
from assessments.queries import extended_in, possible_approvers

from ..content.standing import ready_until
from ..models import Record, RecordRow


class InvalidExtension(InvalidInput):
    """Something is missing or does not fit; errors by field: expires_on, approver, why."""


class NothingToExtend(Refused):
    """The record holds no acknowledgement of this section, or none waits for its approval."""


class StaleExtension(Refused):
    """What the approver read is not what waits now."""

    def __init__(self) -> None:
        super().__init__(_("This request was changed meanwhile: read it again."))


def ask_extension(
    *, record: Record, section: str, expires_on: date, approver: Person, why: str, by: Person, at: datetime
) -> Extension:
    """Ask that an acknowledgement holds longer, also once it has ended; in place of what was asked before."""
    assessment = record.assessment
    permission = Permission.CHOOSE_REMEDY
    with working_on(assessment, by=by, permission=permission, states=[State.ACCEPTED]):
        check_stands(assessment)
        remedy = _acknowledged(record, section)
        _check(record, remedy, expires_on, approver, why, by, at)
        remedy.extensions.filter(approved_at__isnull=True).delete()
        extension = Extension.objects.create(
            remedy=remedy, expires_on=expires_on, why=why.strip(), asked_by=by, asked_at=at, approver=approver
        )
        renew_work(project=record.project, at=at)
    return extension


def approve_extension(
    *, record: Record, section: str, extension_id: UUID | str, by: Person, at: datetime
) -> Extension:
    """Approve what one was asked to approve and has read, `extension_id`; the record holds on from here."""
    assessment = record.assessment
    permission = Permission.APPROVE_ACKNOWLEDGEMENT
    with working_on(assessment, by=by, permission=permission, states=[State.ACCEPTED]):
        check_stands(assessment)
        extension = _acknowledged(record, section).extensions.filter(approved_at__isnull=True).first()
        if extension is None:
            raise NothingToExtend(_("No extension waits for approval in this section."))
        if str(extension.pk) != str(extension_id):
            raise StaleExtension
        if extension.approver_id != by.pk:
            raise NotAllowed(_("Only the named approver can approve this extension."))
        if has_answered_in(assessment, section, by):
            raise NotAllowed(
                _(
                    "You answered in this section, so somebody else must approve: ask the lead to name "
                    "another approver."
                )
            )
        if extension.expires_on <= timezone.localdate(at):
            raise NothingToExtend(_("The day that was asked for is over; ask for a later one."))
        extension.approved_at = at
        extension.save(update_fields=["approved_at"])
        until = ready_until(record.as_json, extended_in(assessment))
        RecordRow.objects.filter(record=record).update(extended_until=until)
        renew_work(project=record.project, at=at)
    return extension


def acknowledged_in(record: Record, section: str) -> Remedy | None:
    """The acknowledgement on which the record rests for this section; None where it holds none."""
    for frozen in record.as_json["sections"]:
        if frozen["key"] == section and frozen["disposition"]["state"] == "acknowledged":
            return record.assessment.remedies.filter(section=section).first()
    return None


def _acknowledged(record: Record, section: str) -> Remedy:
    remedy = acknowledged_in(record, section)
    if remedy is None:
        raise NothingToExtend(
            _("The record holds no acknowledgement of this section: decide about it in the next round.")
        )
    return remedy


def _check(
    record: Record, remedy: Remedy, expires_on: date, approver: Person, why: str, by: Person, at: datetime
) -> None:
    errors = end_errors(approver, expires_on, by, at) | shape_errors(Told, why.strip(), "why")
    until = extended_in(record.assessment).get(remedy.section) or remedy.expires_on
    if until and expires_on <= until:
        text = _("must be after %(day)s: so long it holds already")
        errors.setdefault("expires_on", text % {"day": date_format(until)})
    able = possible_approvers(record.assessment, remedy.section, by)
    if "approver" not in errors and not able.filter(pk=approver.pk).exists():
        errors["approver"] = _("must be a lead or an approver who answered nothing in this section")
    if errors:
        raise InvalidExtension(errors)
