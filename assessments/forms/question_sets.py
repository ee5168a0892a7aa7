"""The question set that ships, for pages outside a round: in the language of whoever reads."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils import translation

from assessments import questionnaires
from assessments.domain.questionnaire import Questionnaire


def worded(questionnaire_id: str = "honest-pilot/1") -> Questionnaire:
    """The question set as far as it is translated; only its words differ."""
    return _worded(questionnaire_id, translation.get_language() or settings.LANGUAGE_CODE)


@cache
def _worded(questionnaire_id: str, language: str) -> Questionnaire:
    folder, locale = Path(settings.LOCALE_PATHS[0]), translation.to_locale(language)
    return questionnaires.translated(questionnaires.load(questionnaire_id), folder, locale)
