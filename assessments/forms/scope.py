"""One kind of case that the pilot left out."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from assessments.domain.case import DeferredCase

from .fields import NumberField, TextField
from .sentences import as_sentence


class ShareField(NumberField):
    """A share in %, as a Decimal from 0 to 100; nothing typed is None."""

    def clean(self, value: Any) -> Decimal | None:
        """Read the share, with or without its sign, or say what to type instead."""
        share: Decimal | None = super().clean(str(value or "").strip().removesuffix("%"))
        if share is not None and share > 100:
            raise ValidationError(_("A share lies between 0 and 100 %."), code="no_share")
        return share


class DeferredCaseForm(forms.Form):
    """Checks an entry of the register and converts it into the domain's."""

    kind = TextField(
        label=_("Which kind of case was left out?"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("As who does the work would call it, such as: invoices in a foreign currency."),
        error_messages={"required": _("Name the kind of case that was left out.")},
    )
    volume_share = ShareField(
        label=_("Share of all cases, in %"),
        required=False,
        help_text=_("Counted from today’s cases, such as 15. Leave empty if nobody counted."),
    )
    effort_share = ShareField(
        label=_("Estimated share of all effort, in %"),
        required=False,
        help_text=_("Of the work that all cases take, these included, such as 40. An estimate will do."),
    )
    plan = TextField(
        label=_("What is planned for it?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Who will handle these cases, and how, from the first day on."),
    )
    due = forms.DateField(
        label=_("Until when?"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Type a date as year-month-day, such as 2026-12-15.")},
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    status = 422
    """What a page answers with where something speaks against saving it."""

    NAMES: ClassVar = ("kind", "volume_share", "effort_share", "plan", "due")

    @classmethod
    def showing(cls, entry: DeferredCase, version: int) -> "DeferredCaseForm":
        """The form of what stands."""
        return cls(initial=vars(entry) | {"version": version})

    def over(self, version: int, why: str) -> "DeferredCaseForm":
        """The same as it was typed, to be saved over this version, and `why` it was not yet."""
        again = DeferredCaseForm(
            {name: self.data.get(name, "") for name in self.NAMES} | {"version": str(version)}
        )
        again.full_clean()
        again.add_error(None, why)
        return again

    def refuse(self, errors: dict[str, str]) -> None:
        """Say beside its field what an action found wrong."""
        for name, text in errors.items():
            self.add_error(name if name in self.fields else None, as_sentence(text))

    @property
    def entry(self) -> DeferredCase:
        """What was typed; only once valid."""
        return DeferredCase(**{name: self.cleaned_data[name] for name in self.NAMES})

    @property
    def seen_version(self) -> int:
        """The version that its page showed; only once valid."""
        return int(self.cleaned_data["version"] or 0)
