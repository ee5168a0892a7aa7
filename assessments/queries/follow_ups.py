"""Which questions a round's rows ask: the rule of the domain, on what is stored."""

from collections.abc import Mapping

from ..domain import case
from ..domain.follow_ups import reduced
from ..domain.questionnaire import Questionnaire
from ..models import Answer, Assessment, Said
from .answers import Outline, outline_of
from .question_sets import questionnaire_of


def asked_by(rows: Mapping[str, Answer | Outline], questionnaire: Questionnaire) -> Questionnaire:
    """The questions that these rows ask; the set itself where it has no follow-ups. No query."""
    leading = {key: said for key in questionnaire.follow_ups if (said := _said(rows.get(key)))}
    return reduced(questionnaire, {key: case.Answer(said) for key, said in leading.items()})


def asked_in(assessment: Assessment) -> Questionnaire:
    """The questions that the voice's answers ask; one query, and none where the set has no follow-ups."""
    questionnaire = questionnaire_of(assessment)
    return asked_by(outline_of(assessment), questionnaire) if questionnaire.follow_ups else questionnaire


def _said(row: Answer | Outline | None) -> case.Said | None:
    """What a row says as far as a follow-up can depend on it."""
    match row.said if row else None:
        case Said.LEVEL if row and row.level is not None:
            return case.Choice(row.level)
        case Said.PAIR if row:
            return case.Pair(row.pilot, row.production)
        case Said.NOT_KNOWN:
            return case.NotKnown()
    return None
