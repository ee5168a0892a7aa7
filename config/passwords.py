"""What a password must be, after NIST SP 800-63B: long, and not what somebody would try first.

No composition rules, no forced change, no upper limit that anybody would meet.
"""

import re
from typing import Final

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

PRODUCT: Final = "Honest Pilot"
SHORTEST_WORD: Final = 4
LEAST_OF_ITS_OWN: Final = 8
LEAST_DIFFERENT: Final = 5


class LengthValidator(MinimumLengthValidator):
    """At least so many characters."""

    def get_error_message(self) -> str:
        """What to do, not what is wrong."""
        return ngettext(
            "Take at least %(count)s character; a few words in a row are fine.",
            "Take at least %(count)s characters; a few words in a row are fine.",
            self.min_length,
        ) % {"count": self.min_length}

    def get_help_text(self) -> str:
        """The rule before typing."""
        return ngettext(
            "At least %(count)s character: a few words in a row are easiest to remember.",
            "At least %(count)s characters: a few words in a row are easiest to remember.",
            self.min_length,
        ) % {"count": self.min_length}


class ForeseeableValidator:
    """Not what is known about the person and the place, nor one character over and over."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Refuse a password that has little beside the words anybody could foresee."""
        if len(set(password.casefold())) < LEAST_DIFFERENT:
            raise ValidationError(_("Use more different characters."), code="password_repeats")
        if len(_without(password, foreseeable_words(user))) < LEAST_OF_ITS_OWN:
            raise ValidationError(
                _("Leave out your name, your e-mail address, and the names of this place."),
                code="password_foreseeable",
            )

    def get_help_text(self) -> str:
        """The rule before typing."""
        return _("Nothing that others would try first: your name, this site’s name, a well-known password.")


def foreseeable_words(user: AbstractBaseUser | None) -> list[str]:
    """The words of the person, the organisation and the product, longest first."""
    known = [getattr(user, "email", ""), getattr(user, "name", ""), settings.ORGANISATION_NAME, PRODUCT]
    words = {word for text in known for word in re.split(r"[\W_]+", (text or "").casefold())}
    return sorted((word for word in words if len(word) >= SHORTEST_WORD), key=len, reverse=True)


def _without(password: str, words: list[str]) -> str:
    left = re.sub(r"[\W_]+", "", password.casefold())
    for word in words:
        left = left.replace(word, "")
    return left
