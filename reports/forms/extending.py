"""How an acknowledgement is extended."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assessments.forms.fields import TextField
from assessments.models import Person


class ExtensionForm(forms.Form):
    """Until when an acknowledgement is to hold, why, and who approves that."""

    expires_on = forms.DateField(
        label=_("Until when is it to hold?"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("At most two years ahead. On this day the finding opens again."),
        error_messages={
            "required": _("Give the day on which the finding opens again."),
            "invalid": _("Type a date as year-month-day, such as 2027-03-31."),
        },
    )
    why = TextField(
        label=_("Why may it hold longer?"),
        help_text=_("What was seen since, and why the adjusted expectation is still the right one."),
        error_messages={"required": _("Say why it may hold longer.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    approver = forms.ModelChoiceField(
        label=_("Who approves it?"),
        queryset=Person.objects.none(),
        empty_label=_("Choose a person"),
        help_text=_("Somebody of this project other than yourself."),
        error_messages={"required": _("Choose who will approve it.")},
    )

    def __init__(self, data: Any = None, *, people: QuerySet[Person]) -> None:
        super().__init__(data)
        self.fields["approver"].queryset = people  # type: ignore[attr-defined]
