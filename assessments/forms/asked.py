"""Who is asked for a section or a question, by when; or who would know, where nobody here does."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models import Person

from .fields import LineField


class AssignForm(forms.Form):
    """Checks whom to ask; `people` are those who may answer it. `elsewhere` asks also for who is not here."""

    person = forms.ChoiceField(
        label=_("Whom do you ask?"),
        required=False,
        error_messages={"invalid_choice": _("Choose somebody who may answer this.")},
    )
    due_on = forms.DateField(
        label=_("By when?"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("They are reminded two days before, and once it is overdue."),
        error_messages={"invalid": _("Type a date as year-month-day, such as 2027-03-31.")},
    )
    note = LineField(label=_("A word to them"), required=False)
    somebody = LineField(
        label=_("Somebody who takes no part yet"),
        required=False,
        help_text=_("A name or an address. The lead is told whom to invite."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        people: Iterable[Person],
        today: date,
        elsewhere: bool = False,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial, use_required_attribute=False)
        self.people = {str(person.pk): person for person in people}
        self.today = today
        names = [(key, str(person)) for key, person in self.people.items()]
        self.fields["person"].choices = [("", _("Choose a person")), *names]  # type: ignore[attr-defined]
        if not elsewhere:
            del self.fields["somebody"]

    def clean_due_on(self) -> date | None:
        """Nobody is asked for yesterday."""
        due_on: date | None = self.cleaned_data["due_on"]
        if due_on and due_on < self.today:
            raise forms.ValidationError(_("Choose today or a later day."), code="past")
        return due_on

    def clean(self) -> dict[str, Any]:
        """One of the two is named: who is here, or who is not."""
        cleaned = super().clean() or {}
        here, elsewhere = cleaned.get("person"), cleaned.get("somebody")
        if not (here or elsewhere or self.errors):
            self.add_error("person", _("Choose whom you ask."))
        if here and elsewhere:
            self.add_error("somebody", _("Choose a person above, or name somebody here: not both."))
        return cleaned

    @property
    def asked(self) -> Person | None:
        """Who is asked; only once valid."""
        return self.people.get(self.cleaned_data["person"])
