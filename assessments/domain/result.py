"""What a case says, as the published result object."""

from decimal import Decimal
from typing import Any

from .casefile.writing import number
from .verdict import Assessed

FORMAT = "honest-pilot-result/1"


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


def _number(value: Decimal | None) -> int | float | None:
    return None if value is None else number(value)
