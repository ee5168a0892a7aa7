"""The questions that an assessment pinned, in the language of whoever reads."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils import translation

from .. import questionnaires
from ..domain.questionnaire import Questionnaire
from ..models import Assessment, QuestionSet

_BY_DIGEST: dict[str, Questionnaire] = {}
"""A digest stands for one content for good, so what was read once is never stale."""


def questionnaire_of(assessment: Assessment) -> Questionnaire:
    """The question set in the wording that the round started with; read from the database once a process."""
    digest = assessment.question_set.digest
    if digest not in _BY_DIGEST:
        _BY_DIGEST[digest] = Questionnaire.model_validate(assessment.question_set.content)
    return _for_reader(digest)


def questionnaire_with(digest: str) -> Questionnaire:
    """The same by its digest, for lists of many rounds."""
    if digest not in _BY_DIGEST:
        content = QuestionSet.objects.values_list("content", flat=True).get(digest=digest)
        _BY_DIGEST[digest] = Questionnaire.model_validate(content)
    return _for_reader(digest)


def worded(questionnaire_id: str = "honest-pilot/1") -> Questionnaire:
    """The question set that ships, for pages outside a round."""
    digest = _digest_of(questionnaire_id)
    _BY_DIGEST.setdefault(digest, questionnaires.load(questionnaire_id))
    return _for_reader(digest)


@cache
def _digest_of(questionnaire_id: str) -> str:
    return questionnaires.digest(questionnaires.load(questionnaire_id))


def _for_reader(digest: str) -> Questionnaire:
    return in_language(digest, translation.get_language() or settings.LANGUAGE_CODE)


@cache
def in_language(digest: str, language: str) -> Questionnaire:
    """In this language as far as it is translated; keys, levels and all that is counted stay the same."""
    folder, locale = Path(settings.LOCALE_PATHS[0]), translation.to_locale(language)
    return questionnaires.translated(_BY_DIGEST[digest], folder, locale)
