"""The published result object."""

from dataclasses import replace

from assessments.domain.result import as_result

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
