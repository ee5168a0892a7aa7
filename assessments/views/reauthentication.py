"""Pages that open only to who proved just now to be the one who is signed in.

Under `signed_in`:

    @signed_in
    @recently_proved
    def sign(request: SignedInRequest, ...) -> HttpResponse: ...
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .signed_in import SignedInRequest

PROOF_DEMANDED_AT: Final = "proof_demanded_at"
"""In a session that is signed out: since when somebody is to prove anew who they are (seconds)."""

PROVED_ELSEWHERE_AT: Final = "proved_elsewhere_at"
"""In a session that single sign-on opened: when its person proved who they are there, if that was said."""

P = ParamSpec("P")

View = Callable[Concatenate[SignedInRequest, P], HttpResponse]


def recently_proved(view: "View[P]") -> "View[P]":
    """Ask again for the password or the second factor where the last proof is older than five minutes.

    What was posted is kept meanwhile, and done once the proof is there. Someone who has neither password nor
    second factor (single sign-on alone) signs in anew.
    """

    @wraps(view)
    def guarded(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if last_proof(request) is not None:
            return view(request, *args, **kwargs)
        if request.headers.get("HX-Request"):
            return render(request, "assessments/partials/prove_again.html", status=422)
        if not get_adapter().get_reauthentication_methods(request.user):
            return signed_out_to_sign_in(request)
        raise ReauthenticationRequired  # allauth asks, keeps the request and comes back to it

    return guarded


def proved_before_posting(view: "View[P]") -> "View[P]":
    """The same for a page that anyone signed in may look at, and only a fresh proof may post to."""
    asking = recently_proved(view)

    @wraps(view)
    def guarded(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return (asking if request.method == "POST" else view)(request, *args, **kwargs)

    return guarded


def signed_out_to_sign_in(request: HttpRequest) -> HttpResponse:
    """End the session of who can prove nothing in it, and come back once they have signed in anew."""
    logout(request)
    request.session[PROOF_DEMANDED_AT] = time.time()
    return redirect_to_login(request.get_full_path())


def last_proof(request: HttpRequest) -> dict[str, Any] | None:
    """The newest proof of who is signed in, if recent: `method`, `at` (seconds) and more of allauth's.

    Setting a factor up proves nothing: whoever came upon an open session could set up their own.
    """
    records: list[dict[str, Any]] = get_authentication_records(request, request.user)
    elsewhere = request.session.get(PROVED_ELSEWHERE_AT)
    recent = [record for record in records if _is_recent(record, elsewhere)]
    return max(recent, key=lambda record: float(record["at"]), default=None)


def _is_recent(record: dict[str, Any], elsewhere: float | None) -> bool:
    if record.get("setup"):
        return False
    at = float(record["at"])
    if record.get("method") == "socialaccount" and elsewhere is not None:
        at = min(at, elsewhere)  # signing in here may have taken no more than a session that is open there
    return 0 <= time.time() - at < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
