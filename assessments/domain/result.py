"""What a case says, as the published result object and as text for people."""

from decimal import Decimal
from typing import Any

from .casefile.writing import number
from .numbers import plain
from .verdict import Assessed, Readiness, Verdict

FORMAT = "honest-pilot-result/1"

VERDICTS = {
    Verdict.PREDICTIVE: "This result predicts production.",
    Verdict.CONDITIONALLY_PREDICTIVE: "This result predicts production only under conditions.",
    Verdict.NOT_PREDICTIVE: "This result is no evidence for production.",
}

READINESS = {
    Readiness.READY: "ready",
    Readiness.READY_ADJUSTED: "ready with adjusted expectations",
    Readiness.FIX_FIRST: "fix first",
    Readiness.UNDECIDED: "undecided",
}

RESULTS = {"met": "met", "not_met": "not met", "none": "no criterion set"}


def as_result(assessed: Assessed) -> dict[str, Any]:
    """The object `honest-pilot-result/1`, in plain JSON types."""
    return {
        "format": FORMAT,
        "verdict": assessed.verdict.value,
        "result": assessed.result.value,
        "readiness": assessed.readiness.value,
        "index": float(assessed.index),
        "sections": {
            key: {
                "finding": result.finding.value,
                "level": result.level,
                "claimed": result.claimed,
                "held_down_by": list(result.held_down_by),
            }
            for key, result in assessed.sections.items()
        },
        "contradictions": [
            {"rule": item.rule, "questions": list(item.questions), "text": item.text}
            for item in assessed.contradictions
            if item.settlement is None
        ],
        "honest_claim": assessed.honest_claim,
        "unseen": {
            "cases": _number(assessed.unseen.cases),
            "rate": _number(assessed.unseen.rate),
            "per_month": _number(assessed.unseen.per_month),
        },
        "to_change_the_verdict": list(assessed.to_change_the_verdict),
        "optimism": float(assessed.optimism),
        "answered": assessed.answered,
        "questions": len(assessed.scored),
    }


def as_text(assessed: Assessed) -> str:
    """The same for people at a terminal."""
    return "\n".join([*_summary(assessed), "", *_sections(assessed), "", *_rest(assessed)]).rstrip()


def _number(value: Decimal | None) -> int | float | None:
    return None if value is None else number(value)


def _summary(assessed: Assessed) -> list[str]:
    case = assessed.case
    return [
        f"{case.project}, round {case.round}",
        VERDICTS[assessed.verdict],
        f"Result of the pilot: {RESULTS[assessed.result.value]}. Readiness: {READINESS[assessed.readiness]}.",
        "",
        f"Honest claim: {assessed.honest_claim}",
        f"A claim that would predict production: {assessed.predicting_claim}",
    ]


def _sections(assessed: Assessed) -> list[str]:
    names = {item.key: item.question.name for item in assessed.scored.values()}
    lines = []
    for result in assessed.sections.values():
        held = ", ".join(names[key] for key in result.held_down_by)
        reason = f"  held down by: {held}" if held else ""
        lines.append(f"{result.section.name:<26}{result.finding.value:<10}level {result.level} of 4{reason}")
    return lines


def _rest(assessed: Assessed) -> list[str]:
    lines = [f"{item.rule}: {item.text}" for item in assessed.contradictions if item.settlement is None]
    unseen = assessed.unseen
    if unseen.cases is not None and unseen.rate is not None:
        month = f", {plain(unseen.per_month)} a month" if unseen.per_month is not None else ""
        rate = f"in up to {plain(unseen.rate * 100)} % of cases{month}"
        least = " (at least; the sample was not random)" if unseen.at_least else ""
        lines.append(f"{plain(unseen.cases)} cases cannot show events that occur {rate}{least}.")
    if assessed.to_change_the_verdict:
        lines.append(f"To change the verdict: {', '.join(assessed.to_change_the_verdict)}")
    lines.append(
        f"Answered {assessed.answered} of {len(assessed.scored)}. Index {plain(assessed.index)} of 100;"
        f" optimism {plain(assessed.optimism)} levels."
    )
    return lines
