"""Changes of a round's state: submit, reopen, withdraw."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments import actions, queries
from assessments.forms.reasons import ReasonForm
from assessments.models import Assessment
from assessments.permissions import Permission, granted_to

from .answers import checked_sections
from .asking import ask, too_late
from .checking import standing_of
from .signed_in import SignedInRequest, demand, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def submit(request: SignedInRequest, assessment_id: UUID) -> HttpResponse:
    """Say what submitting does, and do it; a second click finds it done."""
    assessment = queries.assessment_for(request.user, assessment_id)
    if not assessment.is_editable:
        messages.info(request, _("This round is submitted already; nothing was changed."))
        return redirect(assessment)
    demand(request.user, Permission.SUBMIT, assessment.project)
    if request.method != "POST":
        return render(request, "assessments/submit.html", _before_submitting(request, assessment))
    try:
        actions.submit_assessment(assessment=assessment, by=request.user, at=timezone.now())
    except actions.Refused as refused:
        messages.error(request, str(refused))
        return redirect(assessment)
    return redirect("verdict", assessment.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def reopen(request: SignedInRequest, assessment_id: UUID) -> HttpResponse:
    """Return a submitted round to its team, with the reason."""
    assessment = queries.assessment_for(request.user, assessment_id)
    form = ReasonForm(request.POST or None, label=_("Why is the round returned to its team?"))
    return _explained(request, assessment, form, REOPENING)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def withdraw(request: SignedInRequest, assessment_id: UUID) -> HttpResponse:
    """End a round without a verdict, with the reason."""
    assessment = queries.assessment_for(request.user, assessment_id)
    form = ReasonForm(request.POST or None, label=_("Why is the round withdrawn?"))
    return _explained(request, assessment, form, WITHDRAWING)


@dataclass(frozen=True)
class Explained:
    """A move that needs a reason: its row in the table of moves, what makes it, and the page that asks."""

    move: actions.Transition
    act: Callable[..., Assessment]
    template: str


REOPENING = Explained(actions.REOPEN, actions.reopen_assessment, "assessments/reopen.html")
WITHDRAWING = Explained(actions.WITHDRAW, actions.withdraw_assessment, "assessments/withdraw.html")


def _explained(
    request: SignedInRequest, assessment: Assessment, form: ReasonForm, explained: Explained
) -> HttpResponse:
    """Act for the reason given; ask for it where none is given, or the action refuses.

    A page that could only be refused is not shown.
    """
    demand(request.user, explained.move.permission, assessment.project)
    if request.method != "POST" and assessment.state not in explained.move.sources:
        return too_late(request, assessment, explained.move.permission)
    if form.is_valid():
        given, now = form.cleaned_data["reason"], timezone.now()
        try:
            return redirect(explained.act(assessment=assessment, reason=given, by=request.user, at=now))
        except actions.Refused as refused:
            form.add_error(None, str(refused))
    context = {"assessment": assessment, "project": assessment.project}
    return ask(request, explained.template, form, context)


def _before_submitting(request: SignedInRequest, assessment: Assessment) -> dict[str, object]:
    rows = queries.answers_of(assessment)
    sections = checked_sections(assessment, rows, request.user, granted_to(assessment.reader_roles))
    return {
        "assessment": assessment,
        "project": assessment.project,
        "standing": standing_of(assessment, rows, sections),
        "waiting": _still_waiting(assessment),
    }


def _still_waiting(assessment: Assessment) -> dict[str, object]:
    """What others were asked for and have not given, and talks that are open."""
    return {
        "opinions": queries.opinions_of(assessment).missing,
        "asked": [asked.person for asked in queries.assignments_in(assessment)],
        "talks": sum(beside.is_open for beside in queries.beside_questions(assessment).values()),
    }
