"""The two honest moves for a finding: fix it, or acknowledge it with an adjusted number."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .case import Acknowledgement, Action, Case, Fix, Progress
from .language import gettext as _
from .scoring import Finding, SectionResult


class Disposition(StrEnum):
    """Where a finding stands; only `fix` and `acknowledged` are valid dispositions."""

    NOT_NEEDED = "not_needed"
    UNDECIDED = "undecided"
    FIX = "fix"
    ACKNOWLEDGED = "acknowledged"
    EXPIRED = "expired"

    @property
    def valid(self) -> bool:
        """Whether the finding needs no further decision today."""
        return self in {Disposition.NOT_NEEDED, Disposition.FIX, Disposition.ACKNOWLEDGED}


@dataclass(frozen=True)
class Disposed:
    """One section's disposition on a day, why it is not valid, and the first day it no longer holds."""

    state: Disposition
    reason: str = ""
    until: date | None = None


def dispositions(case: Case, sections: Mapping[str, SectionResult], as_of: date) -> dict[str, Disposed]:
    """Say for every section, in catalogue order, how its finding is disposed of on the day `as_of`."""
    return {key: _dispose(case, result, as_of) for key, result in sections.items()}


def may_acknowledge(result: SectionResult) -> bool:
    """An unknown finding can be acknowledged only when none of its critical questions is blank.

    A follow-up that is asked is part of its question.
    """
    critical = {question.key for question in result.section.critical}
    blank = any(item.blank and not critical.isdisjoint((item.key, item.follows)) for item in result.questions)
    return result.finding is not Finding.UNKNOWN or not blank


def _dispose(case: Case, result: SectionResult, as_of: date) -> Disposed:
    if result.finding is Finding.MATCHED:
        return Disposed(Disposition.NOT_NEEDED)
    match case.remedies.get(result.section.key):
        case Fix(actions=actions) if actions:
            return _promised(actions)
        case Acknowledgement() as acknowledgement:
            return _acknowledged(acknowledgement, result, as_of)
    return Disposed(Disposition.UNDECIDED, _("choose: fix it, or acknowledge it with an adjusted number"))


def _promised(actions: tuple[Action, ...]) -> Disposed:
    """A fix of which nothing is left promises nothing."""
    if all(action.status is Progress.DROPPED for action in actions):
        return Disposed(Disposition.UNDECIDED, _("every action was dropped: choose anew"))
    return Disposed(Disposition.FIX)


def _acknowledged(acknowledgement: Acknowledgement, result: SectionResult, as_of: date) -> Disposed:
    if not may_acknowledge(result):
        return Disposed(
            Disposition.UNDECIDED,
            _("an unknown finding with a blank critical question cannot be acknowledged"),
        )
    approver, asked_by = (
        name.strip().casefold() for name in (acknowledgement.approver, acknowledgement.asked_by)
    )
    if not approver:
        return Disposed(Disposition.UNDECIDED, _("the acknowledgement waits for its approval"))
    if approver == asked_by:
        return Disposed(Disposition.UNDECIDED, _("whoever asks for an acknowledgement cannot approve it"))
    if as_of >= acknowledgement.expires:
        return Disposed(
            Disposition.EXPIRED,
            _("the acknowledgement expired on %(date)s") % {"date": acknowledgement.expires.isoformat()},
        )
    return Disposed(Disposition.ACKNOWLEDGED, until=acknowledgement.expires)
