"""A round's answers as a spreadsheet: downloaded, brought back, and saved answer by answer once chosen."""

import json
from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments import queries
from assessments.forms.uploads import SheetForm
from assessments.models import Assessment
from assessments.permissions import Permission
from assessments.spreadsheet import Unreadable, read, workbook

from .asking import ask, too_late
from .files import attachment, file_name
from .saving import save_changed, section_forms
from .sheet_contents import contents_of
from .sheet_diff import Diff, Posted, changed_again, diff_of, posted_as_form
from .signed_in import SignedInRequest, demand_granted, signed_in
from .uploading import brings_a_file, too_many_files

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@never_cache
@signed_in
def sheet_download(request: SignedInRequest, assessment_id: UUID) -> HttpResponse:
    """Every question and answer as a workbook, for whoever may read them; to fill in by who answers."""
    assessment = queries.assessment_for(request.user, assessment_id)
    content = workbook(contents_of(assessment, request.user, timezone.now()))
    return attachment(content, file_name(assessment, "xlsx"), XLSX)


@brings_a_file
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def sheet_upload(request: SignedInRequest, assessment_id: UUID) -> HttpResponse:
    """Take a filled-in sheet and show what it would change; nothing is stored yet."""
    assessment = queries.assessment_for(request.user, assessment_id)
    demand_granted(assessment.reader_roles, Permission.ANSWER)
    if not assessment.is_editable:
        return too_late(request, assessment, Permission.ANSWER)
    if request.method == "POST" and too_many_files(request.user):
        return render(request, "429.html", status=429)
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    if form.is_valid():
        try:
            rows = read(form.cleaned_data["file"], str(assessment.pk), queries.questionnaire_of(assessment))
            return _shown(request, assessment, diff_of(assessment, rows))
        except Unreadable as unreadable:
            form.add_error("file", str(unreadable))
    return ask(request, "assessments/sheet.html", form, _context(assessment))


@require_POST
@signed_in
def sheet_confirm(request: SignedInRequest, assessment_id: UUID) -> HttpResponse:
    """Save the chosen answers one by one, each over the version that was shown beside it."""
    assessment = queries.assessment_for(request.user, assessment_id)
    demand_granted(assessment.reader_roles, Permission.ANSWER)
    if not assessment.is_editable:
        return too_late(request, assessment, Permission.ANSWER)
    chosen = _chosen(request, assessment)
    if not chosen:
        messages.info(request, _("No answer was chosen, so nothing was changed."))
        return redirect("sheet_upload", assessment.pk)
    left = _save(request, assessment, chosen)
    saved = len(chosen) - len(left.changes)
    if saved:
        text = ngettext(
            "%(count)s answer saved from the sheet.", "%(count)s answers saved from the sheet.", saved
        )
        messages.success(request, text % {"count": saved})
    if left.changes:
        return _shown(request, assessment, left, status=422)
    return redirect("check_answers", assessment.pk)


def _chosen(request: SignedInRequest, assessment: Assessment) -> dict[str, Posted]:
    """The ticked questions with the fields that their page had; what is no such thing is left out."""
    known = queries.questionnaire_of(assessment).by_key
    found: dict[str, Posted] = {}
    for key in request.POST.getlist("take"):
        try:
            fields = json.loads(request.POST.get(f"row-{key}", ""))
        except ValueError:
            continue
        if key in known and isinstance(fields, dict) and "version" in fields:
            found[key] = {str(name): str(value) for name, value in fields.items()}
    return found


def _save(request: SignedInRequest, assessment: Assessment, chosen: Mapping[str, Posted]) -> Diff:
    """Save what can be saved; return the rest, with why."""
    posted = {
        name: value for key, fields in chosen.items() for name, value in posted_as_form(key, fields).items()
    }
    left: dict[str, Posted] = {}
    errors: dict[str, list[str]] = {}
    for form in section_forms(assessment, chosen, timezone.now(), posted):
        save_changed(form, assessment, by=request.user, at=timezone.now())
        for key, answered in form.posted.items():
            if key in form.refused:
                errors[key] = [str(form.refusal)]
            elif not answered.is_valid():
                errors[key] = [str(text) for texts in answered.errors.values() for text in texts]
            if key in form.stale | errors.keys():
                left[key] = chosen[key]
    return changed_again(assessment, left, errors)


def _shown(request: SignedInRequest, assessment: Assessment, diff: Diff, status: int = 200) -> HttpResponse:
    if diff.wrong:
        status = 422
    context = _context(assessment) | {"diff": diff, "error_summary": status != 200}
    return render(request, "assessments/sheet_diff.html", context, status=status)


def _context(assessment: Assessment) -> dict[str, object]:
    return {"assessment": assessment, "project": assessment.project}
