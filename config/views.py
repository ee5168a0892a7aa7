"""Pages that belong to the deployment, not to the product."""

from typing import Any

from allauth.account.utils import passthrough_next_redirect_url
from allauth.account.views import LoginView, password_change
from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from allauth.socialaccount.adapter import get_adapter as get_single_sign_on_adapter
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from assessments.models import Person
from assessments.views.reauthentication import PROOF_DEMANDED_AT
from reports.demo import ACCOUNTS, PASSWORD


class SignIn(LoginView):  # type: ignore[misc]  # allauth has no types
    """The sign-in page; in a trial it names the demo's accounts, whichever of them are there."""

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        """Add the ways of single sign-on, and the demo's accounts in a trial and only there."""
        context: dict[str, Any] = super().get_context_data(**options)
        context["single_sign_on"] = _single_sign_on(self.request)
        return context | (_demo() if settings.TRIAL else {})


class RemovePasskey(RemoveWebAuthnView):  # type: ignore[misc]
    """Take a passkey away, unless the person's role needs it."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Refuse the last factor of whoever must have one."""
        if not get_adapter().can_delete_authenticator(self.get_object()):
            messages.error(self.request, get_adapter().error_messages["cannot_delete_authenticator"])
            return redirect("mfa_list_webauthn")
        answer: HttpResponse = super().form_valid(form)
        return answer


def change_password(request: HttpRequest) -> HttpResponse:
    """The page to change it; whoever signs in without one has none to change."""
    if isinstance(request.user, Person) and not request.user.has_usable_password():
        return redirect("mfa_index")
    answer: HttpResponse = password_change(request)
    return answer


def sign_in_at_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Go to the provider; who must prove anew who they are is asked there, also in a session that is open."""
    query = request.GET.copy()
    query.pop("auth_params", None)  # allauth would hand on whatever a link says
    if PROOF_DEMANDED_AT in request.session:
        query["auth_params"] = "prompt=login&max_age=0"
    request.GET = query  # type: ignore[assignment]  # not to be changed any more
    answer: HttpResponse = openid_connect.login(request, provider_id)
    return answer


def _single_sign_on(request: HttpRequest) -> list[tuple[str, str]]:
    """Name and address of every configured service."""
    if not settings.SOCIALACCOUNT_PROVIDERS:
        return []
    services = get_single_sign_on_adapter().list_providers(request)
    addresses = [service.get_login_url(request, process="login") for service in services]
    return [
        (service.name, passthrough_next_redirect_url(request, address, "next"))
        for service, address in zip(services, addresses, strict=True)
    ]


def _demo() -> dict[str, Any]:
    people = Person.objects.filter(email__in=[account.email for account in ACCOUNTS], is_active=True)
    there = set(people.values_list("email", flat=True))
    return {
        "demo_accounts": [account for account in ACCOUNTS if account.email in there],
        "demo_password": PASSWORD,
    }
