"""What the way a round was answered gives reason to ask, from the team's rows."""

from collections.abc import Mapping

from ..domain.candour import Given, Prompt, prompts
from ..models import Answer, Assessment
from .answers import as_answer
from .question_sets import questionnaire_of


def prompts_of(assessment: Assessment, rows: Mapping[str, Answer]) -> tuple[Prompt, ...]:
    """The candour prompts of a round; `rows` are its answers as `answers_of` reads them. No query."""
    given = [
        Given(key, answer, row.answered_at, row.carried_over, row.after_verdict)
        for key, row in rows.items()
        if (answer := as_answer(row))
    ]
    return prompts(given, questionnaire_of(assessment), claim_after_verdict=assessment.claim_after_verdict)
