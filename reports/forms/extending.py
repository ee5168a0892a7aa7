"""How an acknowledgement is extended."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assessments.forms.fields import TextField
from assessments.forms.remedies import ApproverField, EndField
from assessments.models import Person


class ExtensionForm(forms.Form):
    """Until when an acknowledgement is to hold, why, and who approves that."""

    expires_on = EndField(
        label=_("Until when is it to hold?"),
        help_text=_("At most two years ahead. On this day the finding opens again."),
    )
    why = TextField(
        label=_("Why may it hold longer?"),
        help_text=_("What was seen since, and why the adjusted expectation is still the right one."),
        error_messages={"required": _("Say why it may hold longer.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    approver = ApproverField()

    def __init__(self, data: Any = None, *, people: QuerySet[Person]) -> None:
        super().__init__(data)
        self.fields["approver"].queryset = people  # type: ignore[attr-defined]
