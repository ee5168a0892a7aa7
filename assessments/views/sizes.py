"""How large files are, as pages write it."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

UNITS = (
    (1_000_000_000, gettext_noop("%(size)s GB")),
    (1_000_000, gettext_noop("%(size)s MB")),
    (1_000, gettext_noop("%(size)s kB")),
)


def in_bytes(size: int) -> str:
    """Write a size with at most one decimal: 312 bytes, 40 kB, 1.2 MB."""
    for least, text in UNITS:
        if size >= least:
            shown = Decimal(f"{size / least:.1f}".removesuffix(".0"))
            return _(text) % {"size": number_format(shown)}
    return ngettext("%(count)s byte", "%(count)s bytes", size) % {"count": size}
