"""What a signatory types: a decision with its reason, why they decline, or to whom they hand it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assessments.forms.fields import TextField
from assessments.models import Person

from ..actions import Words
from ..content.decisions import Offer

AREA = {"rows": 3}


def _text(label: Any, hint: Any = "", *, required: bool = False, missing: Any = "") -> TextField:
    messages = {"required": missing} if missing else {}
    area = forms.Textarea(attrs=AREA)
    return TextField(label=label, help_text=hint, required=required, widget=area, error_messages=messages)


class SignForm(forms.Form):
    """For the decision maker with `offers`, the decisions open today; for a countersigner without."""

    decision = forms.ChoiceField(
        label=_("Your decision"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the decisions.")},
    )
    reason = _text(
        _("Your reason"),
        _("It stands in your signature, for everybody who reads the report."),
        required=True,
        missing=_("Give your reason in a sentence or two."),
    )
    conditions = _text(_("Conditions"), _("What has to hold for this decision, if anything."))
    dissent = _text(_("What you see otherwise"), _("You sign all the same; this stands beside your name."))
    read = forms.BooleanField(
        label=_("I have read this report to its end."),
        error_messages={"required": _("Read the report first, then say so here.")},
    )
    read_sha256 = forms.CharField(widget=forms.HiddenInput)
    credential = forms.CharField(
        required=False,
        max_length=20_000,
        widget=forms.HiddenInput,
        error_messages={"max_length": _("Your passkey gave an answer that cannot be read. Try again.")},
    )
    """A passkey's answer, from the page that shows what is signed."""

    def __init__(self, data: Any = None, *, offers: Sequence[Offer] | None, read_sha256: str) -> None:
        super().__init__(data, initial={"read_sha256": read_sha256})
        self.offers = offers
        if offers is None:
            del self.fields["decision"], self.fields["conditions"]
        else:
            del self.fields["dissent"]
            self.fields["decision"].choices = [  # type: ignore[attr-defined]  # a choice field
                (offer.decision.value, offer.name) for offer in offers
            ]

    @property
    def words(self) -> Words:
        """What was written."""
        cleaned = self.cleaned_data
        return Words(cleaned["reason"], cleaned.get("conditions", ""), cleaned.get("dissent", ""))


class DeclineForm(forms.Form):
    """Refusing in writing."""

    reason = _text(
        _("Why you do not sign"),
        _("The team and everybody who signs will read it. The report ends as declined."),
        required=True,
        missing=_("Say why, so that others know what would have to change."),
    )
    read_sha256 = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, read_sha256: str) -> None:
        # The other form of the page has a reason, too.
        super().__init__(data, initial={"read_sha256": read_sha256}, auto_id="decline_%s")


class DelegateForm(forms.Form):
    """Handing a signature on."""

    to = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        label=_("Who signs for you?"),
        help_text=_("They sign in their own name. It can be handed on once."),
        empty_label=_("Choose one person"),
        error_messages={"required": _("Choose who is to sign.")},
    )
    reason = _text(
        _("Why"),
        _("For example until when you are away."),
        required=True,
        missing=_("Say why somebody else signs."),
    )

    def __init__(self, data: Any = None, *, people: QuerySet[Person]) -> None:
        super().__init__(data)
        self.fields["to"].queryset = people  # type: ignore[attr-defined]  # a choice of people


class ReplaceForm(DelegateForm):
    """Naming who signs in place of somebody who cannot any more."""

    def __init__(self, data: Any = None, *, people: QuerySet[Person]) -> None:
        super().__init__(data, people=people)
        self.fields["to"].label = _("Who signs instead?")
        self.fields["to"].help_text = _("They sign in their own name.")
        self.fields["reason"].help_text = _("Everybody who reads about the signatures can read it.")
