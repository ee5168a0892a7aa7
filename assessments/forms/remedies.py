"""The two honest moves for a finding: fix the gap, or acknowledge it with an adjusted number."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any, ClassVar, Self

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.domain.case import Action, Quantity
from assessments.models import Person

from .fields import LineField, SignedNumberField, TextField

MOST_ACTIONS = 50
"""As many as a case file holds."""


class ActionForm(forms.Form):
    """One row of a fix: what is done, by whom, until when, and whether it is done already."""

    what = TextField(label=_("What will be done?"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    owner = LineField(label=_("By whom?"), required=False)
    due = forms.DateField(
        label=_("Until when?"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Type a date as year-month-day, such as 2026-12-15.")},
    )
    done = forms.BooleanField(label=_("Done"), required=False)

    MISSING: ClassVar = {
        "what": _("Say what will be done."),
        "owner": _("Name who will do it."),
        "due": _("Give the date until which it will be done."),
    }

    def clean_due(self) -> date | None:
        """A day that is over already promises nothing of what is still to be done."""
        due: date | None = self.cleaned_data["due"]
        if due is not None and due <= timezone.localdate() and not self["done"].data:
            raise forms.ValidationError(_("Choose a day after today."), code="past")
        return due

    def clean(self) -> dict[str, Any]:
        """Ask for the rest of a row that was begun; an empty row is no action."""
        cleaned = super().clean() or self.cleaned_data
        for name in self.MISSING if self.begun else ():
            if name not in self.errors and not cleaned.get(name):
                self.add_error(name, self.MISSING[name])
        return cleaned

    @property
    def begun(self) -> bool:
        """Whether anything was typed into the row."""
        return any(str(self.data.get(self.add_prefix(name), "")).strip() for name in self.MISSING)

    @property
    def action(self) -> Action:
        """The action; only for a row that was begun and is valid."""
        return Action(**{name: self.cleaned_data[name] for name in (*self.MISSING, "done")})


class FixForm:
    """Rows of actions, at least one of them filled in; without `data` it shows `actions` and an empty row.

    A post has as many rows as its page had; "one row more" shows what was typed and another row.
    """

    def __init__(self, data: Any = None, *, actions: Iterable[Action] = ()) -> None:
        stated = [asdict(item) for item in actions]
        self._show(data, _rows_posted(data) if data is not None else [*stated, {}])

    @classmethod
    def one_row_more(cls, data: Any) -> Self:
        """What was typed so far, unchecked, with another row."""
        form = cls()
        form._show(None, [*_rows_posted(data), {}])
        return form

    def _show(self, data: Any, rows: list[dict[str, Any]]) -> None:
        self.rows = [
            ActionForm(data, initial=initial, prefix=f"action-{place}", use_required_attribute=False)
            for place, initial in enumerate(rows[:MOST_ACTIONS])
        ]
        self.more_fit = len(rows) < MOST_ACTIONS

    def is_valid(self) -> bool:
        """Whether every row that was begun is whole, and there is one."""
        whole = [row.is_valid() for row in self.rows]
        if not any(row.begun for row in self.rows):
            if not self.rows[0].errors:
                self.rows[0].add_error("what", _("Say what will be done: a fix needs at least one action."))
            return False
        return all(whole)

    @property
    def actions(self) -> tuple[Action, ...]:
        """The actions in their order; only once valid."""
        return tuple(row.action for row in self.rows if row.begun)


def _rows_posted(data: Any) -> list[dict[str, Any]]:
    count = next((place for place in range(MOST_ACTIONS) if f"action-{place}-what" not in data), MOST_ACTIONS)
    return [
        {name: data.get(f"action-{place}-{name}", "") for name in (*ActionForm.MISSING, "done")}
        for place in range(max(count, 1))
    ]


class AcknowledgementForm(forms.Form):
    """What leadership is asked to expect instead, in words and a number, until when, and who approves it."""

    expectation = TextField(
        label=_("What should leadership expect in production?"),
        help_text=_("One or two plain sentences, such as: first fixes take three days, not four hours."),
        error_messages={"required": _("Say in words what leadership should expect.")},
    )
    adjusted_value = SignedNumberField(
        label=_("The adjusted number"),
        help_text=_("What the claim becomes, such as 80."),
        error_messages={"required": _("Type the number that leadership should expect, such as 80.")},
    )
    adjusted_unit = LineField(
        label=_("Its unit"),
        help_text=_("Such as % or days."),
        error_messages={"required": _("Type the unit of the adjusted number, such as % or days.")},
    )
    approver = forms.ModelChoiceField(
        label=_("Who approves it?"),
        queryset=Person.objects.none(),
        empty_label=_("Choose a person"),
        help_text=_("Somebody of this project other than yourself."),
        error_messages={"required": _("Choose who will approve it.")},
    )
    expires_on = forms.DateField(
        label=_("Until when does it hold?"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("On this day the finding opens again."),
        error_messages={
            "required": _("Give the day on which the finding opens again."),
            "invalid": _("Type a date as year-month-day, such as 2027-03-31."),
        },
    )

    def __init__(self, *args: Any, people: Iterable[Person], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        approver = self.fields["approver"]
        approver.queryset = Person.objects.filter(pk__in=[person.pk for person in people])  # type: ignore[attr-defined]

    def clean_expires_on(self) -> date:
        """A day that has come already would reopen the finding at once."""
        expires_on: date = self.cleaned_data["expires_on"]
        if expires_on <= self.today:
            raise forms.ValidationError(_("Choose a day after today."), code="past")
        return expires_on

    @property
    def adjusted(self) -> Quantity:
        """The adjusted number with its unit; only once valid."""
        return Quantity(self.cleaned_data["adjusted_value"], self.cleaned_data["adjusted_unit"])
