"""The verdict on one round, and concluding it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.actions import NotAllowed, ReasonMissing
from assessments.models import Assessment, State
from assessments.permissions import Permission, granted_to
from assessments.queries import assessment_for, open_points, questions_answered_by
from assessments.views.asking import ask
from assessments.views.reviewers import who_reviews
from assessments.views.signed_in import SignedInRequest, demand, signed_in

from ..actions import CannotConclude, InvalidSignatories, conclude_assessment
from ..forms import SignatoriesForm
from ..models import Record
from ..queries import is_being_signed, people_who_may_sign, previous_record, record_for
from .open_points import named
from .verdict_page import VerdictPage, changed_since_seen, page_of_record, page_of_rows


@require_safe
@signed_in
def verdict(request: SignedInRequest, assessment_id: UUID) -> HttpResponse:
    """Findings, the honest claim and what would change the verdict; 404 before the first submission."""
    assessment = assessment_for(request.user, assessment_id)
    if not assessment.shows_verdict or assessment.state == State.WITHDRAWN:
        raise Http404
    page, record = _page(request, assessment)
    report = record.reports.exclude(state="revoked").first() if record else None
    names = {answer.key: answer.name for answer in page.content.answers}
    context = {
        "page": page,
        "content": page.content,
        "assessment": assessment,
        "project": assessment.project,
        "report": report,
        "changed": list(changed_since_seen(assessment, names)),
        **_allowed(request, assessment, page, record),
    }
    return render(request, "reports/verdict.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def conclude(request: SignedInRequest, assessment_id: UUID) -> HttpResponse:
    """Say what accepting freezes and what stays open, and do it; a second click finds it done."""
    assessment = assessment_for(request.user, assessment_id)
    demand(request.user, Permission.ACCEPT, assessment.project)
    posted = request.POST if request.method == "POST" else None
    form = SignatoriesForm(posted, people=people_who_may_sign(assessment))
    if not form.is_bound or (not form.is_valid() and assessment.state == State.IN_REVIEW):
        return _ask_to_conclude(request, assessment, form)
    try:
        record = conclude_assessment(
            assessment=assessment, **form.cleaned_data, by=request.user, at=timezone.now()
        )
    except (ReasonMissing, InvalidSignatories) as invalid:
        for name, message in invalid.errors.items():
            form.add_error(name, message)
        return _ask_to_conclude(request, assessment, form)
    except (CannotConclude, NotAllowed) as refused:
        messages.error(request, str(refused))
    else:
        text = _("Round %(round)s is accepted. Record %(digest)s is frozen.")
        messages.success(request, text % {"round": record.round, "digest": record.sha256[:8]})
    return redirect("verdict", assessment_id=assessment.pk)


def _ask_to_conclude(request: SignedInRequest, assessment: Assessment, form: SignatoriesForm) -> HttpResponse:
    if assessment.state != State.IN_REVIEW:
        messages.info(request, _("Only a round in review can be accepted; nothing was changed."))
        return redirect(assessment)
    page, _record = _page(request, assessment)
    context = {
        "assessment": assessment,
        "project": assessment.project,
        "standing": page.content.standing,
        "open_points": named(page.content),
        "points": open_points(assessment, timezone.localdate()),
        "nobody": not form.fields["decision_maker"].queryset.exists(),  # type: ignore[attr-defined]
    }
    return ask(request, "reports/conclude.html", form, context)


def _page(request: SignedInRequest, assessment: Assessment) -> tuple[VerdictPage, Record | None]:
    today = timezone.localdate()
    if assessment.state != State.ACCEPTED:
        return page_of_rows(assessment, previous_record(assessment), today, request.user), None
    record = record_for(request.user, assessment.pk)
    return page_of_record(assessment, record, today), record


def _allowed(
    request: SignedInRequest, assessment: Assessment, page: VerdictPage, record: Record | None
) -> dict[str, Any]:
    """What the person may do from here; addresses of what they may not are left out."""
    allowed = granted_to(assessment.reader_roles)
    deciding = assessment.is_judged
    content = page.content
    open_ones = bool(content.open_contradictions or content.open_disagreements)
    may_settle = deciding and Permission.SETTLE in allowed and open_ones
    answered = questions_answered_by(assessment, request.user) if may_settle else None
    decides = {Permission.CHOOSE_REMEDY, Permission.APPROVE_ACKNOWLEDGEMENT}
    return {
        "may_see_answers": Permission.SEE_SUBMITTED in allowed,
        "may_decide": deciding and not allowed.isdisjoint(decides),
        "settlements": page.settlements(answered),
        "disagreements": page.disagreements(answered),
        "may_review": deciding and Permission.REVIEW in allowed,
        "may_return": deciding and Permission.REOPEN in allowed,
        "may_take_back": record is not None and Permission.REOPEN in allowed and not is_being_signed(record),
        "review_asks": who_reviews(assessment) if deciding else "",
        "may_start_next": page.is_record and Permission.START_ASSESSMENT in allowed,
        "may_request": page.is_record and Permission.REQUEST_REPORT in allowed,
        "returned": assessment.state == State.RETURNED,
    }
