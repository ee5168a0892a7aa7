"""How far a report is, in words that people who wait can use."""

from dataclasses import dataclass

from ..models import Report

State = Report.State

_STEPS = ("Asked for", "Being written", "Sealed")
_AT = {State.REQUESTED: 0, State.RENDERING: 1, State.FAILED: 1, State.SEALED: 3, State.REVOKED: 3}
_SENTENCES = {
    State.REQUESTED: "Your report waits for its turn. It usually starts within a few seconds.",
    State.RENDERING: "Your report is being written and sealed. That takes a few seconds.",
    State.SEALED: "The report is sealed. It will not change any more.",
    State.FAILED: "The report could not be written.",
    State.REVOKED: "This report was revoked: do not decide by it.",
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
    classes = ("done" if place < here else now if place == here else "" for place in range(len(_STEPS)))
    return Progress(tuple(zip(_STEPS, classes, strict=True)), _SENTENCES[state], report.error)
