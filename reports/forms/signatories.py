"""Who decides on a report and who countersigns, named when the round is accepted."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assessments.forms.reasons import AcceptForm
from assessments.models import Person


class SignatoriesForm(AcceptForm):
    """Accepting a round: why, if something is open, one decision maker, and any number of others who sign.

    Where nobody may sign, nobody has to be named.
    """

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
        for name in ("decision_maker", "approvers"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]  # both choose from people
        self.fields["decision_maker"].required = people.exists()
