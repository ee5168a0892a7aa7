"""How often somebody gets mail."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from assessments.models import MailChoice


def _choices() -> list[tuple[str, Any]]:
    return [(choice.value, capfirst(choice.label)) for choice in MailChoice]


class MailForm(forms.Form):
    """Checks one's own choice."""

    choice = forms.ChoiceField(
        label=_("How often do you want mail?"),
        widget=forms.RadioSelect,
        choices=_choices,
        help_text=_("A mention reaches you within a minute, whatever you choose."),
        error_messages={"required": _("Choose one of these."), "invalid_choice": _("Choose one of these.")},
    )

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial, use_required_attribute=False)
