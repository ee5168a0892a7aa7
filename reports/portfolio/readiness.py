"""Readiness as of a day: a record's readiness falls back when an acknowledgement that it rests on expires."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from assessments.domain import verdict

from ..content import words
from ..models import Record


@dataclass(frozen=True)
class Readiness:
    """What is left to do, as a code and in words; `note` says until or since when, where a day matters."""

    code: str
    words: str
    note: str = ""


def needs_renewal(record: Record, today: date) -> bool:
    """Whether an acknowledgement that the record rests on has ended since, and was not extended."""
    until = record.row.extended_until or record.ready_until
    return until is not None and today >= until


def readiness_on(readiness: str, result: str, until: date | None, today: date) -> Readiness:
    """Judge on a day what was frozen; `until` is the first day on which it no longer holds."""
    if until is not None and today >= until:
        code = verdict.Readiness.UNDECIDED.value
        expired = _("expired %(day)s") % {"day": words.day(until.isoformat())}
        return Readiness(code, words.readiness_words(code, result), expired)
    note = _("until %(day)s") % {"day": words.day(until.isoformat())} if until else ""
    return Readiness(readiness, words.readiness_words(readiness, result), note)
