"""The register of what the pilot left out: all of it, and one kind of case, stated, corrected, taken out."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments import actions, queries
from assessments.actions.scope import SECTION
from assessments.forms.scope import DeferredCaseForm
from assessments.models import Assessment, DeferredCase
from assessments.permissions import Permission, granted_to

from .asking import ask
from .scope_rows import entry_in_words, register_of
from .signed_in import SignedInRequest, demand_granted, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def scope_register(request: SignedInRequest, assessment_id: UUID) -> HttpResponse:
    """Every kind of case that was left out, with the sums; a post adds one."""
    found = queries.assessment_for(request.user, assessment_id)
    form = DeferredCaseForm()
    if request.method == "POST":
        demand_granted(found.reader_roles, Permission.ANSWER)
        form = DeferredCaseForm(request.POST)
        if form.is_valid() and _is_done(form, lambda: _defer(request, found, form)):
            messages.success(request, _("It stands in the register."))
            return redirect("scope_register", found.pk)
    context = _context(found) | {"register": register_of(found)}
    return ask(request, "assessments/scope_register.html", form, context, form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def deferred_case(request: SignedInRequest, assessment_id: UUID, deferred_id: UUID) -> HttpResponse:
    """One kind of case; a post states it anew, over the version that its page showed."""
    found = queries.assessment_for(request.user, assessment_id)
    row = queries.deferred_case_for(found, deferred_id)
    if request.method != "POST":
        return _page(request, found, row, DeferredCaseForm.showing(queries.as_deferred(row), row.version))
    demand_granted(found.reader_roles, Permission.ANSWER)
    form = DeferredCaseForm(request.POST)
    try:
        if form.is_valid() and _is_done(form, lambda: _change(request, found, row, form)):
            messages.success(request, _("Saved."))
            return redirect("scope_register", found.pk)
    except actions.StaleDeferredCase as stale:
        both = {"theirs": entry_in_words(queries.as_deferred(stale.current))}
        both["yours"] = entry_in_words(form.entry)
        again = form.over(stale.current.version, str(stale))
        again.status = 409
        return _page(request, found, stale.current, again, both=both)
    return _page(request, found, row, form)


@require_POST
@signed_in
def deferred_case_remove(request: SignedInRequest, assessment_id: UUID, deferred_id: UUID) -> HttpResponse:
    """Take a kind of case out of the register."""
    found = queries.assessment_for(request.user, assessment_id)
    demand_granted(found.reader_roles, Permission.ANSWER)
    row = queries.deferred_case_for(found, deferred_id)
    seen = request.POST.get("version", "")
    try:
        actions.remove_deferred_case(
            assessment=found,
            deferred_id=deferred_id,
            seen_version=int(seen) if seen.isdecimal() and seen.isascii() and len(seen) < 10 else 0,
            by=request.user,
            at=timezone.now(),
        )
    except actions.NotAllowed:
        raise
    except actions.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("deferred_case", found.pk, deferred_id)
    messages.success(request, _("“%(kind)s” is out of the register.") % {"kind": row.kind_of_case})
    return redirect("scope_register", found.pk)


def _defer(request: SignedInRequest, found: Assessment, form: DeferredCaseForm) -> None:
    actions.defer_case(assessment=found, deferred=form.entry, by=request.user, at=timezone.now())


def _change(request: SignedInRequest, found: Assessment, row: DeferredCase, form: DeferredCaseForm) -> None:
    actions.change_deferred_case(
        assessment=found,
        deferred_id=row.pk,
        deferred=form.entry,
        seen_version=form.seen_version,
        by=request.user,
        at=timezone.now(),
    )


def _is_done(form: DeferredCaseForm, move: Callable[[], None]) -> bool:
    """Whether it went well; else the form says what stands against it. Raises StaleDeferredCase."""
    try:
        move()
    except actions.StaleDeferredCase:
        raise
    except actions.InvalidDeferredCase as invalid:
        form.refuse(invalid.errors)
    except actions.Refused as refusal:
        form.status = 403 if isinstance(refusal, actions.NotAllowed) else 422
        form.add_error(None, str(refusal))
    return not form.errors


def _page(
    request: SignedInRequest, found: Assessment, row: DeferredCase, form: DeferredCaseForm, **more: Any
) -> HttpResponse:
    shown = entry_in_words(queries.as_deferred(row))
    context = _context(found) | {"row": row, "shown": shown, **more}
    return ask(request, "assessments/deferred_case.html", form, context, form.status)


def _context(found: Assessment) -> dict[str, Any]:
    answers = Permission.ANSWER in granted_to(found.reader_roles) and SECTION in found.reader_sections
    return {
        "assessment": found,
        "project": found.project,
        "may_change": found.is_editable and answers,
        "too_late": answers and not found.is_editable,
    }
