"""What a case says at a terminal."""

from dataclasses import replace
from typing import Any

import pytest

from reports.content.text import as_text
from tests.domain.build import CLAIM, choice, judged, perfect_but, perfect_case


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, "This result predicts production."),
        ({"data.selection": choice(2)}, "This result predicts production only under the conditions named."),
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
