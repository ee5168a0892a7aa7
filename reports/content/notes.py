"""What a case carries along beside its answers, in words."""

from collections.abc import Iterator, Mapping
from typing import Any

from assessments.domain.language import gettext as _

from .parts import Note

Frozen = Mapping[str, Any]


def notes(case: Frozen, questions: Mapping[str, Frozen]) -> Iterator[Note]:
    """Every further remark of the case file; `questions` are the record's, by key."""
    for challenge in case.get("challenges", ()):
        if not challenge.get("settled") and questions[challenge["question"]]["critical"]:
            continue  # stands among the holds
        label = (
            _("Settled challenge: %(question)s")
            if challenge.get("settled")
            else _("Open challenge: %(question)s")
        )
        yield Note(label % {"question": questions[challenge["question"]]["name"]}, challenge["text"])
    if case.get("notes"):
        yield Note(_("Notes"), case["notes"])
