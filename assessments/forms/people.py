"""Somebody in a project or above projects: who, by an e-mail address, and as what."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments import queries
from assessments.models import ANSWERING, Initiative, MemberRole, OversightRole, Person, Unit

from .roles import does, name_of, over_in_words, section_names

CLOSED = _("The account of this address is closed. Ask an administrator to open it again.")
TYPE_WHOLE = _("Type a whole address, such as name@example.org.")


class AddressField(forms.EmailField):
    """Whom it is about: an address in small letters, without the spaces around it."""

    def __init__(self) -> None:
        super().__init__(
            label=_("E-mail address"),
            widget=forms.EmailInput(attrs={"autocomplete": "off"}),
            error_messages={"required": _("Type their e-mail address."), "invalid": TYPE_WHOLE},
            help_text=_("Whoever has an account is added at once; anyone else gets an invitation by mail."),
        )

    def clean(self, value: Any) -> str:
        """Take the address as accounts have it."""
        address: str = super().clean(value)
        return address.lower()


def _told(roles: Sequence[MemberRole | OversightRole]) -> list[tuple[str, str]]:
    """Every role with what it is for, in the language of whoever chooses."""
    pattern = gettext("%(role)s: %(does)s")
    return [(role.value, pattern % {"role": name_of(role), "does": does(role)}) for role in roles]


def _roles(*roles: MemberRole | OversightRole) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Role"),
        widget=forms.RadioSelect,
        choices=partial(_told, roles),
        error_messages={
            "required": _("Choose their role."),
            "invalid_choice": _("Choose one of these roles."),
        },
    )


class RoleForm(forms.Form):
    """Checks a role in a project, and the sections of who is there to answer."""

    role = _roles(*MemberRole)
    sections = forms.MultipleChoiceField(
        label=_("Sections that a respondent or second respondent answers"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen means all eight."),
        error_messages={"invalid_choice": _("There is no such section: choose from the eight.")},
    )

    def __init__(self, data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial, use_required_attribute=False)
        self.fields["sections"].choices = list(section_names().items())  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Leave out the sections of who does not answer: boxes ticked before are hidden, not emptied."""
        cleaned = super().clean() or {}
        if cleaned.get("role", MemberRole.RESPONDENT) not in ANSWERING:
            cleaned["sections"] = []
        return cleaned


class MemberForm(RoleForm):
    """Checks who is brought in; `account` is whose address it is, None for who has to be invited."""

    person = AddressField()
    field_order = ("person", "role", "sections")
    account: Person | None = None

    def clean_person(self) -> str:
        """Find whose address it is."""
        address: str = self.cleaned_data["person"]
        self.account = open_account(address)
        return address


class OversightForm(forms.Form):
    """Checks a role above projects and what it is over."""

    person = AddressField()
    role = _roles(*OversightRole)
    scope = forms.ChoiceField(
        label=_("Over what?"),
        error_messages={
            "required": _("Choose what the role is over."),
            "invalid_choice": _("Choose what the role is over."),
        },
    )
    account: Person | None = None

    def __init__(self, data: Any = None, *, scopes: "list[Unit | Initiative | None]") -> None:
        super().__init__(data, use_required_attribute=False)
        self.scopes = {str(scope.pk) if scope else "everything": scope for scope in scopes}
        names = [(key, capfirst(over_in_words(scope))) for key, scope in self.scopes.items()]
        self.fields["scope"].choices = [("", gettext("Choose")), *names]  # type: ignore[attr-defined]

    def clean_person(self) -> str:
        """Find whose address it is."""
        address: str = self.cleaned_data["person"]
        self.account = open_account(address)
        return address

    @property
    def given(self) -> dict[str, Any]:
        """The role with its scope, as the actions take them."""
        scope = self.scopes[self.cleaned_data["scope"]]
        return {
            "role": OversightRole(self.cleaned_data["role"]),
            "unit": scope if isinstance(scope, Unit) else None,
            "initiative": scope if isinstance(scope, Initiative) else None,
        }


def open_account(address: str) -> Person | None:
    """Whose address it is, refused where the account is closed."""
    account = queries.account_of(address)
    if account and not account.is_active:
        raise forms.ValidationError(CLOSED, code="closed")
    return account
