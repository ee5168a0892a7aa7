"""Returning an accepted round to its team while nobody has signed its report."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.actions import Refused
from assessments.forms.reasons import ReasonForm
from assessments.permissions import Permission
from assessments.views.asking import ask
from assessments.views.signed_in import SignedInRequest, demand, signed_in

from ..actions import take_record_back, why_it_stays
from ..queries import record_for


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def take_back(request: SignedInRequest, assessment_id: UUID) -> HttpResponse:
    """Say what taking an acceptance back does, and do it for a reason; 404 where nothing is accepted."""
    record = record_for(request.user, assessment_id)
    demand(request.user, Permission.REOPEN, record.project)
    form = ReasonForm(request.POST or None, label=_("Why is the round returned to its team?"))
    if form.is_valid():
        given = form.cleaned_data["reason"]
        try:
            take_record_back(record=record, reason=given, by=request.user, at=timezone.now())
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("verdict", assessment_id=assessment_id)
        messages.success(request, _("Round %(round)s is with its team again.") % {"round": record.round})
        return redirect(record.assessment)
    if why := why_it_stays(record):
        messages.error(request, why)
        return redirect("verdict", assessment_id=assessment_id)
    context = {"assessment": record.assessment, "project": record.project, "record": record}
    return ask(request, "reports/take_back.html", form, context)
