"""Where one is signed in: the list, and the ways to end what should not go on."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.actions.sessions import end_session, end_sessions
from assessments.queries.sessions import other_session_of, sessions_of
from assessments.views.signed_in import SignedInRequest, signed_in
from config.browsers import browser_named


@dataclass(frozen=True)
class Place:
    """One browser, as the list shows it."""

    number: int
    browser: str
    address: str
    since: datetime
    last_used: datetime
    is_this_one: bool


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def signed_in_places(request: SignedInRequest) -> HttpResponse:
    """Every browser that is signed in as this person, the present one first; a post ends the others."""
    if request.method == "POST":
        end_sessions(request.user, except_key=_this_key(request))
        messages.success(request, _("You are signed out everywhere else."))
        return redirect("usersessions_list")
    places = [_place(session, _this_key(request)) for session in sessions_of(request.user)]
    here_first = sorted(places, key=lambda place: not place.is_this_one)
    return render(request, "usersessions/usersession_list.html", {"places": here_first})


@require_POST
@signed_in
def sign_out_there(request: SignedInRequest, session_id: int) -> HttpResponse:
    """End one other session of one's own; anybody else's is not there."""
    session = other_session_of(request.user, session_id, this_key=_this_key(request))
    end_session(session)
    text = _("%(browser)s is signed out.") % {"browser": browser_named(session.user_agent)}
    messages.success(request, text)
    return redirect("usersessions_list")


def _place(session: UserSession, this_key: str) -> Place:
    return Place(
        number=session.pk,
        browser=browser_named(session.user_agent),
        address=session.ip,
        since=session.created_at,
        last_used=session.last_seen_at,
        is_this_one=session.session_key == this_key,
    )


def _this_key(request: SignedInRequest) -> str:
    return request.session.session_key or ""
