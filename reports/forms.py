"""What the portfolio can be filtered by."""

from typing import Any, ClassVar

from django_filters import CharFilter, ChoiceFilter, FilterSet

from assessments.domain.verdict import Verdict

from .content import words
from .models import RecordRow
from .portfolio import Choices

VERDICTS = [(verdict.value, words.VERDICT_NAMES[verdict.value]) for verdict in Verdict]


class PortfolioFilter(FilterSet):  # type: ignore[misc]  # django-filter has no types
    """Narrow the result rows; what can be chosen is given, so that choosing costs no query."""

    text = CharFilter(field_name="project__name", lookup_expr="icontains", label="Project name")
    initiative = ChoiceFilter(label="Initiative", empty_label="All initiatives")
    unit = ChoiceFilter(label="Unit", empty_label="All units")
    verdict = ChoiceFilter(label="Verdict", empty_label="Any verdict", choices=VERDICTS)

    class Meta:
        model = RecordRow
        fields: ClassVar = ["text", "initiative", "unit", "verdict"]

    def __init__(self, data: Any, queryset: Any, choices: Choices) -> None:
        super().__init__(data, queryset)
        self.filters["initiative"].extra["choices"] = choices.initiatives
        self.filters["unit"].extra["choices"] = choices.units

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was chosen."""
        return any(self.form.cleaned_data.values()) if self.form.is_valid() else False
