"""One action of a fix: how far it is, what shows what became of it, and its history."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments import actions, queries
from assessments.forms.errors import anchored
from assessments.forms.evidence import AttachFileForm, AttachLinkForm, ChooseForm
from assessments.forms.following import ProgressForm
from assessments.models import Action, Assessment, State
from assessments.permissions import Permission, granted_to

from .attempting import attempt, take_in
from .evidence_rows import shown_on_action
from .signed_in import SignedInRequest, signed_in
from .sizes import in_bytes
from .uploading import bind, receives_a_proof, round_to_follow

LINK_ID = "id_link_%s"  # beside the file, which has a title too


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def action(request: SignedInRequest, assessment_id: UUID, action_id: UUID) -> HttpResponse:
    """One action; a post says how far it is."""
    if request.method != "POST":
        assessment = queries.assessment_for(request.user, assessment_id)
        if not assessment.shows_verdict or assessment.state == State.WITHDRAWN:
            raise Http404
        return _page(request, assessment, queries.action_for(assessment, action_id), {})
    assessment = round_to_follow(request, assessment_id)
    form = ProgressForm(request.POST)

    def move() -> None:
        actions.move_action(action_id=action_id, **form.cleaned_data, **_by_whom(request, assessment))

    return _done(request, assessment, action_id, {"form": form}, move)


@require_POST
@signed_in
def action_proof(request: SignedInRequest, assessment_id: UUID, action_id: UUID) -> HttpResponse:
    """Let a link, or a piece of the register, show what became of an action."""
    assessment = round_to_follow(request, assessment_id)
    found = queries.action_for(assessment, action_id)
    same = {"action_id": action_id, **_by_whom(request, assessment)}
    if request.POST.get("move") == "choose":
        choose = ChooseForm(request.POST, choices=_choices(assessment, found))
        return _done(
            request,
            assessment,
            action_id,
            {"choose_form": choose},
            lambda: actions.prove_by_evidence(item_id=choose.cleaned_data["item"], **same),
        )
    link = AttachLinkForm(request.POST, auto_id=LINK_ID)
    return _done(
        request,
        assessment,
        action_id,
        {"link_form": link},
        lambda: actions.prove_by_link(**link.cleaned_data, **same),
    )


@receives_a_proof
def action_proof_file(request: SignedInRequest, assessment: Assessment, action_id: UUID) -> HttpResponse:
    """The same with a file, which goes the way of all evidence."""
    queries.action_for(assessment, action_id)
    form = AttachFileForm(request.POST, request.FILES)
    bind(form, request)
    same = {"action_id": action_id, **_by_whom(request, assessment)}

    def attach() -> None:
        title = form.cleaned_data["title"]
        take_in(form, lambda file: actions.prove_by_file(title=title, file=file, **same))

    return _done(request, assessment, action_id, {"file_form": form}, attach)


@require_POST
@signed_in
def action_proof_remove(
    request: SignedInRequest, assessment_id: UUID, action_id: UUID, item_id: UUID
) -> HttpResponse:
    """Take a piece off the action; it stays in the register."""
    assessment = round_to_follow(request, assessment_id)
    try:
        actions.take_proof_off(assessment=assessment, action_id=action_id, item_id=item_id, by=request.user)
        messages.success(request, _("It is taken off the action; it stays in the register."))
    except actions.WrongState as refused:
        messages.error(request, str(refused))
    return redirect("action", assessment.pk, action_id)


def _done(
    request: SignedInRequest,
    assessment: Assessment,
    action_id: UUID,
    posted: Mapping[str, Any],
    act: Callable[[], object],
) -> HttpResponse:
    """Do what the one form says, or show what is wrong with it."""
    [form] = posted.values()
    if status := attempt(form, act):
        return _page(request, assessment, queries.action_for(assessment, action_id), posted, status)
    messages.success(request, _("Saved."))
    return redirect("action", assessment.pk, action_id)


def _page(
    request: SignedInRequest,
    assessment: Assessment,
    found: Action,
    posted: Mapping[str, Any],
    status: int = 200,
) -> HttpResponse:
    choices = _choices(assessment, found)
    forms = {
        "form": ProgressForm(initial={"status": found.status}),
        "file_form": AttachFileForm(),
        "link_form": AttachLinkForm(auto_id=LINK_ID),
        "choose_form": ChooseForm(choices=choices),
    } | dict(posted)
    errors = [error for form in posted.values() for error in anchored(form)]
    context = forms | {
        "assessment": assessment,
        "project": assessment.project,
        "action": found,
        "section": queries.questionnaire_of(assessment).by_section[found.remedy.section],
        "proofs": shown_on_action(found, assessment.pk, timezone.localdate()),
        "choices": choices,
        "errors": errors,
        "error_summary": bool(errors),
        "most": in_bytes(settings.EVIDENCE_FILE_BYTES),
        "later": queries.later_accepted(assessment),
        "may_follow": _may_follow(assessment, found, request),
    }
    return render(request, "assessments/action.html", context, status=status)


def _may_follow(assessment: Assessment, found: Action, request: SignedInRequest) -> bool:
    granted = granted_to(assessment.reader_roles)
    owns = Permission.FOLLOW_ACTION in granted and found.is_followed_by(request.user)
    return owns or Permission.CHOOSE_REMEDY in granted


def _choices(assessment: Assessment, found: Action) -> list[tuple[str, str]]:
    """The register's pieces that are not on the action yet."""
    there = {link.item_id for link in found.proofs.all()}
    register = queries.evidence_of(assessment)
    return [(str(item.pk), item.title) for item in register if item.pk not in there]


def _by_whom(request: SignedInRequest, assessment: Assessment) -> dict[str, Any]:
    return {"assessment": assessment, "by": request.user, "at": timezone.now()}
