"""Who decides on a report and who countersigns, named when the round is accepted."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assessments.models import Person


class SignatoriesForm(forms.Form):
    """One decision maker, and any number of others, of the people who may sign."""

    decision_maker = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        label=_("Who decides?"),
        help_text=_("Signs first, with the decision."),
        empty_label=_("Choose one person"),
        error_messages={"required": _("Name one person who decides.")},
    )
    approvers = forms.ModelMultipleChoiceField(
        queryset=Person.objects.none(),
        label=_("Who else has to sign?"),
        help_text=_("They countersign the decision, in any order, or decline in writing."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, people: QuerySet[Person]) -> None:
        super().__init__(data)
        for field in self.fields.values():
            field.queryset = people  # type: ignore[attr-defined]  # both choose from people
