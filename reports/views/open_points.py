"""What is still open in a round, and what its reader can do: an order only where it can be followed."""

from collections.abc import Iterator

from ..content.parts import Remedy
from ..content.report import ReportContent
from ..content.words import counted, listed

NOT_YET = "Do not decide on full deployment yet."
NEXT_ROUND = "Start the next round to close what is still open: this record stays as it is."
NOBODY_CHOSE = "nobody has chosen yet whether to fix or to acknowledge it"


def readers_task(content: ReportContent, *, frozen: bool) -> str:
    """The one thing to do now; in a record nothing can be closed any more."""
    if content.standing.readiness != "undecided":
        return content.standing.readers_task
    if frozen:
        return f"{NOT_YET} {NEXT_ROUND}"
    chores = list(_chores(content))
    return f"{NOT_YET} First {listed(chores)}." if chores else NOT_YET


def named(content: ReportContent) -> list[str]:
    """Every open point with its name, for who is about to freeze them."""
    remedies = [
        f"{remedy.section_name}: {_why_open(remedy)}." for remedy in content.remedies if remedy.is_open
    ]
    contradictions = [
        f"Contradiction without explanation: {item.text}" for item in content.open_contradictions
    ]
    voices = [
        f"Disagreement that nobody settled, {item.name}: the team says “{item.team}”, a second opinion "
        f"“{item.second}”."
        for item in content.open_disagreements
    ]
    missing = [content.opinions] if content.missing_opinions else []
    return [
        *remedies,
        *contradictions,
        *voices,
        *missing,
        *(f"{hold.word}: {hold.text}" for hold in content.holds),
    ]


def _why_open(remedy: Remedy) -> str:
    return remedy.reason if remedy.is_chosen else NOBODY_CHOSE


def _chores(content: ReportContent) -> Iterator[str]:
    open_remedies = [remedy for remedy in content.remedies if remedy.is_open]
    waiting = sum(remedy.is_chosen for remedy in open_remedies)
    if undecided := len(open_remedies) - waiting:
        yield f"choose fix or acknowledge for {counted(undecided, 'finding')}"
    if waiting:
        yield f"have {counted(waiting, 'acknowledgement')} approved, or choose anew"
    if contradictions := len(content.open_contradictions):
        yield (
            "explain the contradiction" if contradictions == 1 else f"explain {contradictions} contradictions"
        )
    if voices := len(content.open_disagreements):
        yield "settle the disagreement" if voices == 1 else f"settle {voices} disagreements"
    for hold in content.holds:
        if hold.kind == "missing_proof":
            yield f"add proof to {counted(len(hold.questions), 'critical answer')}"
        else:
            yield f"close this: {hold.text.rstrip('.')}"
