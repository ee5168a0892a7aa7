"""The words of verdicts, results, readiness and findings: the one place where codes become sentences.

The words for a failing verdict speak about the result, never about people and never about the future:
a system may work although its pilot predicts nothing. What stands here by code is translated where it is
shown.
"""

from datetime import UTC, date, datetime

from assessments.domain.language import gettext as _
from assessments.domain.language import gettext_noop, ngettext, pgettext
from assessments.domain.numbers import plain

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
"""As Django's own catalogues have them, in the form that stands in a date."""

VERDICTS = {
    "predictive": gettext_noop("This result predicts production."),
    "conditionally_predictive": gettext_noop(
        "This result predicts production only under the conditions named."
    ),
    "not_predictive": gettext_noop("This result is no evidence for production."),
}
VERDICT_NAMES = {
    "predictive": gettext_noop("predictive"),
    "conditionally_predictive": gettext_noop("conditionally predictive"),
    "not_predictive": gettext_noop("not predictive"),
}
VERDICT_REASONS = {
    "predictive": gettext_noop(
        "In all eight sections the pilot ran under conditions close to production's, and evidence backs it."
    ),
    "conditionally_predictive": gettext_noop(
        "The pilot came near production, yet not everywhere: the claim holds only as far as the conditions "
        "below do."
    ),
    "not_predictive": gettext_noop(
        "In at least one section the pilot differed from production, or nothing shows that it did not. "
        "This says nothing against the system: it may work or fail; the pilot cannot tell."
    ),
}

RESULTS = {
    "met": gettext_noop("The claim met its own success criterion in the pilot"),
    "not_met": gettext_noop("The claim did not meet its own success criterion in the pilot"),
    "none": gettext_noop("No success criterion was set, so there is no result to hold the claim against"),
}
RESULT_NAMES = {
    "met": gettext_noop("met"),
    "not_met": gettext_noop("not met"),
    "none": gettext_noop("no criterion set"),
}

READINESS = {
    "ready": gettext_noop("Ready to decide"),
    "ready_with_adjusted_expectations": gettext_noop("Ready with adjusted expectations"),
    "fix_first": gettext_noop("Fix first"),
    "undecided": gettext_noop("Undecided"),
}
READY_TO_SAY_NO = gettext_noop("Ready to decide: the pilot predicts that the criterion will be missed")
READINESS_REASONS = {
    "ready": gettext_noop("The pilot predicts production, so its result can be relied on."),
    "ready_with_adjusted_expectations": gettext_noop(
        "Every finding that is not matched was acknowledged by an approver, with an adjusted number."
    ),
    "fix_first": gettext_noop(
        "Every open finding has a decision, and at least one gap is to be closed before deployment."
    ),
    "undecided": gettext_noop("Something is still open that only people can close."),
}

TASKS = {
    "ready": gettext_noop(
        "Decide on deployment: the conditions were production's, and the result can be relied on."
    ),
    "ready_not_met": gettext_noop(
        "Decide whether to stop, or to change the system and test again: the pilot was honest, and it says "
        "no."
    ),
    "ready_none": gettext_noop(
        "Decide which result would be good enough: the pilot was honest, but nobody set a criterion."
    ),
    "ready_with_adjusted_expectations": gettext_noop(
        "Decide on the adjusted expectations under Remedies, not on the claim as it was reported."
    ),
    "fix_first": gettext_noop(
        "Wait with full deployment until the fixes under Remedies show in a later round's answers."
    ),
    "undecided": gettext_noop(
        "Do not decide on full deployment yet. See that each open point is closed: fix it, or acknowledge it."
    ),
}

FINDINGS = {
    "matched": gettext_noop("matched"),
    "partial": gettext_noop("partial"),
    "unmatched": gettext_noop("unmatched"),
    "unknown": gettext_noop("unknown"),
}
FINDING_SENTENCES = {
    "matched": gettext_noop("Close to production, and evidence backs it."),
    "partial": gettext_noop("Near production, with a difference that matters."),
    "unmatched": gettext_noop("By the answers themselves, the pilot differed from production."),
    "unknown": gettext_noop(
        "Nothing shows that the pilot was like production: answers or evidence are missing."
    ),
}

GRADES = {
    "none": gettext_noop("none"),
    "documented": gettext_noop("documented"),
    "measured": gettext_noop("measured"),
    "verified": gettext_noop("verified"),
}

DISPOSITIONS = {
    "not_needed": gettext_noop("Nothing needed"),
    "undecided": gettext_noop("Undecided"),
    "fix": gettext_noop("Fix before deployment"),
    "acknowledged": gettext_noop("Acknowledged"),
    "expired": gettext_noop("Acknowledgement expired"),
}
PROGRESS = {
    "open": gettext_noop("open"),
    "in_progress": gettext_noop("in progress"),
    "done": gettext_noop("done"),
    "dropped": gettext_noop("dropped"),
}
HOLDS = {
    "contradiction": gettext_noop("Contradiction"),
    "disagreement": gettext_noop("Disagreement"),
    "challenge": gettext_noop("Open challenge"),
    "missing_proof": gettext_noop("Missing proof"),
}

OPEN_POINTS = ("contradiction", "disagreement", "challenge", "missing_proof", "undecided", "expired")
"""The kinds of open points, in the order in which they are told."""
NOT_ANSWERED = gettext_noop("not answered")
NOT_KNOWN = gettext_noop("not known")
NOT_APPLICABLE = gettext_noop("not applicable")
PILOT_HAD_MORE = gettext_noop("the pilot had more")
PILOT_HAD_LESS = gettext_noop("the pilot had less")
CONTINUES = gettext_noop(" … (continues in the attached case file)")


def verdict_sentence(verdict: str) -> str:
    """What the pilot's result says about production, in one sentence."""
    return _(VERDICTS[verdict])


def readiness_words(readiness: str, result: str) -> str:
    """What is left to do; a predictive pilot that missed its criterion is ready to say no."""
    return _(READY_TO_SAY_NO if (readiness, result) == ("ready", "not_met") else READINESS[readiness])


def readers_task(readiness: str, result: str) -> str:
    """The one thing that the report asks of whoever reads it."""
    if readiness == "ready" and result != "met":
        return _(TASKS[f"ready_{result}"])
    return _(TASKS[readiness])


def result_sentence(result: str, criterion: str) -> str:
    """Whether the claim met its own criterion, with the criterion where there is one."""
    if criterion and result != "none":
        return _("%(result)s (%(criterion)s).") % {"result": _(RESULTS[result]), "criterion": criterion}
    return _("%(result)s.") % {"result": _(RESULTS[result])}


def finding_name(finding: str) -> str:
    """A finding as it stands by itself: "Matched"."""
    word = _(FINDINGS[finding])
    return word[:1].upper() + word[1:]


def counted(number: int, one: str, many: str = "") -> str:
    """A count with its noun: "1 question", "3 questions"."""
    return f"{plain(number)} {one if number == 1 else many or one + 's'}"


def open_point(kind: str, number: int) -> str:
    """So many open points of a kind: "2 open challenges"."""
    match kind:
        case "contradiction":
            text = ngettext("%(count)s unsettled contradiction", "%(count)s unsettled contradictions", number)
        case "disagreement":
            text = ngettext("%(count)s unsettled disagreement", "%(count)s unsettled disagreements", number)
        case "challenge":
            text = ngettext("%(count)s open challenge", "%(count)s open challenges", number)
        case "missing_proof":
            text = ngettext(
                "%(count)s critical answer without proof", "%(count)s critical answers without proof", number
            )
        case "undecided":
            text = ngettext(
                "%(count)s finding without a decision", "%(count)s findings without a decision", number
            )
        case "expired":
            text = ngettext(
                "%(count)s acknowledgement that expired", "%(count)s acknowledgements that expired", number
            )
    return text % {"count": plain(number)}


def day(text: str) -> str:
    """An ISO date, or the date of an ISO time, as people write it: "31 March 2026"; empty stays empty."""
    if not text:
        return ""
    parsed = date.fromisoformat(text[:10])
    month = pgettext("alt. month", MONTHS[parsed.month - 1])
    # Translators: a date, such as 31 March 2026.
    return _("%(day)s %(month)s %(year)s") % {"day": parsed.day, "month": month, "year": parsed.year}


def moment(text: str) -> str:
    """An ISO time as people write it: "31 March 2026, 14:05 UTC"."""
    if not text:
        return ""
    at = datetime.fromisoformat(text).astimezone(UTC)
    return _("%(day)s, %(time)s UTC") % {"day": day(at.isoformat()), "time": f"{at:%H:%M}"}
