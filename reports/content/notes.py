"""What a case carries along beside its answers, in words."""

from collections.abc import Iterator, Mapping
from typing import Any

from .parts import Note

Frozen = Mapping[str, Any]


def notes(case: Frozen, questions: Mapping[str, Frozen]) -> Iterator[Note]:
    """Every further remark of the case file; `questions` are the record's, by key."""
    for challenge in case.get("challenges", ()):
        if not challenge.get("settled") and questions[challenge["question"]]["critical"]:
            continue  # stands among the holds
        state = "Settled challenge" if challenge.get("settled") else "Open challenge"
        yield Note(f"{state}: {questions[challenge['question']]['name']}", challenge["text"])
    if case.get("notes"):
        yield Note("Notes", case["notes"])
