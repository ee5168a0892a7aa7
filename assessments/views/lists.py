"""Several phrases in one sentence, all joined by a word. Mere names: `listed` of the domain's language."""

from collections.abc import Sequence
from functools import reduce

from django.utils.translation import gettext as _


def each_and(names: Sequence[str]) -> str:
    """Every one joined by that word, for whole phrases."""
    return reduce(lambda first, last: _("%(first)s and %(last)s") % {"first": first, "last": last}, names)


def each_or(names: Sequence[str]) -> str:
    """The same to choose from: "Ada or Ben or Cleo"."""
    return reduce(lambda first, last: _("%(first)s or %(last)s") % {"first": first, "last": last}, names)
