"""What the link of an invitation opens: an account made, a role accepted, or why neither is possible."""

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from assessments import actions, queries
from assessments.acting import SYSTEM, acting_as
from assessments.forms.invitations import JoinForm
from assessments.forms.roles import does
from assessments.models import Invitation, Person
from assessments.queries.second_factor import OWED

from .asking import ask
from .confirming import ask_first
from .guesses import count_guess, guesses_too_often
from .moments import moment
from .navigation import keep_link
from .people_rows import offered_in_words, sections_in_words
from .people_steps import withdrawal
from .reauthentication import proved_before_posting
from .signed_in import SignedInRequest


def linked(request: HttpRequest) -> Callable[[str], str]:
    """Make the whole address of a token's page, as this site is reached."""
    return lambda token: request.build_absolute_uri(reverse("invitation", args=[token]))


def sent(request: HttpRequest, invited: actions.Invited, back: str) -> HttpResponse:
    """Say that somebody is invited, with the link this once; `back` is where the people are."""
    until = moment(invited.invitation.expires_at)
    context = {"invited": invited, "until": until, "back": back}
    return render(request, "assessments/invitation_sent.html", context)


def ask_to_withdraw(request: SignedInRequest, found: Invitation) -> HttpResponse:
    """Take an invitation back, once that was asked."""

    def withdraw() -> None:
        actions.withdraw_invitation(invitation=found, by=request.user, at=timezone.now())

    return ask_first(request, withdrawal(found), withdraw)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Say what is offered and to whom; a post accepts it."""
    if guesses_too_often(request):
        return _page(request, "assessments/invitation_over.html", {"why": "limited"}, 429)
    try:
        found = actions.open_invitation(token=token, at=timezone.now())
        return _offered(request, found, token)
    except actions.UnknownInvitation as unknown:
        count_guess(request)
        return _page(request, "assessments/invitation_over.html", {"why": "unknown", "text": unknown}, 404)
    except actions.InvitationOver as over:
        mine = isinstance(request.user, Person) and request.user == over.accepted_by
        context = {"why": over.why, "text": over, "mine": mine}
        return _page(request, "assessments/invitation_over.html", context, 410)


def _offered(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    """The page for who opens it: a stranger, the owner of the address, or somebody else."""
    context = _in_words(found, token)
    if isinstance(request.user, Person):
        return _for_person(request, request.user, found, token, context)
    with acting_as(SYSTEM):
        account = queries.account_of(found.email)
    if account and request.method != "POST":
        context |= {"closed": not account.is_active, "login": _login_url(token)}
        return _page(request, "assessments/invitation_known.html", context)
    return _join(request, found, token, context)


def _for_person(
    request: HttpRequest, person: Person, found: Invitation, token: str, context: dict[str, Any]
) -> HttpResponse:
    if person.email.casefold() != found.email:
        status = 403 if request.method == "POST" else 200
        return _page(request, "assessments/invitation_another.html", context, status)
    return _accepted(request, token, context)  # type: ignore[arg-type]  # a SignedInRequest: it has a person


@proved_before_posting
def _accepted(request: SignedInRequest, token: str, context: dict[str, Any]) -> HttpResponse:
    if request.method != "POST":
        return _page(request, "assessments/invitation_accept.html", context)
    kept, now = request.session.session_key or "", timezone.now()
    try:
        accepted = actions.accept_invitation(token=token, by=request.user, at=now, keep_session=kept)
    except actions.RoleBreaksSeparation as refused:
        return _page(request, "assessments/invitation_accept.html", context | {"refusal": refused}, 409)
    request.session.pop(OWED, None)  # the new role may demand what this session was not asked for
    keep_link(request, request.user)
    return _welcomed(request, accepted)


def _join(request: HttpRequest, found: Invitation, token: str, context: dict[str, Any]) -> HttpResponse:
    form = JoinForm(request.POST or None, email=found.email)
    if form.is_valid():
        name, password = form.cleaned_data["name"], form.cleaned_data["password"]
        try:
            person = actions.join_by_invitation(token=token, name=name, password=password, at=timezone.now())
        except actions.AccountExists:
            return redirect("invitation", token)  # where the owner of the account is asked to sign in
        record_authentication(request, person, "password")
        perform_login(request, person)  # allauth's, so that the session is listed and can be ended
        return _welcomed(request, found)
    return ask(request, "assessments/invitation_join.html", form, context)


def _welcomed(request: HttpRequest, accepted: Invitation) -> HttpResponse:
    messages.success(
        request, _("Welcome. You take part as: %(role)s.") % {"role": offered_in_words(accepted)}
    )
    return redirect("project", accepted.project_id) if accepted.project_id else redirect("home")


def _in_words(found: Invitation, token: str) -> dict[str, Any]:
    return {
        "invitation": found,
        "inviter": found.invited_by,
        "offered": offered_in_words(found),
        "does": does(found.role),
        "sections": sections_in_words(found.sections),
        "until": moment(found.expires_at),
        "here": reverse("invitation", args=[token]),
    }


def _login_url(token: str) -> str:
    return f"{reverse(settings.LOGIN_URL)}?next={reverse('invitation', args=[token])}"


def _page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, template, context, status=status)
