"""What the portfolio can be filtered by, and how an acknowledgement is extended."""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, FilterSet

from assessments.domain.verdict import Verdict
from assessments.forms.fields import TextField
from assessments.models import Person

from .content import words
from .models import RecordRow
from .portfolio import Choices


class ExtensionForm(forms.Form):
    """Until when an acknowledgement is to hold, why, and who approves that."""

    expires_on = forms.DateField(
        label=_("Until when is it to hold?"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("At most two years ahead. On this day the finding opens again."),
        error_messages={
            "required": _("Give the day on which the finding opens again."),
            "invalid": _("Type a date as year-month-day, such as 2027-03-31."),
        },
    )
    why = TextField(
        label=_("Why may it hold longer?"),
        help_text=_("What was seen since, and why the adjusted expectation is still the right one."),
        error_messages={"required": _("Say why it may hold longer.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    approver = forms.ModelChoiceField(
        label=_("Who approves it?"),
        queryset=Person.objects.none(),
        empty_label=_("Choose a person"),
        help_text=_("Somebody of this project other than yourself."),
        error_messages={"required": _("Choose who will approve it.")},
    )

    def __init__(self, data: Any = None, *, people: QuerySet[Person]) -> None:
        super().__init__(data)
        self.fields["approver"].queryset = people  # type: ignore[attr-defined]


class PortfolioFilter(FilterSet):  # type: ignore[misc]  # django-filter has no types
    """Narrow the result rows; what can be chosen is given, so that choosing costs no query."""

    text = CharFilter(field_name="project__name", lookup_expr="icontains", label=_("Project name"))
    initiative = ChoiceFilter(label=_("Initiative"), empty_label=_("All initiatives"))
    unit = ChoiceFilter(label=_("Unit"), empty_label=_("All units"))
    verdict = ChoiceFilter(label=_("Verdict"), empty_label=_("Any verdict"))

    class Meta:
        model = RecordRow
        fields: ClassVar = ["text", "initiative", "unit", "verdict"]

    def __init__(self, data: Any, queryset: Any, choices: Choices) -> None:
        super().__init__(data, queryset)
        self.filters["initiative"].extra["choices"] = choices.initiatives
        self.filters["unit"].extra["choices"] = choices.units
        self.filters["verdict"].extra["choices"] = _verdicts()

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was chosen."""
        return any(self.form.cleaned_data.values()) if self.form.is_valid() else False


def _verdicts() -> list[tuple[str, str]]:
    return [(verdict.value, gettext(words.VERDICT_NAMES[verdict.value])) for verdict in Verdict]
