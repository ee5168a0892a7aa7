"""Texts on a page: what people typed is kept together inside sentences that may run the other way."""

import pytest

from assessments.domain.numbers import NO_BREAK
from assessments.templatetags.typesetting import apart, claimed_as, isolated


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        ("Lea Lead, 23 May", "Lea Lead", "<bdi>Lea Lead</bdi>, 23 May"),
        ("Met (at least 95 %).", "at least 95 %", "Met (<bdi>at least 95 %</bdi>)."),
        ("Met.", "", "Met."),
        ("Met.", "at least 95 %", "Met."),
        ("Met (<b>).", "<b>", "Met (<bdi>&lt;b&gt;</bdi>)."),
        ("Met <b>.", "at least", "Met &lt;b&gt;."),
    ],
)
def test_part_of_a_sentence_is_kept_together_and_nothing_is_taken_for_html(
    text: str, part: str, expected: str
) -> None:
    assert isolated(text, part) == expected


def test_words_that_go_into_a_sentence_are_kept_together() -> None:
    assert apart("Lea <Lead>") == "<bdi>Lea &lt;Lead&gt;</bdi>"


def test_claim_keeps_its_headline_together_on_one_line() -> None:
    said = claimed_as("97 % accuracy (n = 320) on real data.", "97 % accuracy.")

    assert said.replace(NO_BREAK, " ") == "<bdi>97 % accuracy</bdi> (n = 320) on real data."
    assert f"97{NO_BREAK}%" in said
