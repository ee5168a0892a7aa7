"""A new account: the name that stands under what somebody does, and a password."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from assessments.models import Person

from .fields import as_line

RULES_BEFORE_TYPING: Any = _(
    "At least 15 characters: a few words in a row are easiest to remember. "
    "Not your name, this site’s name or a well-known password."
)
"""What config.passwords and Django's own rules ask for, said once; translated where it is shown."""

_PASSWORD = {"autocomplete": "new-password"}


class JoinForm(forms.Form):
    """Checks name and password of who accepts an invitation; the address is the invitation's."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Type your name.")},
        help_text=_("It stands under what you answer and decide."),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs=_PASSWORD),
        error_messages={"required": _("Choose a password.")},
        help_text=RULES_BEFORE_TYPING,
    )
    again = forms.CharField(
        label=_("The same password again"),
        strip=False,
        widget=forms.PasswordInput(attrs=_PASSWORD),
        error_messages={"required": _("Type the password a second time.")},
    )

    def __init__(self, data: Any = None, *, email: str) -> None:
        super().__init__(data, use_required_attribute=False)
        self.email = email

    def clean_name(self) -> str:
        """Take the name as one line."""
        return as_line(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        """Hold the password against the rules, with the person in view, and against its repetition."""
        cleaned = super().clean() or {}
        password = cleaned.get("password")
        if password:
            person = Person(email=self.email, name=cleaned.get("name", ""))
            try:
                validate_password(password, person)
            except forms.ValidationError as weak:
                self.add_error("password", weak)
        if password and cleaned.get("again") and password != cleaned["again"]:
            self.add_error("again", _("The two passwords differ. Type the same one twice."))
        return cleaned
