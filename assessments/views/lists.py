"""Several things named in one sentence."""

from collections.abc import Sequence
from functools import reduce

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def listed(names: Sequence[str]) -> str:
    """One after the other: "Data, Users, Load"."""
    return pgettext("between the things of a list", ", ").join(names)


def all_of(names: Sequence[str]) -> str:
    """The last one joined by a word: "Data, Users and Load"."""
    *first, last = names
    return _("%(first)s and %(last)s") % {"first": listed(first), "last": last} if first else last


def each_and(names: Sequence[str]) -> str:
    """Every one joined by that word, for whole phrases."""
    return reduce(lambda first, last: _("%(first)s and %(last)s") % {"first": first, "last": last}, names)


def each_or(names: Sequence[str]) -> str:
    """The same to choose from: "Ada or Ben or Cleo"."""
    return reduce(lambda first, last: _("%(first)s or %(last)s") % {"first": first, "last": last}, names)
