"""The published result object, and its text for people."""

from dataclasses import replace
from typing import Any

import pytest

from assessments.domain.result import as_result, as_text

from .build import CLAIM, choice, judged, pair, perfect_but, perfect_case


def test_result_has_exactly_the_published_keys() -> None:
    result = as_result(perfect_but({"data.cleaning": choice(0), "scope.sample": pair(500, 10_000)}))

    assert list(result) == [
        "format", "verdict", "result", "readiness", "index", "sections", "contradictions", "honest_claim",
        "unseen", "to_change_the_verdict", "optimism", "answered", "questions",
    ]  # fmt: skip
    assert result["sections"]["data"] == {
        "finding": "unmatched",
        "level": 0,
        "claimed": 0,
        "held_down_by": ["data.cleaning"],
    }
    assert result["contradictions"][0]["rule"] == "K1"
    assert set(result["contradictions"][0]) == {"rule", "questions", "text"}
    assert result["unseen"] == {"cases": 500, "rate": 0.00597, "per_month": 59.7}
    assert (result["verdict"], result["result"], result["readiness"]) == (
        "not_predictive",
        "met",
        "undecided",
    )
    assert (result["index"], result["answered"], result["questions"]) == (87.5, 52, 52)


def test_result_says_null_where_nothing_is_known() -> None:
    blank = replace(perfect_case(claim=replace(CLAIM, sample_size=None)), answers={})

    assert as_result(judged(blank))["unseen"] == {"cases": None, "rate": None, "per_month": None}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, "This result predicts production."),
        ({"data.selection": choice(2)}, "This result predicts production only under conditions."),
        ({"data.cleaning": choice(0)}, "This result is no evidence for production."),
        ({"data.cleaning": choice(0)}, "K1: "),
        ({"data.cleaning": choice(0)}, "To change the verdict: data"),
        ({"data.cleaning": choice(0)}, "held down by: cleaning before the pilot"),
        ({}, "1,000 cases cannot show events that occur in up to 0.299 % of cases, 2.99 a month."),
        ({"data.selection": choice(2)}, "(at least; the sample was not random)."),
        ({"scope.sample": None}, "500 cases cannot show events that occur in up to 0.597 % of cases."),
        ({}, "Answered 52 of 52. Index 100 of 100; optimism 0 levels."),
    ],
)
def test_text_says_it_for_people(answers: dict[str, Any], expected: str) -> None:
    assert expected in as_text(perfect_but(answers))


def test_text_leaves_out_what_nobody_knows() -> None:
    blank = replace(perfect_case(claim=replace(CLAIM, sample_size=None)), answers={})

    assert "cannot show" not in as_text(judged(blank))
