"""In which language somebody is answered."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


def _choices() -> list[tuple[str, Any]]:
    return [("", _("As my browser asks for")), *settings.LANGUAGES]


class LanguageForm(forms.Form):
    """Checks one's own choice; each language is called by its own name."""

    language = forms.ChoiceField(
        label=_("In which language do you want to read?"),
        widget=forms.RadioSelect,
        choices=_choices,
        required=False,
        help_text=_("Also the language of your mail. What people wrote stays as they wrote it."),
        error_messages={"invalid_choice": _("Choose one of these.")},
    )

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial, use_required_attribute=False)
