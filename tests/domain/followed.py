"""The shipped question set with follow-ups added: below choices and pairs, critical ones and others."""

from typing import Any

from assessments.domain.questionnaire import Questionnaire
from assessments.questionnaires import load

CLEANED, WHO, HOW_MANY, PEAK, STRESS = (
    "data.cleaned_by",
    "data.volume_who",
    "data.volume_batches",
    "load.volume_who",
    "load.peak_plan",
)
FOLLOW_UPS = {
    CLEANED: {"question": "data.cleaning", "at_most": 2},
    WHO: {"question": "data.volume", "at_most": 1, "not_known": True},
    HOW_MANY: {"question": "data.volume", "at_most": 3},
    PEAK: {"question": "load.volume", "not_known": True},
    STRESS: {"question": "load.peak", "at_most": 3},
}
"""The follow-ups of the set, with when they are asked."""


def question(key: str, **changes: Any) -> dict[str, Any]:
    """A question as a file has it: a choice, or for `HOW_MANY` a pair."""
    made: dict[str, Any] = {
        "key": key,
        "name": f"about {key}",
        "kind": "choice",
        "text": f"Who knows {key}?",
        "why": "It tells more.",
        "evidence": "A note.",
        "example": "The team: level 2.",
        "sources": ["F1"],
        "levels": [{"text": f"State {level} of {key}"} for level in range(5)],
    }
    if key == HOW_MANY:
        measure = {"unit": "batches", "pilot_label": "run", "production_label": "to run"}
        made |= {"kind": "pair", "levels": [], "measure": measure | {"thresholds": [1, 10, 50, 90]}}
    return made | changes


def with_questions(after: dict[str, list[dict[str, Any]]], **changes: Any) -> dict[str, Any]:
    """The shipped set as data, with questions added below others."""
    dump = load("honest-pilot/1").model_dump(mode="json") | {"id": "with-follow-ups/1"}
    for section in dump["sections"]:
        section["questions"] = [
            added for one in section["questions"] for added in (one, *after.get(one["key"], ()))
        ]
    return dump | changes


def _added() -> dict[str, list[dict[str, Any]]]:
    added: dict[str, list[dict[str, Any]]] = {}
    for key, when in FOLLOW_UPS.items():
        added.setdefault(str(when["question"]), []).append(question(key, asked_when=when))
    return added


FOLLOWED = Questionnaire.model_validate(with_questions(_added()))
