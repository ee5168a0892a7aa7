"""In which language somebody is told something while somebody else, or nobody, reads the site."""

from django.conf import settings
from django.utils import translation


def in_language(chosen: str) -> translation.override:
    """What is said inside is said in this language; in the site's for who chose none."""
    return translation.override(chosen or settings.LANGUAGE_CODE)
