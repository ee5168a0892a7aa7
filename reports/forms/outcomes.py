"""The day of go-live, and what happened so many days after it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.domain.case import Claim, OutcomeRecord
from assessments.domain.casefile.schema import MOST_COUNTED
from assessments.forms.fields import LineField, NumberField, SignedNumberField, TextField
from assessments.forms.sentences import as_sentence
from assessments.queries.question_sets import worded

from ..models import GoLive, Running

NOT_A_DATE = _("Type a date as year-month-day, such as 2026-12-15.")


class WholeNumberField(NumberField):
    """A whole number of at least 0, as an int; nothing typed is None: not known."""

    def clean(self, value: Any) -> int | None:
        """Read the number, or say what to type instead."""
        number: Decimal | None = super().clean(value)
        if number is None:
            return None
        if number != number.to_integral_value() or number > MOST_COUNTED:
            raise ValidationError(_("Type a whole number of at least 0, such as 3."), code="not_whole")
        return int(number)


class Refusable(forms.Form):
    """A form that says what an action has against it; `status` is what a page answers with then."""

    status = 422

    def refuse(self, errors: dict[str, str]) -> None:
        """Say each error beside its field."""
        for name, text in errors.items():
            self.add_error(name if name in self.fields else None, as_sentence(text))


class GoLiveForm(Refusable):
    """The day on which production began or will; once it stands, why it is another."""

    day = forms.DateField(
        label=_("On which day does the system begin to work in production?"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("For real users, with real cases. At most a year from now."),
        error_messages={"required": _("Give the day, such as 2026-12-15."), "invalid": NOT_A_DATE},
    )
    reason = TextField(
        label=_("Why is it another day?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One sentence. The day before stays in the history."),
    )
    seen = forms.DateField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, current: GoLive | None) -> None:
        day = current.day if current else None
        super().__init__(data, initial={"day": day, "seen": day})
        if current is None:
            del self.fields["reason"]

    def over(self, current: GoLive | None, why: str) -> "GoLiveForm":
        """The same as it was typed, to be saved over the day that now stands, and `why` it was not yet."""
        seen = current.day.isoformat() if current else ""
        typed = {"day": self.data.get("day", ""), "reason": self.data.get("reason", ""), "seen": seen}
        again = GoLiveForm(typed, current=current)
        again.full_clean()
        again.add_error(None, why)
        again.status = 409
        return again

    @property
    def seen_day(self) -> date | None:
        """The day that its page showed; only once valid."""
        day: date | None = self.cleaned_data["seen"]
        return day


class OutcomeForm(Refusable):
    """What is measured on a milestone: state, the claim's metric, incidents by section, users and cost."""

    running = forms.ChoiceField(
        label=_("How does the system run today?"),
        choices=Running.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Say how the system runs.")),
    )
    metric_value = SignedNumberField(label=_("The result now"), required=False)
    metric_unit = LineField(label=_("Its unit"), required=False)
    users = WholeNumberField(
        label=_("How many people use it?"),
        required=False,
        help_text=_("Who used it in the last days, such as 240. Leave empty if nobody knows."),
    )
    cost = NumberField(
        label=_("What has it cost since go-live?"),
        required=False,
        help_text=_("Everything: licences, people, repairs. Such as 12,000."),
    )
    currency = forms.CharField(
        label=_("Currency"),
        required=False,
        max_length=10,
        help_text=_("Its three letters, such as EUR."),
    )
    note = TextField(
        label=_("What else should be known?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In plain words, and where it can be read. About the system, not about people."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, claim: Claim, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial={"metric_unit": claim.unit} | (initial or {}))
        self.fields["metric_value"].help_text = gettext(
            "What the pilot claimed, measured in production: %(metric)s. Leave empty if nobody did."
        ) % {"metric": claim.metric or gettext("its metric")}
        for section in worded().sections:
            self.fields[incidents_field(section.key)] = WholeNumberField(label=section.name, required=False)
        self.order_fields(["running", "metric_value", "metric_unit", *self._incident_names()])

    def _incident_names(self) -> list[str]:
        return [incidents_field(section.key) for section in worded().sections]

    def measured(self) -> Iterator[forms.BoundField]:
        """The fields before the incidents."""
        return (self[name] for name in ("running", "metric_value", "metric_unit"))

    def incident_fields(self) -> Iterator[forms.BoundField]:
        """The eight counts."""
        return (self[name] for name in self._incident_names())

    def rest(self) -> Iterator[forms.BoundField]:
        """The fields after them."""
        return (self[name] for name in ("users", "cost", "currency", "note"))

    def clean_currency(self) -> str:
        """Three letters, in whatever case they are typed."""
        currency = str(self.cleaned_data["currency"]).strip().upper()
        if currency and not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
            raise ValidationError(_("Type the currency’s three letters, such as EUR."), code="no_currency")
        return currency

    def clean(self) -> dict[str, Any]:
        """A number stands with what it counts; a unit alone is what the page filled in."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("metric_value") is None and "metric_value" not in self.errors:
            cleaned["metric_unit"] = ""
        has_cost, has_currency = cleaned.get("cost") is not None, bool(cleaned.get("currency"))
        if has_cost and not has_currency and "currency" not in self.errors:
            self.add_error("currency", gettext("Type in which currency, such as EUR."))
        if has_currency and not has_cost and "cost" not in self.errors:
            self.add_error("cost", gettext("Type what it cost, or leave the currency empty."))
        return cleaned

    def said(self, days: int) -> OutcomeRecord:
        """What was typed; only once valid."""
        typed = self.cleaned_data
        counts = {section.key: typed[incidents_field(section.key)] for section in worded().sections}
        return OutcomeRecord(
            days=days,
            state=typed["running"],
            text=typed["note"],
            value=typed["metric_value"],
            unit=typed["metric_unit"],
            users=typed["users"],
            cost=typed["cost"],
            currency=typed["currency"],
            incidents={key: count for key, count in counts.items() if count is not None},
        )

    @property
    def seen_version(self) -> int:
        """The version that its page showed; only once valid."""
        return int(self.cleaned_data["version"] or 0)

    def over(self, claim: Claim, version: int, why: str) -> "OutcomeForm":
        """The same as it was typed, to be saved over this version, and `why` it was not yet."""
        typed = {name: self.data.get(name, "") for name in self.fields} | {"version": str(version)}
        again = OutcomeForm(typed, claim=claim)
        again.full_clean()
        again.add_error(None, why)
        again.status = 409
        return again

    @staticmethod
    def stating(said: OutcomeRecord, version: int) -> dict[str, Any]:
        """What the form shows at first for what was recorded before."""
        counts = {incidents_field(section): count for section, count in said.incidents.items()}
        return counts | {
            "running": said.state,
            "metric_value": said.value,
            "metric_unit": said.unit,
            "users": said.users,
            "cost": said.cost,
            "currency": said.currency,
            "note": said.text,
            "version": version,
        }


def incidents_field(section: str) -> str:
    """What the field with a section's count is called."""
    return f"incidents_{section}"
