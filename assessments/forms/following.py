"""How far an action of a fix is, and what there is to say about it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models import ActionStatus

from .fields import TextField


class ProgressForm(forms.Form):
    """A status, and a note; whoever drops an action says why."""

    status = forms.ChoiceField(
        label=_("How far is it?"),
        choices=ActionStatus.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how far it is.")},
    )
    note = TextField(
        label=_("What is there to say?"),
        required=False,
        help_text=_("What was done, what is in the way; why, if it is dropped."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """Dropping is explained."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("status") == ActionStatus.DROPPED and not cleaned.get("note"):
            self.add_error("note", _("Say why it is dropped."))
        return cleaned
