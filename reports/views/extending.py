"""A later end of an acknowledgement that a record holds: asked for, and approved by another."""

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.actions import Refused
from assessments.domain.numbers import spanned
from assessments.models import Extension, Person, Remedy
from assessments.permissions import Permission, granted_to
from assessments.queries import (
    assessment_for,
    extended_in,
    extensions_of,
    later_accepted,
    possible_approvers,
    questionnaire_of,
)
from assessments.views.asking import ask
from assessments.views.attempting import attempt
from assessments.views.signed_in import SignedInRequest, demand, signed_in

from ..actions import StaleExtension, acknowledged_in, approve_extension, ask_extension
from ..forms import ExtensionForm
from ..models import Record
from ..queries import record_for


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def extension(request: SignedInRequest, assessment_id: UUID, section: str) -> HttpResponse:
    """Until when an acknowledgement holds, and who said so; a post asks that it holds longer."""
    record, remedy = _acknowledged(request.user, assessment_id, section)
    if request.method != "POST":
        return _page(request, record, remedy, None)
    demand(request.user, Permission.CHOOSE_REMEDY, record.project)
    form = ExtensionForm(request.POST, people=_approvers(record, remedy, request.user))

    def asked() -> None:
        ask_extension(record=record, section=section, by=request.user, at=timezone.now(), **form.cleaned_data)

    if status := attempt(form, asked):
        return _page(request, record, remedy, form, status)
    messages.success(request, _("Asked. It holds longer once it is approved."))
    return redirect("extension", assessment_id, section)


@require_POST
@signed_in
def extension_approve(request: SignedInRequest, assessment_id: UUID, section: str) -> HttpResponse:
    """Approve that it holds longer, as the approver who is named."""
    record, _remedy = _acknowledged(request.user, assessment_id, section)
    demand(request.user, Permission.APPROVE_ACKNOWLEDGEMENT, record.project)
    try:
        approve_extension(
            record=record,
            section=section,
            extension_id=request.POST.get("extension", ""),
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("The acknowledgement is extended."))
    except StaleExtension as stale:
        messages.error(request, str(stale))
        return redirect("extension", assessment_id, section)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("verdict", assessment_id)


def _acknowledged(user: Person, assessment_id: UUID, section: str) -> tuple[Record, Remedy]:
    record = record_for(user, assessment_id)
    remedy = acknowledged_in(record, section)
    if remedy is None:
        raise Http404
    return record, remedy


def _page(
    request: SignedInRequest,
    record: Record,
    remedy: Remedy,
    form: ExtensionForm | None,
    status: int = 422,
) -> HttpResponse:
    assessment = assessment_for(request.user, record.assessment_id)
    until = extended_in(assessment).get(remedy.section) or remedy.expires_on
    asked = list(extensions_of(remedy))
    later = later_accepted(assessment)
    context = {
        "assessment": assessment,
        "project": assessment.project,
        "section": questionnaire_of(assessment).by_section[remedy.section],
        "remedy": remedy,
        "adjusted": _adjusted(remedy),
        "until": until,
        "ended": until is not None and until <= timezone.localdate(),
        "extensions": asked,
        "waiting": None if later else _waiting_for(asked, request.user),
        "later": later,
        "may_ask": later is None and Permission.CHOOSE_REMEDY in granted_to(assessment.reader_roles),
    }
    shown = form or ExtensionForm(people=_approvers(record, remedy, request.user))
    return ask(request, "reports/extension.html", shown, context, status)


def _approvers(record: Record, remedy: Remedy, by: Person) -> QuerySet[Person]:
    return possible_approvers(record.assessment, remedy.section, by)


def _adjusted(remedy: Remedy) -> str:
    value = remedy.adjusted_value
    return "" if value is None else spanned(value, remedy.adjusted_to, remedy.adjusted_unit)


def _waiting_for(asked: list[Extension], person: Person) -> Extension | None:
    """What waits for this person to approve it."""
    return next((one for one in asked if one.approved_at is None and one.approver_id == person.pk), None)
