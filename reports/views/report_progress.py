"""How far a report is, in words that people who wait can use."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from ..models import ISSUED, Report

State = Report.State

_AT = {State.REQUESTED: 0, State.RENDERING: 1, State.FAILED: 1, State.REVOKED: 3}
_AT |= {State(issued): 3 for issued in ISSUED}
_SENTENCES = {
    State.REQUESTED: gettext_noop("Your report waits for its turn. It usually starts within a few seconds."),
    State.RENDERING: gettext_noop("Your report is being written and sealed. That takes a few seconds."),
    State.SEALED: gettext_noop("The report is sealed. What it says will not change any more."),
    State.SIGNING: gettext_noop("The report is sealed, and some who have to sign it have signed."),
    State.SIGNED: gettext_noop("The report is sealed, and everybody who had to sign it has signed."),
    State.DECLINED: gettext_noop("The report is sealed, but somebody declined to sign it: do not act on it."),
    State.FAILED: gettext_noop("The report could not be written."),
    State.REVOKED: gettext_noop("This report holds no longer: do not decide by it."),
}


@dataclass(frozen=True)
class Progress:
    """What the job component shows: steps with their classes, where it stands, and why it failed."""

    steps: tuple[tuple[str, str], ...]
    sentence: str
    reason: str


def progress_of(report: Report) -> Progress:
    """Put a report's state into words."""
    state = State(report.state)
    here = _AT[state]
    now = "failed" if state == State.FAILED else "now"
    steps = _steps()
    classes = ("done" if place < here else now if place == here else "" for place in range(len(steps)))
    return Progress(tuple(zip(steps, classes, strict=True)), _(_SENTENCES[state]), report.reason)


def _steps() -> tuple[str, ...]:
    return (
        pgettext("state of a report", "Asked for"),
        pgettext("state of a report", "Being written"),
        pgettext("state of a report", "Sealed"),
    )
