"""allauth's forms in our words: labels, hints, and what an empty field says."""

from typing import Any, ClassVar

from allauth.account.adapter import get_adapter
from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordKeyForm,
    UserTokenForm,
)
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.forms.invitations import RULES_BEFORE_TYPING
from assessments.models import Person
from config.secrets_at_rest import UnreadableSecret


class InOurWords(forms.Form):
    """Renames fields, and says what to do where one was left empty."""

    labels: ClassVar[dict[str, Any]] = {}
    when_empty: ClassVar[dict[str, Any]] = {}
    hints: ClassVar[dict[str, Any]] = {}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, field.help_text)
            field.error_messages["required"] = self.when_empty.get(name, field.error_messages["required"])
            field.widget.attrs.pop("placeholder", None)


class SignInForm(InOurWords, LoginForm):  # type: ignore[misc]  # allauth has no types
    """E-mail address and password."""

    labels: ClassVar = {"login": _("E-mail address"), "password": _("Password")}
    hints: ClassVar = {"password": ""}  # the page has the link
    when_empty: ClassVar = {"login": _("Type your e-mail address."), "password": _("Type your password.")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["login"].error_messages["invalid"] = _("Type an e-mail address such as name@example.org.")
        self.fields["login"].widget.attrs["autocomplete"] = "username webauthn"


class PasswordForm(InOurWords, ChangePasswordForm):  # type: ignore[misc]  # allauth has no types
    """The present password and a new one."""

    labels: ClassVar = {
        "oldpassword": _("Present password"),
        "password1": _("New password"),
        "password2": _("New password, once more"),
    }
    hints: ClassVar = {"oldpassword": "", "password1": RULES_BEFORE_TYPING}
    when_empty: ClassVar = {
        "oldpassword": _("Type your present password."),
        "password1": _("Type a new password."),
        "password2": _("Type the new password once more."),
    }

    def clean_oldpassword(self) -> str:
        """The present password, its guesses counted like those at sign-in."""
        password = str(self.cleaned_data["oldpassword"])
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("enter_current_password")
        return password


class ForgottenForm(forms.Form):
    """Whose password it is."""

    email = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={
            "required": _("Type your e-mail address."),
            "invalid": _("Type an e-mail address such as name@example.org."),
        },
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, use_required_attribute=False)


class NewPasswordForm(InOurWords, ResetPasswordKeyForm):  # type: ignore[misc]  # allauth has no types
    """A new password, without the forgotten one."""

    labels: ClassVar = {"password1": _("New password"), "password2": _("New password, once more")}
    hints: ClassVar = {"password1": RULES_BEFORE_TYPING}
    when_empty: ClassVar = {
        "password1": _("Type a new password."),
        "password2": _("Type the new password once more."),
    }


class LinkForm(UserTokenForm):  # type: ignore[misc]  # allauth has no types
    """Whose link it is: of an account that is open, and has a password to forget."""

    def _get_user(self, uidb36: str) -> Person | None:
        person: Person | None = super()._get_user(uidb36)
        return person if person and person.is_active and person.has_usable_password() else None


class ConfirmForm(InOurWords, ReauthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The password once more, before something that matters."""

    labels: ClassVar = {"password": _("Password")}
    hints: ClassVar = {"password": ""}
    when_empty: ClassVar = {"password": _("Type your password.")}


class ByCode(InOurWords):
    """A code from an app, or a recovery code."""

    labels: ClassVar = {"code": _("Code")}
    when_empty: ClassVar = {"code": _("Type the six digits from your app, or a recovery code.")}

    def clean_code(self) -> str:
        """The code, if it is right and what to hold it against can be read."""
        try:
            return str(super().clean_code())  # type: ignore[misc]  # allauth's, which comes next
        except UnreadableSecret:
            raise forms.ValidationError(
                _("No code can be checked any more: this site’s key was replaced. Ask whoever runs it.")
            ) from None


class CodeForm(ByCode, AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The second step."""


class ConfirmCodeForm(ByCode, ReauthenticateByCodeForm):  # type: ignore[misc]  # allauth has no types
    """The second step once more, before something that matters."""


class ActivateAppForm(InOurWords, ActivateTOTPForm):  # type: ignore[misc]  # allauth has no types
    """The first code of a new app. Whoever types it has used the app: that counts as the second step."""

    labels: ClassVar = {"code": _("Six digits from the app")}
    when_empty: ClassVar = {"code": _("Type the six digits that the app shows.")}

    def clean(self) -> dict[str, Any]:
        """Remember the second step where the code was right."""
        return _second_step(self, super().clean(), Authenticator.Type.TOTP)


class AddPasskeyForm(InOurWords, AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A new passkey. The device asked for finger, face or PIN: that counts as the second step."""

    labels: ClassVar = {
        "name": _("Name"),
        "passwordless": _("Sign in with this passkey alone, without a password"),
    }
    hints: ClassVar = {
        "name": _("Such as “work laptop”, to know it among others."),
        "passwordless": "",
    }
    when_empty: ClassVar = {
        "credential": _("Press the button and follow your device; this needs JavaScript.")
    }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["passwordless"].initial = True

    def clean(self) -> dict[str, Any]:
        """Remember the second step where the passkey was made."""
        return _second_step(self, super().clean(), Authenticator.Type.WEBAUTHN)


class RenamePasskeyForm(InOurWords, EditWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """Another name for a passkey."""

    labels: ClassVar = {"name": _("Name")}
    when_empty: ClassVar = {"name": _("Give the passkey a name.")}


def _second_step(form: Any, cleaned: dict[str, Any] | None, kind: str) -> dict[str, Any]:
    """Record a factor's first use, which its setting up was: a second step, and no fresh proof."""
    if not form.errors:
        record_authentication(context.request, form.user, "mfa", type=kind, setup=True)
    return cleaned or {}
