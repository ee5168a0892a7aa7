"""A language that is none: whatever is left in English was not marked for translation."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.utils import translation

from assessments.apps import separators
from assessments.domain import language
from assessments.domain.questionnaire import Questionnaire
from assessments.questionnaires import WORDED

FILLED_IN = re.compile(r"%\(\w+\)s|%%")
WORD = re.compile(r"[A-Za-z]{2,}")


class Disguise:
    """Writes every letter as a bullet; what is filled in stays."""

    def gettext(self, message: str, /) -> str:
        """The text in disguise."""
        kept = [*FILLED_IN.findall(message), ""]
        parts = [re.sub(r"[^\W\d_]", "•", part) for part in FILLED_IN.split(message)]
        return "".join(part + held for part, held in zip(parts, kept, strict=True))

    def ngettext(self, singular: str, plural: str, number: int, /) -> str:
        """The same for a text with a number."""
        return self.gettext(singular if number == 1 else plural)

    def pgettext(self, _context: str, message: str, /) -> str:
        """The same for a text with a hint."""
        return self.gettext(message)


@contextmanager
def disguised() -> Iterator[None]:
    """Let the domain speak in disguise, with a comma before decimals."""
    language.speak(Disguise(), lambda: (".", ","))
    try:
        yield
    finally:
        language.speak(translation, separators)


def in_disguise(questionnaire: Questionnaire) -> Questionnaire:
    """The question set as if it were translated."""
    return Questionnaire.model_validate(_worded(questionnaire.model_dump()))


def _worded(part: Any, name: str = "") -> Any:
    if isinstance(part, dict):
        return {key: _worded(value, key) for key, value in part.items()}
    if isinstance(part, str):
        return Disguise().gettext(part) if name in WORDED else part
    return [_worded(item) for item in part] if isinstance(part, list | tuple) else part


def english_in(texts: Iterable[str]) -> set[str]:
    """The words that are left as they were."""
    return {word for text in texts for word in WORD.findall(text)}
