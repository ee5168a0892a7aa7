"""Reading a report and signing it, or declining it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assessments.actions import Refused
from assessments.forms.errors import anchored
from assessments.queries.second_factor import passkeys_of
from assessments.views.reauthentication import last_proof, proved_before_posting
from assessments.views.signed_in import SignedInRequest, signed_in

from ..actions import (
    InvalidSignOff,
    NotAsserted,
    Proof,
    ask_sign_off,
    decline_sign_off,
    prepare_sign_off,
)
from ..content.decisions import why_not
from ..content.statement import Decision, Reauthentication
from ..forms import DeclineForm, SignForm
from ..models import Report
from ..queries import (
    Place,
    decision_of,
    decisions_open,
    place_for,
    readiness_of,
    report_for,
)
from .passkey_step import passkey_page, proof_given, proof_to_be
from .signing_rows import decision_in_words, pages_of, signing_rows, void_words

METHODS = {
    ("mfa", "totp"): Reauthentication.CODE,
    ("mfa", "recovery_codes"): Reauthentication.RECOVERY_CODE,
    ("mfa", "webauthn"): Reauthentication.PASSKEY,
    ("socialaccount", None): Reauthentication.SINGLE_SIGN_ON,
}
"""By what of allauth's records somebody proved who they are; anything else is a password."""


Ask = Callable[[SignedInRequest, Report, SignForm], HttpResponse]
"""What is done with a form that is filled in."""


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_in
def sign_off(request: SignedInRequest, report_id: UUID) -> HttpResponse:
    """The report to read, page by page, and below it what its reader can do about it."""
    signs = request.method == "POST" and "decline" not in request.POST
    if signs and passkeys_of(request.user).exists():
        return _by_passkey(request, report_id)  # which is a fresh proof itself
    return _by_fresh_proof(request, report_id)


@proved_before_posting
def _by_fresh_proof(request: SignedInRequest, report_id: UUID) -> HttpResponse:
    report, place = named_to_sign(request, report_id)
    posted = request.POST if request.method == "POST" else None
    if posted is None:
        return _page(request, report, place, _sign_form(report, place), _decline_form(report))
    if "decline" in posted:
        return _decline(request, report, place, DeclineForm(posted, read_sha256=report.sha256))
    form = _sign_form(report, place, posted)
    return _sign(request, report, place, form, _asked)


def _by_passkey(request: SignedInRequest, report_id: UUID) -> HttpResponse:
    report, place = named_to_sign(request, report_id)
    form = _sign_form(report, place, request.POST)
    if "change" in request.POST and form.is_valid():
        return _page(request, report, place, form, _decline_form(report))
    return _sign(request, report, place, form, _shown_or_asked)


def named_to_sign(request: SignedInRequest, report_id: UUID) -> tuple[Report, Place]:
    """The report and the reader's place among those who sign it; Http404 for who has none."""
    report = report_for(request.user, report_id)
    place = place_for(report, request.user)
    if place is None or not report.is_issued:
        raise Http404
    return report, place


def _sign_form(report: Report, place: Place, posted: Any = None) -> SignForm:
    offers = decisions_open(report.record, timezone.localdate()) if place.signatory.decides else None
    return SignForm(posted, offers=offers, read_sha256=report.sha256)


def _decline_form(report: Report) -> DeclineForm:
    return DeclineForm(read_sha256=report.sha256)


def _sign(request: SignedInRequest, report: Report, place: Place, form: SignForm, ask: Ask) -> HttpResponse:
    if form.is_valid():
        try:
            return ask(request, report, form)
        except InvalidSignOff as invalid:
            _mark(form, invalid)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("sign_off", report_id=report.pk)
    return _page(request, report, place, form, _decline_form(report), status=422)


def _asked(request: SignedInRequest, report: Report, form: SignForm) -> HttpResponse:
    """A signature on the strength of the fresh proof."""
    proof = _proof(request, form.cleaned_data["read_sha256"])
    ask_sign_off(**_said(request, report, form), proof=proof)
    return redirect(report)


def _shown_or_asked(request: SignedInRequest, report: Report, form: SignForm) -> HttpResponse:
    """First what will be signed, to look at; then a signature on the strength of the passkey's answer."""
    read, answer = form.cleaned_data["read_sha256"], form.cleaned_data["credential"]
    said, complaint = _said(request, report, form), ""
    if answer:
        try:
            ask_sign_off(**said, proof=proof_given(request, read, answer))
        except NotAsserted as refused:
            complaint = str(refused)
        else:
            return redirect(report)
    proof = proof_to_be(request, read)
    row = prepare_sign_off(**said | {"at": proof.at}, proof=proof)
    return redirect(report) if row.is_stored else passkey_page(request, row, form, complaint)


def _said(request: SignedInRequest, report: Report, form: SignForm) -> dict[str, Any]:
    decision = form.cleaned_data.get("decision")
    return {
        "report": report,
        "decision": Decision(decision) if decision else None,
        "words": form.words,
        "by": request.user,
        "at": timezone.now(),
    }


def _decline(request: SignedInRequest, report: Report, place: Place, form: DeclineForm) -> HttpResponse:
    if form.is_valid():
        try:
            decline_sign_off(
                report=report,
                reason=form.cleaned_data["reason"],
                proof=_proof(request, form.cleaned_data["read_sha256"]),
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("sign_off", report_id=report.pk)
        else:
            messages.success(request, _("You have declined. The team and whoever signs can read why."))
            return redirect(report)
    return _page(request, report, place, _sign_form(report, place), form, status=422)


def _proof(request: SignedInRequest, read_sha256: str) -> Proof:
    """Who proved to be there just now: the view opens to nobody else."""
    record = last_proof(request) or {}
    method = METHODS.get((record.get("method", ""), record.get("type")), Reauthentication.PASSWORD)
    return Proof(read_sha256, datetime.fromtimestamp(float(record.get("at", 0)), UTC), method)


def _mark(form: Any, invalid: InvalidSignOff) -> None:
    for name, message in invalid.errors.items():
        form.add_error(name if name in form.fields else None, message)


def _errors(form: Any) -> dict[str, Any]:
    errors = anchored(form) if form.is_bound else []
    return {"errors": errors, "error_summary": bool(errors)}


def _page(
    request: SignedInRequest,
    report: Report,
    place: Place,
    form: SignForm,
    declining: DeclineForm,
    *,
    status: int = 200,
) -> HttpResponse:
    decided = decision_of(report)
    readiness = readiness_of(report.record, timezone.localdate())
    bound = declining if declining.is_bound else form
    context = {
        "report": report,
        "record": report.record,
        "place": place,
        "pages": pages_of(report),
        "rows": signing_rows(report, request.user),
        "void": void_words(report, request.user),
        "form": form,
        "declining": declining,
        "why_not": why_not(readiness, report.record.outcome) if place.signatory.decides else "",
        "decision": decision_in_words(decided) if decided else "",
        "passkey": place.turn and passkeys_of(request.user).exists(),
        "may_delegate": place.turn and place.signatory.delegate_id is None,
        **_errors(bound),
    }
    return render(request, "reports/sign_off.html", context, status=status)
