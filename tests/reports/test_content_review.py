"""What a report says of the review: both sides of challenges, refusals, and why it was accepted."""

from datetime import date

import pytest

from assessments import questionnaires
from assessments.domain.verdict import assess
from reports.content.record import Course, Provenance, freeze
from reports.content.report import report_content

from . import example_cases as examples


def test_review_is_told_with_both_sides_of_each_challenge() -> None:
    challenges = [
        {"question": "data.selection", "text": "By lot?", "by": "Rika", "reply": "Yes.", "replied_by": "Lea",
         "judgement": "upheld", "judged_by": "Rika", "why": "No list."},
        {"question": "data.history", "text": "Whose?", "by": "Rika", "reply": "Ours", "replied_by": "Lea",
         "contested": True, "settled": True, "judgement": "dropped", "judged_by": "Petra", "why": "Seen"},
        {"question": "data.cleaning", "text": "All of them?", "by": "Rika"},
    ]  # fmt: skip
    rulings = [{"question": "data.volume", "refused_not_applicable": True, "by": "Rika", "why": "It has one"}]
    content = report_content(
        examples.record_of(examples.case_of({**examples.BUSY, "challenges": challenges, "rulings": rulings}))
    )

    told = {note.label.partition(":")[0]: note.text for note in content.review}
    assert told == {
        "Challenge that was upheld": "By lot (Rika). Reply: Yes (Lea). Upheld: No list (Rika).".replace(
            "By lot (", "By lot? ("
        ),
        "Settled challenge": "Whose? (Rika). Contested: Ours (Lea). Dropped: Seen (Petra).",
        "“Not applicable” refused": "It has one (Rika).",
    }
    assert [hold.text for hold in content.holds if hold.kind == "challenge"] == ["By lot?", "All of them?"]


@pytest.mark.parametrize(
    ("looked_at", "told"),
    [
        (52, "Somebody who answered nothing looked at every answer."),
        (51, "Somebody who answered nothing looked at 51 of 52 answers as they stand."),
    ],
)
def test_record_says_how_much_was_looked_at_and_why_it_was_accepted(looked_at: int, told: str) -> None:
    assessed = assess(examples.good(), questionnaires.load(), date(2026, 3, 1))
    course = Course(looked_at=looked_at, accepted_because="The board asked.")

    content = report_content(freeze(assessed, provenance=Provenance(), course=course))

    assert [(note.label, note.text) for note in content.review] == [
        ("Accepted although something is open", "The board asked."),
        ("Review", told),
    ]


def test_record_that_is_older_than_the_review_says_nothing_of_it() -> None:
    record = examples.record_of(examples.good())
    del record["review"]

    assert report_content(record).review == ()
