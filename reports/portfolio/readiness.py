"""Readiness as of a day: a record's readiness falls back when an acknowledgement that it rests on expires."""

from dataclasses import dataclass
from datetime import date

from assessments.domain import verdict

from ..content import words
from ..models import Record


@dataclass(frozen=True)
class Readiness:
    """What is left to do, as a code and in words; `note` says until or since when, where a day matters."""

    code: str
    words: str
    note: str = ""


def readiness_on(record: Record, today: date) -> Readiness:
    """Judge a record's readiness on a day, from what was frozen in it."""
    until = record.ready_until
    if until is not None and today >= until:
        code = verdict.Readiness.UNDECIDED.value
        return Readiness(code, words.readiness_words(code, record.result), f"expired {until:%-d %B %Y}")
    note = f"until {until:%-d %B %Y}" if until else ""
    return Readiness(record.readiness, words.readiness_words(record.readiness, record.result), note)
