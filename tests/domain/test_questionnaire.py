"""The shape a question set must have."""

from typing import Any

import pytest
from pydantic import ValidationError

from assessments.domain.questionnaire import Measure, Question, Questionnaire

from .build import QUESTIONNAIRE


def changed(**changes: Any) -> dict[str, Any]:
    return QUESTIONNAIRE.model_dump() | changes


def test_questionnaire_finds_questions_and_sections_by_key() -> None:
    assert len(list(QUESTIONNAIRE)) == len(QUESTIONNAIRE.by_key) == 52
    assert QUESTIONNAIRE.by_section["data"].critical[0].key == "data.selection"


def test_questionnaire_needs_the_eight_sections_in_order() -> None:
    sections = QUESTIONNAIRE.model_dump()["sections"]
    with pytest.raises(ValidationError, match="sections must be exactly"):
        Questionnaire.model_validate(changed(sections=sections[::-1]))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda data: data.update(questions=[*data["questions"], data["questions"][0]]), "used once"),
        (lambda data: data["questions"][0].update(key="users.other"), "starts with it"),
        (
            lambda data: [question.update(critical=False) for question in data["questions"]],
            "needs a critical question",
        ),
    ],
)
def test_questionnaire_refuses_a_broken_section(change: Any, message: str) -> None:
    dump = QUESTIONNAIRE.model_dump()
    sections = [
        {**section, "questions": [dict(question) for question in section["questions"]]}
        for section in dump["sections"]
    ]
    change(sections[0])
    with pytest.raises(ValidationError, match=message):
        Questionnaire.model_validate(dump | {"sections": sections})


@pytest.mark.parametrize(
    ("key", "changes", "message"),
    [
        ("data.selection", {"levels": ()}, "five levels and no measure"),
        ("data.volume", {"measure": None}, "a pair has a measure"),
    ],
)
def test_question_is_a_choice_or_a_pair(key: str, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Question.model_validate(QUESTIONNAIRE.by_key[key].model_dump() | changes)


def test_thresholds_must_rise() -> None:
    measure = QUESTIONNAIRE.by_key["data.volume"].measure
    assert measure is not None
    with pytest.raises(ValidationError, match="must rise"):
        Measure.model_validate(measure.model_dump() | {"thresholds": (1, 5, 5, 9)})
