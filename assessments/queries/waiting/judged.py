"""A round whose answers stand still, judged, with the rows behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from ...domain.remedies import Disposition, may_acknowledge
from ...domain.verdict import Assessed, assess
from ...models import Assessment, Remedy
from ..cases import case_of, remedies_of
from ..opinions import Differing, differing_in
from ..question_sets import questionnaire_of


@dataclass(frozen=True)
class Judged:
    """What a round says on a day, and what was chosen for its findings."""

    assessment: Assessment
    assessed: Assessed
    remedies: Mapping[str, Remedy]
    differing: Sequence[Differing] = ()
    """Where second voices differ from the team's."""

    @property
    def today(self) -> date:
        """The day on which it is judged."""
        return self.assessed.as_of

    @property
    def verdict_url(self) -> str:
        """Where everything about it is shown."""
        return reverse("verdict", args=[self.assessment.pk])

    def remedy_url(self, section: str) -> str:
        """Where a section's finding is disposed of."""
        return reverse("remedy", args=[self.assessment.pk, section])

    def name(self, section: str) -> str:
        """What a section is called."""
        return self.assessed.questionnaire.by_section[section].name

    def standing_remedies(self) -> list[Remedy]:
        """The remedies of findings that still need one, in catalogue order."""
        needed = (
            section
            for section, disposed in self.assessed.dispositions.items()
            if disposed.state is not Disposition.NOT_NEEDED
        )
        return [self.remedies[section] for section in needed if section in self.remedies]

    def may_approve(self, remedy: Remedy) -> bool:
        """Whether an approval that waits would count if it were given today."""
        result = self.assessed.sections[remedy.section]
        expired = remedy.expires_on is not None and remedy.expires_on <= self.today
        return remedy.waits_for_approval and not expired and may_acknowledge(result)


def judged(assessment: Assessment, today: date) -> Judged:
    """Judge a round; eight queries, and five to seven more where second opinions are opened."""
    case = case_of(assessment)
    assessed = assess(case, questionnaire_of(assessment), today)
    differing = differing_in(assessment, case) if case.disagreements else []
    return Judged(assessment, assessed, remedies_of(assessment), differing)
