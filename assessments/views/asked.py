"""Who works on what: somebody asked for a section or a question, and what they were asked for ended."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments import actions, queries
from assessments.domain.questionnaire import SECTIONS
from assessments.forms.asked import AssignForm
from assessments.models import Assessment
from assessments.permissions import Permission, granted_to

from .asking import ask, too_late
from .signed_in import SignedInRequest, demand_granted, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def assign(request: SignedInRequest, assessment_id: UUID, subject: str) -> HttpResponse:
    """Ask somebody for a section or a question; or tell the lead who would know."""
    assessment = queries.assessment_for(request.user, assessment_id)
    name = _name(assessment, subject)
    section = subject.partition(".")[0]
    granted = granted_to(assessment.reader_roles)
    leads = Permission.ASSIGN in granted
    if not leads and (section not in assessment.reader_sections or subject == section):
        raise PermissionDenied(_("The lead says who answers what."))
    if not assessment.is_editable:
        return too_late(request, assessment, Permission.ASSIGN)
    people = queries.people_who_answer(assessment, section)
    form = AssignForm(
        request.POST or None,
        people=people,
        today=timezone.localdate(),
        elsewhere=not leads,
        initial=_stands(assessment, subject) if leads else None,
    )
    if form.is_valid() and (done := _asked(request, assessment, subject, form)):
        return done
    context = {
        "assessment": assessment,
        "project": assessment.project,
        "name": name,
        "is_section": subject == section,
        "leads": leads,
        "nobody": not people,
    }
    return ask(request, "assessments/assign.html", form, context)


@require_POST
@signed_in
def assignment_end(request: SignedInRequest, assessment_id: UUID, assignment_id: UUID) -> HttpResponse:
    """Take back what somebody was asked for, or hand back what one was asked for oneself."""
    assessment = queries.assessment_for(request.user, assessment_id)
    demand_granted(assessment.reader_roles, Permission.TALK)
    found = queries.assignment_for(assessment, assignment_id)
    try:
        actions.end_assignment(assessment=assessment, assignment=found, by=request.user, at=timezone.now())
        text = _("%(person)s is not asked for it any more.")
        messages.success(request, text % {"person": found.person})
    except actions.Refused as refused:
        messages.error(request, str(refused))
    return redirect(assessment)


def _asked(
    request: SignedInRequest, assessment: Assessment, subject: str, form: AssignForm
) -> HttpResponse | None:
    """Ask; None, with the reason on the form, where that is refused."""
    given, now = form.cleaned_data, timezone.now()
    try:
        if form.asked:
            actions.assign(
                assessment=assessment,
                subject=subject,
                person=form.asked,
                due_on=given["due_on"],
                note=given["note"],
                by=request.user,
                at=now,
            )
            text = _("%(person)s is asked and told by mail.")
            if request.user.is_same(form.asked):
                text = _("You have taken it on.")
            messages.success(request, text % {"person": form.asked})
        else:
            somebody = given["somebody"]
            actions.suggest_somebody(
                assessment=assessment, question=subject, somebody=somebody, by=request.user, at=now
            )
            text = _("The lead is told that %(somebody)s would know.")
            messages.success(request, text % {"somebody": somebody})
    except actions.Refused as refused:
        form.add_error(None, str(refused))
        return None
    return redirect(assessment)


def _stands(assessment: Assessment, subject: str) -> dict[str, object]:
    """Who is asked now."""
    found = next((one for one in queries.assignments_in(assessment) if one.subject == subject), None)
    return {"person": str(found.person_id), "due_on": found.due_on, "note": found.note} if found else {}


def _name(assessment: Assessment, subject: str) -> str:
    questionnaire = queries.questionnaire_of(assessment)
    if subject in SECTIONS:
        return questionnaire.by_section[subject].name
    if subject not in questionnaire.by_key:
        raise Http404
    return questionnaire.by_key[subject].text
