"""What the portfolio can be filtered by."""

from typing import Any, ClassVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, FilterSet

from assessments.domain.verdict import Verdict

from ..content import words
from ..models import RecordRow
from ..portfolio import Choices


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
