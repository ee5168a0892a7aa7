"""Which decisions a verdict leaves open, and what each of them means; pure, like all content."""

from dataclasses import dataclass

from assessments.domain.case import Outcome
from assessments.domain.language import gettext as _
from assessments.domain.language import gettext_noop
from assessments.domain.verdict import Readiness

from .statement import DECISION_NAMES, Decision

CONSEQUENCES = {
    Decision.PROCEED: gettext_noop(
        "Full deployment may start. The pilot’s result is taken as what production will show."
    ),
    Decision.PROCEED_ADJUSTED: gettext_noop(
        "Deployment may start, and everybody plans with the adjusted numbers, not with the pilot’s. When an "
        "acknowledgement expires, this is to be decided anew."
    ),
    Decision.FIX_FIRST: gettext_noop(
        "Nothing is deployed yet. The gaps are closed first, and the next round has to show it."
    ),
    Decision.STOP: gettext_noop(
        "The project ends here, or goes back to its beginning. What was learned stays on record."
    ),
}

OPEN_TO = {
    Readiness.READY: tuple(Decision),
    Readiness.READY_ADJUSTED: (Decision.PROCEED_ADJUSTED, Decision.FIX_FIRST, Decision.STOP),
    Readiness.FIX_FIRST: (Decision.FIX_FIRST, Decision.STOP),
    Readiness.UNDECIDED: (Decision.FIX_FIRST, Decision.STOP),
}
"""Never "proceed" while a finding is undecided or waits for its fix."""

WHY_NOT = {
    Readiness.READY_ADJUSTED: gettext_noop(
        "“Proceed” is not offered: some gaps were acknowledged, so the pilot’s own number will not hold."
    ),
    Readiness.FIX_FIRST: gettext_noop(
        "Proceeding is not offered: a gap is still to be fixed, and the next round has to show that it is."
    ),
    Readiness.UNDECIDED: gettext_noop(
        "Proceeding is not offered: for some findings it is undecided whether to fix or to acknowledge them."
    ),
}


@dataclass(frozen=True)
class Offer:
    """One decision that may be made, in words, with what follows from it."""

    decision: Decision
    name: str
    consequence: str


def offered(readiness: Readiness, result: Outcome) -> tuple[Offer, ...]:
    """The decisions that this readiness, as of today, leaves open.

    Where the pilot predicts that the criterion will be missed, nobody proceeds with its number as it is.
    """
    missed = result is Outcome.NOT_MET
    return tuple(
        Offer(decision, _(DECISION_NAMES[decision]), _(CONSEQUENCES[decision]))
        for decision in OPEN_TO[readiness]
        if not (missed and decision is Decision.PROCEED)
    )


def why_not(readiness: Readiness, result: Outcome) -> str:
    """Why the rest is not offered; empty where everything is."""
    if readiness is Readiness.READY:
        missed = _("“Proceed” is not offered: the pilot predicts that the criterion will be missed.")
        return missed if result is Outcome.NOT_MET else ""
    return _(WHY_NOT[readiness])
