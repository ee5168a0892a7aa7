"""In which language the domain speaks: English as it is written, unless whoever runs it hands in another.

The functions are those of Python's own gettext, so that texts are found and translated with the usual tools.
"""

from collections.abc import Callable, Sequence
from gettext import NullTranslations
from typing import Protocol


class Language(Protocol):
    """What translates, and how it writes numbers; the words are those of `gettext`."""

    def gettext(self, message: str, /) -> str:
        """The text in this language, or as it is."""

    def ngettext(self, singular: str, plural: str, number: int, /) -> str:
        """The form of the text that fits the number."""

    def pgettext(self, context: str, message: str, /) -> str:
        """The text as it is meant here."""


_spoken: Language = NullTranslations()
_separators: Callable[[], tuple[str, str]] = lambda: (",", ".")  # noqa: E731 - replaced as a whole


def speak(language: Language, separators: Callable[[], tuple[str, str]]) -> None:
    """Speak this language from now on; `separators` gives those of thousands and of decimals."""
    global _spoken, _separators
    _spoken, _separators = language, separators


def gettext(message: str) -> str:
    """The text in the language of whoever reads it."""
    return _spoken.gettext(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """The same for a text with a number, in the form that fits it."""
    return _spoken.ngettext(singular, plural, number)


def pgettext(context: str, message: str) -> str:
    """The same for a text that needs a hint of what is meant."""
    return _spoken.pgettext(context, message)


def gettext_noop(message: str) -> str:
    """Mark a text that is translated where it is shown."""
    return message


def listed(names: Sequence[str]) -> str:
    """Names as running text: "a", "a and b", "a, b and c"."""
    if len(names) < 2:
        return "".join(names)
    return gettext("%(first)s and %(last)s") % {"first": enumerated(names[:-1]), "last": names[-1]}


def enumerated(parts: Sequence[str]) -> str:
    """Parts one after the other: "a, b, c"."""
    return pgettext("between the parts of a list", ", ").join(parts)


def separators() -> tuple[str, str]:
    """What stands between thousands, and before decimals."""
    return _separators()
