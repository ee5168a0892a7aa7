"""The words of verdicts, results, readiness and findings: the one place where codes become sentences.

The words for a failing verdict speak about the result, never about people and never about the future:
a system may work although its pilot predicts nothing.
"""

from datetime import UTC, date, datetime

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
"""English whatever the machine's locale."""

VERDICTS = {
    "predictive": "This result predicts production.",
    "conditionally_predictive": "This result predicts production only under the conditions named.",
    "not_predictive": "This result is no evidence for production.",
}
VERDICT_NAMES = {
    "predictive": "predictive",
    "conditionally_predictive": "conditionally predictive",
    "not_predictive": "not predictive",
}
VERDICT_REASONS = {
    "predictive": (
        "In all eight sections the pilot ran under conditions close to production's, and evidence backs it."
    ),
    "conditionally_predictive": (
        "The pilot came near production, yet not everywhere: the claim holds only as far as the conditions "
        "below do."
    ),
    "not_predictive": (
        "In at least one section the pilot differed from production, or nothing shows that it did not. "
        "This says nothing against the system: it may work or fail; the pilot cannot tell."
    ),
}

RESULTS = {
    "met": "The claim met its own success criterion in the pilot",
    "not_met": "The claim did not meet its own success criterion in the pilot",
    "none": "No success criterion was set, so there is no result to hold the claim against",
}
RESULT_NAMES = {"met": "met", "not_met": "not met", "none": "no criterion set"}

READINESS = {
    "ready": "Ready to decide",
    "ready_with_adjusted_expectations": "Ready with adjusted expectations",
    "fix_first": "Fix first",
    "undecided": "Undecided",
}
READY_TO_SAY_NO = "Ready to decide: the pilot predicts that the criterion will be missed"
READINESS_REASONS = {
    "ready": "The pilot predicts production, so its result can be relied on.",
    "ready_with_adjusted_expectations": (
        "Every finding that is not matched was acknowledged by an approver, with an adjusted number."
    ),
    "fix_first": "Every open finding has a decision, and at least one gap is to be closed before deployment.",
    "undecided": "Something is still open that only people can close.",
}

TASKS = {
    "ready": "Decide on deployment: the conditions were production's, and the result can be relied on.",
    "ready_not_met": (
        "Decide whether to stop, or to change the system and test again: the pilot was honest, and it says "
        "no."
    ),
    "ready_none": (
        "Decide which result would be good enough: the pilot was honest, but nobody set a criterion."
    ),
    "ready_with_adjusted_expectations": (
        "Decide on the adjusted expectations under Remedies, not on the claim as it was reported."
    ),
    "fix_first": "Wait with full deployment until the fixes under Remedies show in a later round's answers.",
    "undecided": (
        "Do not decide on full deployment yet. See that each open point is closed: fix it, or acknowledge it."
    ),
}

FINDING_SENTENCES = {
    "matched": "Close to production, and evidence backs it.",
    "partial": "Near production, with a difference that matters.",
    "unmatched": "By the answers themselves, the pilot differed from production.",
    "unknown": "Nothing shows that the pilot was like production: answers or evidence are missing.",
}

DISPOSITIONS = {
    "not_needed": "Nothing needed",
    "undecided": "Undecided",
    "fix": "Fix before deployment",
    "acknowledged": "Acknowledged",
    "expired": "Acknowledgement expired",
}
HOLDS = {
    "contradiction": "Contradiction",
    "disagreement": "Disagreement",
    "challenge": "Open challenge",
    "missing_proof": "Missing proof",
}

OPEN_POINTS = {
    "contradiction": ("unsettled contradiction", "unsettled contradictions"),
    "disagreement": ("unsettled disagreement", "unsettled disagreements"),
    "challenge": ("open challenge", "open challenges"),
    "missing_proof": ("critical answer without proof", "critical answers without proof"),
    "undecided": ("finding without a decision", "findings without a decision"),
    "expired": ("acknowledgement that expired", "acknowledgements that expired"),
}
NOT_ANSWERED = "not answered"
NOT_KNOWN = "not known"
NOT_APPLICABLE = "not applicable"
PILOT_HAD_MORE = "the pilot had more"
PILOT_HAD_LESS = "the pilot had less"
CONTINUES = " … (continues in the attached case file)"


def verdict_sentence(verdict: str) -> str:
    """What the pilot's result says about production, in one sentence."""
    return VERDICTS[verdict]


def readiness_words(readiness: str, result: str) -> str:
    """What is left to do; a predictive pilot that missed its criterion is ready to say no."""
    return READY_TO_SAY_NO if (readiness, result) == ("ready", "not_met") else READINESS[readiness]


def readers_task(readiness: str, result: str) -> str:
    """The one thing that the report asks of whoever reads it."""
    if readiness == "ready" and result != "met":
        return TASKS[f"ready_{result}"]
    return TASKS[readiness]


def result_sentence(result: str, criterion: str) -> str:
    """Whether the claim met its own criterion, with the criterion where there is one."""
    return f"{RESULTS[result]} ({criterion})." if criterion and result != "none" else f"{RESULTS[result]}."


def counted(number: int, one: str, many: str = "") -> str:
    """A count with its noun: "1 question", "3 questions"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def day(text: str) -> str:
    """An ISO date, or the date of an ISO time, as people write it: "31 March 2026"; empty stays empty."""
    if not text:
        return ""
    parsed = date.fromisoformat(text[:10])
    return f"{parsed.day} {MONTHS[parsed.month - 1]} {parsed.year}"


def moment(text: str) -> str:
    """An ISO time as people write it: "31 March 2026, 14:05 UTC"."""
    if not text:
        return ""
    at = datetime.fromisoformat(text).astimezone(UTC)
    return f"{day(at.isoformat())}, {at:%H:%M} UTC"


def listed(names: list[str]) -> str:
    """Names as running text: "a", "a and b", "a, b and c"."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
