"""How signing in differs here from allauth's ways."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.actions.sessions import end_sessions
from assessments.models import Person
from assessments.queries.second_factor import needs_second_factor
from assessments.views.reauthentication import (
    PROOF_DEMANDED_AT,
    PROVED_ELSEWHERE_AT,
    last_proof,
    signed_out_to_sign_in,
)
from config.secrets_at_rest import decrypted, encrypted
from config.single_sign_on import proved_at

REAL_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What a recovery code stands in for."""

CLOCKS_APART = 60
"""Seconds by which a provider's clock may be behind."""


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """No one signs up: people are invited."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": gettext_lazy("This account was switched off. Ask whoever runs this site."),
        "email_password_mismatch": gettext_lazy(
            "This e-mail address and password do not go together. Check both."
        ),
        "enter_current_password": gettext_lazy("This is not your present password."),
        "incorrect_code": gettext_lazy("This code is not right, or no longer. Type the newest one."),
        "incorrect_password": gettext_lazy("This is not your password."),
        "too_many_login_attempts": gettext_lazy("Too many tries. Wait five minutes, then try again."),
        "rate_limited": gettext_lazy("Too many tries. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Say no to everyone."""
        return False

    def is_reauthentication_required(self, *, app: str, **options: Any) -> bool:
        """A sign-in of the last minutes is proof enough; nobody types the same password twice in a row."""
        if last_proof(self.request) is not None:
            return False
        if not self.get_reauthentication_methods(self.request.user):
            # allauth would take whoever it cannot ask for proved.
            raise ImmediateHttpResponse(signed_out_to_sign_in(self.request))
        return bool(super().is_reauthentication_required(app=app, **options))

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Every way to prove again who one is, in our words."""
        words = {
            "reauthenticate": _("Use your password"),
            "mfa_reauthenticate": _("Use your app or a recovery code"),
            "mfa_reauthenticate:webauthn": _("Use a passkey"),
        }
        methods = super().get_reauthentication_methods(user)
        return [method | {"description": words[method["id"]]} for method in methods]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """Back to one's account, where the message stands."""
        return reverse("mfa_index")

    def set_password(self, user: Person, password: str) -> None:
        """Store it, and end every session but the one it was typed in."""
        super().set_password(user, password)
        end_sessions(user, except_key=self.request.session.session_key or "")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:  # noqa: ARG002
        # allauth counts per site name, which whoever guesses may vary (Host: site:1, site:2).
        return counted_as(str(credentials.get("email", "")))


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Our words, and no way to drop the last factor where one is demanded."""

    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": gettext_lazy(
            "Your role needs a second step: set up another one first, then take this one away."
        ),
        "cannot_generate_recovery_codes": gettext_lazy(
            "Set up an app or a passkey first; recovery codes replace those."
        ),
        "incorrect_code": gettext_lazy("This code is not right, or no longer. Type the newest one."),
    }

    def encrypt(self, text: str) -> str:
        """What the database keeps of an app's secret, and of what recovery codes are made from."""
        return encrypted(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The same, readable; raises UnreadableSecret."""
        return decrypted(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whether the person may do without it."""
        if not settings.MFA_DEMANDED or not needs_second_factor(authenticator.user):
            return True
        others = Authenticator.objects.filter(user=authenticator.user, type__in=REAL_FACTORS)
        return bool(others.exclude(pk=authenticator.pk).exists())

    def generate_authenticator_name(self, user: Person, type: str) -> str:  # noqa: A002 - allauth's signature
        """A first name for a passkey, to be changed at will."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Passkey") if number == 1 else _("Passkey %(number)s") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """What a passkey's own dialogue calls this site."""
        return {**super().get_public_key_credential_rp_entity(), "name": settings.MFA_TOTP_ISSUER}


class InvitedOnlyAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Single sign-on opens an account that exists; it makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        """Say no to everyone."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Link a first sign-in to the person with that verified address; turn away everybody else."""
        if sociallogin.state.get("process") != AuthProcess.LOGIN:
            raise _turned_away(request)
        _check_proved(request, sociallogin)
        if sociallogin.is_existing:
            return
        person = _invited(sociallogin)
        if person is None:
            raise _turned_away(request)
        sociallogin.user = sociallogin.account.user = person
        sociallogin.account.save()


def _check_proved(request: HttpRequest, sociallogin: SocialLogin) -> None:
    """Keep when the provider asked who it is; not at all where that was before it was to be asked anew."""
    at = proved_at(sociallogin.account.extra_data)
    demanded = request.session.get(PROOF_DEMANDED_AT)
    if at is not None and demanded is not None and at < demanded - CLOCKS_APART:
        raise ImmediateHttpResponse(render(request, "socialaccount/not_proved.html", status=403))
    request.session.pop(PROOF_DEMANDED_AT, None)
    request.session.pop(PROVED_ELSEWHERE_AT, None)
    if at is not None:
        request.session[PROVED_ELSEWHERE_AT] = at


def counted_as(email: str) -> str:
    """What tries for an address are counted by.

    The database finds addresses by their capitals, so two spellings with the same ones share a count.
    """
    return email.upper()


def _invited(sociallogin: SocialLogin) -> Person | None:
    """Whose account this is, by a verified address that nobody else of the same provider was linked by."""
    for address in sociallogin.email_addresses:
        if address.verified not in (True, "true"):  # some providers write it as text
            continue
        person = Person.objects.filter(email__iexact=address.email, is_active=True).first()
        # Capitals alone may differ: the database also takes look-alike letters for the same.
        if person and person.email.lower() == address.email.lower() and not _is_linked(person, sociallogin):
            return person
    return None


def _is_linked(person: Person, sociallogin: SocialLogin) -> bool:
    """An address may pass on to somebody new; what the first one had does not."""
    linked = SocialAccount.objects.filter(user=person, provider=sociallogin.account.provider)
    return bool(linked.exists())


def _turned_away(request: HttpRequest) -> ImmediateHttpResponse:
    return ImmediateHttpResponse(render(request, "socialaccount/no_account.html", status=403))
