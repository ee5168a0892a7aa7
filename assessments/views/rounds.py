"""A new round with its pilot claim, and changes of that claim."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments import actions, queries
from assessments.forms.claims import ClaimForm
from assessments.models import Assessment, Project, State
from assessments.permissions import Permission

from .asking import ask, too_late
from .rows import claim_in_words
from .signed_in import SignedInRequest, demand, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def assessment_create(request: SignedInRequest, project_id: UUID) -> HttpResponse:
    """Start a round with its claim; a later round shows the last one's. A second click finds it started."""
    project = queries.project_for(request.user, project_id)
    demand(request.user, Permission.START_ASSESSMENT, project)
    under_way = queries.open_round_of(project)
    if under_way and request.method != "POST":
        return redirect(under_way)
    form = ClaimForm(request.POST or None, initial=_last_claim(request, project))
    if form.is_valid():
        try:
            now = timezone.now()
            return redirect(
                actions.start_assessment(project=project, claim=form.claim, by=request.user, at=now)
            )
        except actions.RoundOpen as open_round:
            return redirect(open_round.current)
    context = {"project": project, "later_round": bool(form.initial)}
    return ask(request, "assessments/assessment_form.html", form, context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def claim(request: SignedInRequest, assessment_id: UUID) -> HttpResponse:
    """Show and change a round's claim while it is being filled in."""
    assessment = queries.assessment_for(request.user, assessment_id)
    demand(request.user, Permission.CHANGE_CLAIM, assessment.project)
    if request.method != "POST" and not assessment.is_editable:
        return too_late(request, assessment, Permission.CHANGE_CLAIM)
    shown = ClaimForm.stating(queries.claim_of(assessment)) | {"version": assessment.claim_version}
    form = ClaimForm(request.POST or None, initial=shown)
    if form.is_valid() and _changed(request, assessment, form):
        return redirect(assessment)
    context = {"assessment": assessment, "project": assessment.project}
    return ask(request, "assessments/claim.html", form, context)


def _changed(request: SignedInRequest, assessment: Assessment, form: ClaimForm) -> bool:
    """Store the claim; False, with the reason on the form, where that is refused."""
    try:
        actions.change_claim(
            assessment=assessment,
            claim=form.claim,
            seen_version=form.cleaned_data["version"] or 0,
            by=request.user,
            at=timezone.now(),
        )
    except actions.StaleClaim as stale:
        text = _("%(refusal)s Theirs is: %(claim)s. Reload the page to take it.")
        form.add_error(None, text % {"refusal": stale, "claim": claim_in_words(stale.current)})
    except actions.Refused as refused:
        form.add_error(None, str(refused))
    return form.is_valid()


def _last_claim(request: SignedInRequest, project: Project) -> dict[str, object]:
    last = queries.rounds_of(request.user, project).exclude(state=State.WITHDRAWN).first()
    return ClaimForm.stating(queries.claim_of(last)) if last else {}
