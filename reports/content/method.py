"""The method on one page, written from the rules' own constants so that it cannot drift from them."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from assessments.domain.language import gettext as _
from assessments.domain.language import gettext_noop
from assessments.domain.numbers import plain

from .parts import Rule, Threshold
from .register import questions_of

Frozen = Mapping[str, Any]

DIVISIONS = {
    "pilot/production": gettext_noop("pilot ÷ production"),
    "production/pilot": gettext_noop("production ÷ pilot"),
}

RULES = (
    Rule(
        gettext_noop("Claimed level"),
        gettext_noop(
            "Each answer gives a level from 0 (the opposite of production) to 4 (the same). A choice "
            "states its own. A pair of numbers gives a coverage, at most 100 %%, and the table below turns "
            "it into a level; up to 5 %% above a line it is marked “just over the line”. Not known, not "
            "answered, half a pair and a “not applicable” that no reviewer agreed to all count as level "
            "0. Once agreed, a “not applicable” drops out."
        ),
    ),
    Rule(
        gettext_noop("Evidenced level"),
        gettext_noop(
            "Evidence caps the claimed level. None: at most 1 for a critical question (•), 2 for another. "
            "Documented: at most 3, and 2 for a critical pair. Measured and verified: no cap. Claimed "
            "minus evidenced is the optimism."
        ),
    ),
    Rule(
        gettext_noop("Section level"),
        gettext_noop(
            "The lowest evidenced level among the critical questions; at most one above the rounded-down "
            "mean of all evidenced levels of the section; at most 2 while any of its questions stands at "
            "0."
        ),
    ),
    Rule(
        gettext_noop("Finding, the first that applies"),
        gettext_noop(
            "Unmatched: the lowest claimed level of the known critical answers, or one above the "
            "rounded-down mean of all known claimed levels, is 0 or 1. Unknown: a critical question is "
            "unknown, or the section level is 0 or 1. Partial: section level 2. Matched: section level 3 "
            "or 4."
        ),
    ),
    Rule(
        gettext_noop("Verdict"),
        gettext_noop(
            "The weakest section decides, never an average. Any section unmatched or unknown: no evidence "
            "for production. Else any partial, or an unsettled contradiction or disagreement, an open "
            "challenge to a critical answer, or a critical answer without proof: only under the "
            "conditions named. Else: predicts production."
        ),
    ),
    Rule(
        gettext_noop("Result"),
        gettext_noop(
            "Whether the claim met its own criterion in the pilot. It never changes the verdict: a pilot "
            "under production's conditions that misses its criterion predicts that production will miss "
            "it."
        ),
    ),
    Rule(
        gettext_noop("Readiness, the first that applies"),
        gettext_noop(
            "Ready: the verdict is predictive. Undecided: anything unsettled, or a finding without a fix "
            "or a valid acknowledgement. Fix first: at least one fix. Else: ready with adjusted "
            "expectations. An acknowledgement needs a number, an approver who did not ask for it, and "
            "ends on its expiry day. A fix counts only when a later round's answers show it."
        ),
    ),
    Rule(
        gettext_noop("Index"),
        gettext_noop(
            "The mean of the eight section levels times 25, to one decimal. It sorts and shows trends; it "
            "decides nothing."
        ),
    ),
    Rule(
        gettext_noop("What the pilot could not have seen"),
        gettext_noop(
            "In n randomly drawn cases without an event, the event may still occur in up to 1 − "
            "0.05^(1/n) of cases (95 %% confidence; in one's head: 3 ÷ n)."
        ),
    ),
)
"""As format strings, so that "95 % c" is not taken for a placeholder."""

FOLLOW_UPS = Rule(
    gettext_noop("Follow-ups"),
    gettext_noop(
        "A question counts with the lowest level of its own and of the follow-ups that its answer asked. "
        "They count nowhere else, so that they can lower a section and never raise it."
    ),
)


def rules(record: Frozen) -> tuple[Rule, ...]:
    """The steps in the language of whoever reads; that on follow-ups where some were asked."""
    followed = any("follows" in question for question in questions_of(record))
    told = (*RULES[:2], FOLLOW_UPS, *RULES[2:]) if followed else RULES
    return tuple(Rule(_(rule.title), _(rule.text) % {}) for rule in told)


def thresholds(record: Frozen) -> tuple[Threshold, ...]:
    """Where levels 1 to 4 begin, for every pair of the record's question set."""
    return tuple(_thresholds(record))


def _thresholds(record: Frozen) -> Iterator[Threshold]:
    for question in questions_of(record):
        if measure := question["measure"]:
            one, two, three, four = (f"{plain(Decimal(line))} %" for line in measure["thresholds"])
            division = _(DIVISIONS[measure["coverage"]])
            yield Threshold(question["name"], question["critical"], division, (one, two, three, four))
