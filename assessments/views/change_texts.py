"""What was done to a row, one text for each way of changing it."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assessments.queries import Change

Texts = Mapping[str, str]
"""By operation the rest of a sentence, in English: `said` tells it to whoever reads."""

ROWS: Texts = {
    "insert": gettext_noop("added a row of %(table)s"),
    "update": gettext_noop("changed a row of %(table)s"),
    "delete": gettext_noop("deleted a row of %(table)s"),
}


def said(texts: Texts, change: Change, **told: object) -> str:
    """The text for what was done, with what it tells."""
    return _(texts[change.op]) % told
