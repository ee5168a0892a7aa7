"""When a session was last used, and from where, to within five minutes.

Written on every request it would cost every page an UPDATE, which USERSESSIONS_TRACK_ACTIVITY does. The
session, which is read anyway, knows when that was last done, so that most pages pay nothing.
"""

import time
from collections.abc import Callable
from typing import Final

from allauth.account.authentication import get_authentication_records
from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from assessments.acting import address_of
from assessments.models import Person

NOTED_AT: Final = "last_seen_noted_at"
SECONDS: Final = 300


class LastSeenMiddleware:
    """Note a use after its answer is made: outside of its transaction, so that nobody waits for a lock."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, then note."""
        response = self.get_response(request)
        if isinstance(request.user, Person) and _is_due(request):
            _note(request)
        return response


def _is_due(request: HttpRequest) -> bool:
    """Whether the last note, or else the sign-in, is old; where neither is known nothing is noted."""
    signed_in = (float(record["at"]) for record in get_authentication_records(request, request.user))
    last = max(signed_in, default=0.0)
    last = max(last, float(request.session.get(NOTED_AT, 0)))
    return 0 < last <= time.time() - SECONDS


def _note(request: HttpRequest) -> None:
    address = address_of(request)
    used = {"last_seen_at": timezone.now()} | ({"ip": address} if address else {})
    # A session that was ended meanwhile has no row, and must not be stored again.
    if UserSession.objects.filter(session_key=request.session.session_key).update(**used):
        request.session[NOTED_AT] = time.time()
