"""The second factor, demanded of whoever's role needs it, whichever way they signed in.

Asked once for a session and kept in it, so that no page pays for it. A role that is granted or taken ends the
person's sessions, so what a session knows is never out of date (docs/decisions/0010).
"""

from collections.abc import Callable
from typing import Any, Final

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from assessments.models import Person
from assessments.queries.second_factor import OWED, needs_second_factor

OPEN: Final = frozenset(
    {
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "account_reauthenticate",
        "account_logout",
    }
)
"""What opens before the second factor was used: setting one up, using it, and leaving."""


class SecondFactorMiddleware:
    """Let a session that owes the second factor see nothing but the way to it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Go on; the demand is made once the address is known."""
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],  # noqa: ARG002 - Django's call
        args: tuple[Any, ...],  # noqa: ARG002
        kwargs: dict[str, Any],  # noqa: ARG002
    ) -> HttpResponse | None:
        """Stop who still owes the second factor, wherever they go."""
        here = request.resolver_match.url_name if request.resolver_match else None
        if not settings.MFA_DEMANDED or not owes_second_factor(request) or here in OPEN:
            return None
        if request.headers.get("HX-Request"):
            return render(request, "account/second_factor_told.html", status=422)
        return HttpResponseRedirect(reverse("mfa_index"))


def owes_second_factor(request: HttpRequest) -> bool:
    """Whether whoever is signed in must still use a second factor in this session."""
    person = request.user
    if not isinstance(person, Person):
        return False
    if OWED not in request.session:
        request.session[OWED] = needs_second_factor(person)
    if request.session[OWED] and used_second_factor(request):
        request.session[OWED] = False
    return bool(request.session[OWED])


def used_second_factor(request: HttpRequest) -> bool:
    """Whether app, passkey or recovery code was used in this session. A passkey is both factors at once."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)
