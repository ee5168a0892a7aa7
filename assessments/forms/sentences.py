"""What actions say of a field, as people read it beside that field."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _


def as_sentence(error: str) -> str:
    """What is wrong, as a sentence: "must not be empty" becomes "Must not be empty."."""
    return _("%(error)s.") % {"error": capfirst(error)}
