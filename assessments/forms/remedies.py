"""The two honest moves for a finding: fix the gap, or acknowledge it with an adjusted number."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar, Self, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.actions.remedies import LONGEST
from assessments.domain.case import Action, Quantity
from assessments.models import Action as StoredAction
from assessments.models import Person

from .fields import LineField, SignedNumberField, TextField

MOST_ACTIONS = 50
"""As many as a case file holds."""


class ApproverField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Who approves an acknowledgement, or that it holds longer; its form says who can."""

    def __init__(self) -> None:
        super().__init__(
            Person.objects.none(),
            label=_("Who approves it?"),
            empty_label=_("Choose a person"),
            help_text=_("Somebody of this project other than yourself."),
            error_messages={"required": _("Choose who will approve it.")},
        )


class EndField(forms.DateField):
    """The day on which an acknowledgement ends."""

    default_error_messages: ClassVar = {
        "required": _("Give the day on which the finding opens again."),
        "invalid": _("Type a date as year-month-day, such as 2027-03-31."),
    }
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class ActionForm(forms.Form):
    """One row of a fix: what is done, by whom, until when, at what cost, and what will show that it worked.

    `standing` are the actions that are there already, by their words.
    """

    what = TextField(label=_("What will be done?"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    person = forms.TypedChoiceField(
        label=_("Who of the project sees to it?"),
        required=False,
        empty_value=None,
        error_messages={"invalid_choice": _("Choose somebody who takes part in this project.")},
        help_text=_("They find it in their work, and say how far it is."),
    )
    owner = LineField(
        label=_("Or by whom else?"), required=False, help_text=_("A name or a role, such as head of support.")
    )
    due = forms.DateField(
        label=_("Until when?"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Type a date as year-month-day, such as 2026-12-15.")},
    )
    cost = LineField(
        label=_("What will it cost?"),
        required=False,
        help_text=_("If it is known, such as EUR 12,000 or ten days of work."),
    )
    shown_by = TextField(
        label=_("What will show that it worked?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Something that the next round can measure."),
    )

    MISSING: ClassVar = {
        "what": _("Say what will be done."),
        "owner": _("Name who will do it."),
        "due": _("Give the date until which it will be done."),
        "shown_by": _("Say what will show that it worked."),
    }
    TYPED: ClassVar = ("what", "person", "owner", "due", "cost", "shown_by")

    def __init__(
        self,
        *args: Any,
        people: Iterable[Person] = (),
        standing: Mapping[str, StoredAction] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.standing = standing or {}
        by_key = {str(person.pk): person for person in people}
        field = cast("forms.TypedChoiceField", self.fields["person"])
        field.choices = [("", _("Somebody else")), *((key, str(person)) for key, person in by_key.items())]
        field.coerce = by_key.__getitem__

    def clean(self) -> dict[str, Any]:
        """Ask for the rest of a row that was begun; an empty row is no action."""
        cleaned = super().clean() or self.cleaned_data
        row = self.standing.get(cleaned.get("what", ""))
        for name in self._missing(row, cleaned) if self.begun else ():
            if name not in self.errors:
                self.add_error(name, self.MISSING[name])
        due = cleaned.get("due")
        if due and due < timezone.localdate() and (row is None or row.due_on != due):
            self.add_error("due", _("This day is over: choose today or a later day."))
        return cleaned

    def _missing(self, row: StoredAction | None, cleaned: dict[str, Any]) -> list[str]:
        """What is still to be said; an action from before the question need not say what will show it."""
        given = {name for name in self.MISSING if cleaned.get(name)}
        given |= {"owner"} if cleaned.get("person") else set()
        given |= {"shown_by"} if row is not None and not row.shown_by else set()
        return [name for name in self.MISSING if name not in given]

    @property
    def begun(self) -> bool:
        """Whether anything was typed into the row."""
        return any(str(self.data.get(self.add_prefix(name), "")).strip() for name in self.TYPED)

    @property
    def action(self) -> Action:
        """The action; only for a row that was begun and is valid."""
        said = self.cleaned_data
        owner = str(said["person"]) if said["person"] else said["owner"]
        return Action(said["what"], owner, said["due"], shown_by=said["shown_by"], cost=said["cost"])


class FixForm:
    """Rows of actions, at least one of them filled in; without `data` it shows `standing` and an empty row.

    A post has as many rows as its page had; "one row more" shows what was typed and another row.
    """

    def __init__(
        self, data: Any = None, *, people: Iterable[Person] = (), standing: Iterable[StoredAction] = ()
    ) -> None:
        self.people, self.standing = list(people), {row.what: row for row in standing}
        stated = [_stated(row) for row in self.standing.values()]
        self._show(data, _rows_posted(data) if data is not None else [*stated, {}])

    def one_row_more(self, data: Any) -> Self:
        """What was typed so far, unchecked, with another row."""
        self._show(None, [*_rows_posted(data), {}])
        return self

    def _show(self, data: Any, rows: list[dict[str, Any]]) -> None:
        self.rows = [
            ActionForm(
                data,
                initial=initial,
                prefix=f"action-{place}",
                use_required_attribute=False,
                people=self.people,
                standing=self.standing,
            )
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

    @property
    def owners(self) -> tuple[Person | None, ...]:
        """Who of the project is meant by each one's owner; only once valid."""
        return tuple(row.cleaned_data["person"] for row in self.rows if row.begun)


def _stated(row: StoredAction) -> dict[str, Any]:
    """What stands in the fields of an action that is there: a person or a name, never both."""
    said = {name: getattr(row, name) for name in ("what", "cost", "shown_by")}
    owner = {"person": row.owner_person_id} if row.owner_person_id else {"owner": row.owner}
    return said | owner | {"due": row.due_on}


def _rows_posted(data: Any) -> list[dict[str, Any]]:
    count = next((place for place in range(MOST_ACTIONS) if f"action-{place}-what" not in data), MOST_ACTIONS)
    return [
        {name: data.get(f"action-{place}-{name}", "") for name in ActionForm.TYPED}
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
        help_text=_("What the claim becomes, such as 80; of a range, such as 70 to 80, its lower end."),
        error_messages={"required": _("Type the number that leadership should expect, such as 80.")},
    )
    adjusted_to = SignedNumberField(
        label=_("Up to"),
        required=False,
        help_text=_("If it is a range: its upper end, such as 80 after 70."),
    )
    adjusted_unit = LineField(
        label=_("Its unit"),
        help_text=_("Such as % or days."),
        error_messages={"required": _("Type the unit of the adjusted number, such as % or days.")},
    )
    effect = TextField(
        label=_("What does that do to cost or time?"),
        help_text=_("Such as: two more people at the desk. If nobody knows, write: no effect known."),
        error_messages={"required": _("Say what it does to cost or time, or write: no effect known.")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    approver = ApproverField()
    expires_on = EndField(
        label=_("Until when does it hold?"),
        help_text=_("On this day the finding opens again; at most two years ahead."),
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
        if expires_on > self.today + LONGEST:
            raise forms.ValidationError(_("Choose a day at most two years ahead."), code="far")
        return expires_on

    def clean(self) -> dict[str, Any]:
        """A range goes up."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("adjusted_value"), cleaned.get("adjusted_to")
        if first is not None and last is not None and last <= first:
            self.add_error(
                "adjusted_to", _("Type a number above the first, or leave it empty for one number.")
            )
        return cleaned

    @property
    def adjusted(self) -> Quantity:
        """The adjusted number or range with its unit; only once valid."""
        said = self.cleaned_data
        return Quantity(said["adjusted_value"], said["adjusted_unit"], said["adjusted_to"])
