"""The method on one page, written from the rules' own constants so that it cannot drift from them."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from assessments.domain.numbers import plain

from .parts import Rule, Threshold
from .register import questions_of

Frozen = Mapping[str, Any]

DIVISIONS = {"pilot/production": "pilot ÷ production", "production/pilot": "production ÷ pilot"}

RULES = (
    Rule(
        "Claimed level",
        "Each answer gives a level from 0 (the opposite of production) to 4 (the same). A choice states "
        "its own. A pair "
        "of numbers gives a coverage, at most 100 %, and the table below turns it into a level; up to 5 % "
        "above a line "
        "it is marked “just over the line”. Not known, not answered, half a pair and a “not applicable” that "
        "no reviewer agreed to all count as level 0. Once agreed, a “not applicable” drops out.",
    ),
    Rule(
        "Evidenced level",
        "Evidence caps the claimed level. None: at most 1 for a critical question (•), 2 for another. "
        "Documented: at "
        "most 3, and 2 for a critical pair. Measured and verified: no cap. Claimed minus evidenced is the "
        "optimism.",
    ),
    Rule(
        "Section level",
        "The lowest evidenced level among the critical questions; at most one above the rounded-down mean "
        "of all "
        "evidenced levels of the section; at most 2 while any of its questions stands at 0.",
    ),
    Rule(
        "Finding, the first that applies",
        "Unmatched: the lowest claimed level of the known critical answers, or one above the rounded-down "
        "mean of all "
        "known claimed levels, is 0 or 1. Unknown: a critical question is unknown, or the section level is "
        "0 or 1. "
        "Partial: section level 2. Matched: section level 3 or 4.",
    ),
    Rule(
        "Verdict",
        "The weakest section decides, never an average. Any section unmatched or unknown: no evidence for "
        "production. "
        "Else any partial, or an unsettled contradiction or disagreement, an open challenge to a critical "
        "answer, or a "
        "critical answer without proof: only under the conditions named. Else: predicts production.",
    ),
    Rule(
        "Result",
        "Whether the claim met its own criterion in the pilot. It never changes the verdict: a pilot under "
        "production's conditions that misses its criterion predicts that production will miss it.",
    ),
    Rule(
        "Readiness, the first that applies",
        "Ready: the verdict is predictive. Undecided: anything unsettled, or a finding without a fix or a "
        "valid "
        "acknowledgement. Fix first: at least one fix. Else: ready with adjusted expectations. An "
        "acknowledgement needs "
        "a number, an approver who did not ask for it, and ends on its expiry day. A fix counts only when "
        "a later "
        "round's answers show it.",
    ),
    Rule(
        "Index",
        "The mean of the eight section levels times 25, to one decimal. It sorts and shows trends; it "
        "decides nothing.",
    ),
    Rule(
        "What the pilot could not have seen",
        "In n randomly drawn cases without an event, the event may still occur in up to 1 − 0.05^(1/n) of "
        "cases "
        "(95 % confidence; in one's head: 3 ÷ n).",
    ),
)


def thresholds(record: Frozen) -> tuple[Threshold, ...]:
    """Where levels 1 to 4 begin, for every pair of the record's question set."""
    return tuple(_thresholds(record))


def _thresholds(record: Frozen) -> Iterator[Threshold]:
    for question in questions_of(record):
        if measure := question["measure"]:
            one, two, three, four = (f"{plain(Decimal(line))} %" for line in measure["thresholds"])
            division = DIVISIONS[measure["coverage"]]
            yield Threshold(question["name"], question["critical"], division, (one, two, three, four))
