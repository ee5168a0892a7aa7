"""What a case carries along beside its answers, in words."""

from collections.abc import Iterator, Mapping
from typing import Any

from .parts import Note

Frozen = Mapping[str, Any]


def notes(case: Frozen, names: Mapping[str, str]) -> Iterator[Note]:
    """Every further remark of the case file; `names` maps question keys to their short names."""
    for challenge in case.get("challenges", ()):
        state = "Settled challenge" if challenge.get("settled") else "Open challenge"
        yield Note(f"{state}: {names.get(challenge['question'], challenge['question'])}", challenge["text"])
    if case.get("notes"):
        yield Note("Notes", case["notes"])
