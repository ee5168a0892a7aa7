"""The pilot claim: the headline result that the pilot reports, as its team states it."""

from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.domain.case import Claim, Outcome

from .fields import CountField, LineField, SignedNumberField

RESULTS = (
    (Outcome.MET.value, _("Met: the result reached its criterion")),
    (Outcome.NOT_MET.value, _("Not met: the result stayed short of its criterion")),
    (Outcome.NONE.value, _("No criterion was set")),
)

IMPOSSIBLE_SHARE = _(
    "A share of cases lies between 0 and 100 %. Correct the number, "
    "or take the tick away at “The result is a share of cases”."
)


class ClaimForm(forms.Form):
    """Checks a claim and converts it into the domain's."""

    metric = LineField(
        label=_("What was measured?"),
        help_text=_("The headline of the pilot’s report, such as accuracy."),
        error_messages={"required": "Say what was measured, such as accuracy."},
    )
    value = SignedNumberField(
        label=_("The result"),
        required=False,
        help_text=_("The number, such as 95. Leave empty if none was reported."),
    )
    unit = LineField(label=_("Unit"), required=False, help_text=_("Such as %, minutes or euros."))
    proportion = forms.BooleanField(
        label=_("The result is a share of cases"),
        initial=True,
        required=False,
        help_text=_("Tick for “95 % of invoices were read right”. Not for “30 % time saved”."),
    )
    sample_size = CountField(
        label=_("On how many cases does it rest?"),
        required=False,
        help_text=_("Every case that counts in the result, such as 500 invoices. Needed for a result in %."),
    )
    criterion = LineField(
        label=_("What would have counted as success?"),
        required=False,
        help_text=_("The criterion as it was written down before the start, such as at least 90 %."),
    )
    result = forms.ChoiceField(
        label=_("Was that criterion met?"),
        choices=RESULTS,
        widget=forms.RadioSelect,
        initial=Outcome.NONE.value,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Say whether the criterion was met.")),
    )
    period = LineField(
        label=_("When did the pilot run?"),
        required=False,
        help_text=_("Such as January to March 2026."),
    )
    baseline = LineField(
        label=_("What does today’s process achieve?"),
        required=False,
        help_text=_("The same measure without the system, such as 84 %. Leave empty if nobody measured it."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Check what belongs together: a result and its criterion, a percentage and its cases."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("result") in {Outcome.MET, Outcome.NOT_MET} and not cleaned.get("criterion"):
            self.add_error("criterion", _("Type the criterion, or choose “No criterion was set”."))
        if cleaned.get("unit") == "%" and "sample_size" not in self.errors and not cleaned.get("sample_size"):
            self.add_error("sample_size", _("Type on how many cases the percentage rests, such as 500."))
        if self._is_impossible_share(cleaned):
            self.add_error("value", IMPOSSIBLE_SHARE)
        return cleaned

    @staticmethod
    def _is_impossible_share(cleaned: dict[str, Any]) -> bool:
        value = cleaned.get("value")
        is_share = cleaned.get("unit") == "%" and cleaned.get("proportion")
        return bool(is_share) and value is not None and not 0 <= value <= 100

    @property
    def claim(self) -> Claim:
        """The claim as stated; only once the form is valid."""
        stated = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return Claim(**{**stated, "result": Outcome(stated["result"])})

    @staticmethod
    def stating(claim: Claim) -> dict[str, Any]:
        """What the form shows at first for a claim that was made before."""
        return {**asdict(claim), "result": claim.result.value}
