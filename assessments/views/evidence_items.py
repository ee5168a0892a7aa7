"""The register of evidence of a round, and one piece of it: described, renewed, taken out."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments import actions, queries, storage
from assessments.forms.errors import anchored
from assessments.forms.evidence import DescribeForm, FileForm
from assessments.forms.sentences import as_sentence
from assessments.models import Assessment, EvidenceItem
from assessments.permissions import Permission, granted_to

from .attempting import NOT_KEPT
from .evidence_rows import description_in_words, register, registered
from .signed_in import SignedInRequest, signed_in
from .uploading import bind, kept, receives_a_file, round_to_answer


@require_safe
@signed_in
def evidence(request: SignedInRequest, assessment_id: UUID) -> HttpResponse:
    """Everything that backs answers of the round, and which; to a second respondent what backs theirs."""
    found = queries.assessment_to_answer_for(request.user, assessment_id)
    rows = register(found, queries.asked_in(found), timezone.localdate())
    context = {
        "assessment": found,
        "project": found.project,
        "rows": rows,
        "unused": sum(not row.uses for row in rows),
        "may_change": _may_change(found),
    }
    return render(request, "assessments/evidence.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def evidence_item(request: SignedInRequest, assessment_id: UUID, item_id: UUID) -> HttpResponse:
    """One piece with its versions; a post says what it is called and which dates it bears."""
    if request.method != "POST":
        found = queries.assessment_to_answer_for(request.user, assessment_id)
        return _page(request, found, queries.evidence_for(found, item_id))
    found = round_to_answer(request, assessment_id)
    item = queries.evidence_for(found, item_id)
    form = DescribeForm(request.POST)

    def describe() -> None:
        actions.describe_evidence(
            assessment=found, item_id=item_id, said=form.said, seen=form.seen, by=request.user
        )

    try:
        if form.is_valid() and _is_done(form, describe):
            messages.success(request, _("Saved."))
            return redirect("evidence_item", found.pk, item_id)
    except actions.StaleEvidence as stale:
        return _beside(request, found, form, stale)
    return _page(request, found, item, describe_form=form)


@receives_a_file
def evidence_version(request: SignedInRequest, assessment: Assessment, item_id: UUID) -> HttpResponse:
    """Put a newer file in the place of the last; the ones before can still be downloaded."""
    item = queries.evidence_for(assessment, item_id)
    form = FileForm(request.POST, request.FILES)

    def add() -> None:
        file = kept(form)
        try:
            actions.add_version(
                assessment=assessment, item_id=item_id, file=file, by=request.user, at=timezone.now()
            )
        except actions.Refused:
            storage.discard(file.stored)
            raise

    if bind(form, request) and _is_done(form, add):
        messages.success(request, _("The new version is in the register; the ones before it stay."))
        return redirect("evidence_item", assessment.pk, item_id)
    return _page(request, assessment, item, version_form=form)


@require_POST
@signed_in
def evidence_discard(request: SignedInRequest, assessment_id: UUID, item_id: UUID) -> HttpResponse:
    """Take a piece that backs nothing out of the register, files and all."""
    found = round_to_answer(request, assessment_id)
    item = queries.evidence_for(found, item_id)
    try:
        actions.discard_evidence(assessment=found, item_id=item_id, by=request.user)
    except actions.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("evidence_item", found.pk, item_id)
    messages.success(request, _("“%(title)s” is out of the register.") % {"title": item.title})
    return redirect("evidence", found.pk)


def _is_done(form: Any, move: Callable[[], None]) -> bool:
    """Whether it went well; else the form says what stands against it. Raises StaleEvidence."""
    try:
        move()
    except actions.StaleEvidence:
        raise
    except actions.InvalidInput as invalid:
        for at, text in invalid.errors.items():
            form.add_error(at if at in form.fields else None, as_sentence(text))
    except actions.Refused as refusal:
        form.add_error(None, str(refusal))
    except OSError:
        form.add_error(None, _(NOT_KEPT))
    return not form.errors


def _beside(
    request: SignedInRequest, found: Assessment, form: DescribeForm, stale: actions.StaleEvidence
) -> HttpResponse:
    """What somebody else saved meanwhile beside what was typed, which is saved over it once posted again."""
    now = actions.described(stale.current)
    both = {"theirs": description_in_words(now), "yours": description_in_words(form.said)}
    page = {"describe_form": form.refused(now, str(stale))}
    return _page(request, found, stale.current, 409, both, **page)


def _page(
    request: SignedInRequest,
    found: Assessment,
    item: EvidenceItem,
    status: int = 422,
    both: Mapping[str, str] | None = None,
    **forms: Any,
) -> HttpResponse:
    """One piece; with `status` where something is wrong with what was posted in one of the `forms`."""
    describe_form = DescribeForm.showing(actions.described(item))
    shown = {"describe_form": describe_form, "version_form": FileForm()} | forms
    errors = [error for form in forms.values() for error in anchored(form)]
    row = registered(item, found, queries.asked_in(found), timezone.localdate())
    context = {
        "assessment": found,
        "project": found.project,
        "row": row,
        "may_change": _may_change(found),
        "may_discard": not row.uses,
        "errors": errors,
        "error_summary": bool(errors),
        "both": both,
        **shown,
    }
    return render(request, "assessments/evidence_item.html", context, status=status if errors else 200)


def _may_change(found: Assessment) -> bool:
    needed = Permission.SECOND_OPINION if found.voice else Permission.ANSWER
    return found.takes_answers and needed in granted_to(found.reader_roles)
