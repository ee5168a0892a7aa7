"""How complete a round is: what is answered, never how well."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..domain.case import Evidence
from ..domain.questionnaire import Question, Questionnaire
from ..models import Answer, Assessment, Said
from .answers import Outline, answers_of
from .follow_ups import asked_by
from .question_sets import questionnaire_of


@dataclass(frozen=True)
class SectionProgress:
    """Counts of one section's questions; `answered` includes those said to be not known or not applicable."""

    total: int
    answered: int
    not_known: int
    to_confirm: int
    """Carried over from the last round and not looked at since."""
    with_evidence: int

    @property
    def complete(self) -> bool:
        """Whether everything is answered and nothing waits to be confirmed."""
        return self.answered == self.total and not self.to_confirm


Progress = dict[str, SectionProgress]


def progress(
    assessment: Assessment,
    answers: Mapping[str, Answer | Outline] | None = None,
    questionnaire: Questionnaire | None = None,
) -> Progress:
    """Every section's progress, in catalogue order; no query where answers and questions are at hand.

    Counted is what the answers ask.
    """
    rows: Mapping[str, Answer | Outline] = answers_of(assessment) if answers is None else answers
    asked = asked_by(rows, questionnaire or questionnaire_of(assessment))
    return {section.key: count(section.questions, rows) for section in asked.sections}


def count(questions: tuple[Question, ...], rows: Mapping[str, Answer | Outline]) -> SectionProgress:
    """The progress of these questions."""
    answered = [row for question in questions if (row := rows.get(question.key)) and row.is_answered]
    return SectionProgress(
        total=len(questions),
        answered=len(answered),
        not_known=sum(row.said == Said.NOT_KNOWN for row in answered),
        to_confirm=sum(row.carried_over for row in answered),
        with_evidence=sum(row.evidence != Evidence.NONE for row in answered),
    )
