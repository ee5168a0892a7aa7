"""Somebody else signs a report: whoever is away hands it on, and who cannot sign any more is replaced."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.actions import Refused
from assessments.permissions import Permission
from assessments.views.asking import ask
from assessments.views.reauthentication import proved_before_posting
from assessments.views.signed_in import SignedInRequest, demand, signed_in

from ..actions import InvalidDelegation, delegate_signing, replace_signatory, why_not_replaced
from ..forms import DelegateForm, ReplaceForm
from ..models import Report
from ..queries import place_at, possible_delegates, report_for
from .sign_off import named_to_sign


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@proved_before_posting
def sign_off_delegate(request: SignedInRequest, report_id: UUID) -> HttpResponse:
    """Hand one's signature to somebody else."""
    report, _place = named_to_sign(request, report_id)
    return _hand_on(request, report, DelegateForm, delegate_signing, "reports/sign_off_delegate.html")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def signatory_replace(request: SignedInRequest, report_id: UUID, place: int) -> HttpResponse:
    """Say who cannot sign any more, and name who does; by whoever may accept the round."""
    report = report_for(request.user, report_id)
    demand(request.user, Permission.ACCEPT, report.project)
    found = place_at(report, place)
    if why := why_not_replaced(found):
        messages.error(request, why)
        return redirect(report)
    replace, gone = partial(replace_signatory, place=place), found.signatory.signer
    return _hand_on(request, report, ReplaceForm, replace, "reports/signatory_replace.html", gone=gone)


def _hand_on(
    request: SignedInRequest,
    report: Report,
    form_class: type[DelegateForm],
    act: Callable[..., object],
    template: str,
    **more: object,
) -> HttpResponse:
    """Ask to whom and why, and do it."""
    people = possible_delegates(report)
    form = form_class(request.POST if request.method == "POST" else None, people=people)
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        try:
            act(report=report, to=told["to"], reason=told["reason"], by=request.user, at=timezone.now())
        except InvalidDelegation as invalid:
            for name, message in invalid.errors.items():
                form.add_error(name, message)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect(report)
        else:
            messages.success(request, _("%(person)s signs now.") % {"person": told["to"]})
            return redirect(report)
    return ask(request, template, form, {"report": report, "record": report.record, "people": people, **more})
