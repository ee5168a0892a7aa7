"""How often somebody gets mail."""

from typing import Any

from django import forms

from assessments.models import MailChoice


class MailForm(forms.Form):
    """Checks one's own choice."""

    choice = forms.ChoiceField(
        label="How often do you want mail?",
        widget=forms.RadioSelect,
        choices=[(choice.value, f"{choice.label[0].upper()}{choice.label[1:]}") for choice in MailChoice],
        help_text="A mention reaches you within a minute, whatever you choose.",
        error_messages={"required": "Choose one of these.", "invalid_choice": "Choose one of these."},
    )

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial, use_required_attribute=False)
