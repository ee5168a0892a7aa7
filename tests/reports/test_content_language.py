"""What a report says in another language: nothing of its own stays in English."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from assessments.domain import casefile
from assessments.domain.candour import Prompt, Rule
from assessments.domain.case import Case, Choice, Disagreement
from assessments.domain.verdict import assess
from reports.content import words
from reports.content.record import Course, HistoryMark, Provenance, Record, freeze
from reports.content.report import ReportContent, report_content
from tests.disguise import disguised, english_in, in_disguise

from . import example_cases as examples

QUESTIONS = in_disguise(examples.QUESTIONS)
CODES = {
    *(
        "key",
        "kind",
        "state",
        "status",
        "grade",
        "finding",
        "verdict",
        "result",
        "readiness",
        "section",
        "rule",
    ),
    *("source", "as_of", "concluded", "record_sha256", "sha256", "link", "attachments"),
}
"""Fields that nobody reads, and references."""
FORMATS = {
    *("SHA", "UTC", "json", "honest", "pilot", "rules"),  # codes that stay as they are in any language
    *("manage", "py"),
}
DIGEST = re.compile(r"\b[0-9a-f]{8,}\b")
NO_COURSE = Course()
PROMPT = Prompt(Rule.HURRIED, "…")


@pytest.fixture(autouse=True)
def _in_disguise() -> Iterator[None]:
    with disguised():
        yield


def record_of(case: Case, previous: Record | None = None, course: Course = NO_COURSE) -> Record:
    mark = HistoryMark("·", 4, "1" * 64, (3, "2" * 64))
    provenance = Provenance(
        concluded_by="·",
        concluded_at=datetime(2026, 3, 31, 14, 5, tzinfo=UTC),
        submission_sha256="3" * 64,
        registered=previous is not None,
        source="·",
        previous=previous,
        history=mark,
    )
    return freeze(assess(case, QUESTIONS, examples.AS_OF), provenance=provenance, course=course)


def shown(value: object) -> Iterator[str]:
    """Every text that somebody reads."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from shown(item)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in CODES:
                yield from shown(getattr(value, field.name))


def written(value: object) -> Iterator[str]:
    """Every text of a case file: somebody wrote it, so it stays as it is."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from written(item)
    elif isinstance(value, list):
        for item in value:
            yield from written(item)


def left_in_english(content: ReportContent, case: Case) -> set[str]:
    read = (DIGEST.sub("", text) for text in shown(content))
    return english_in(read) - english_in(written(casefile.to_json(case))) - FORMATS


def differing(**more: Any) -> Case:
    opinions = (
        Disagreement("data.selection", Choice(0)),
        Disagreement("load.peak", Choice(0), settled=True, by="·", why="·"),
    )
    return replace(examples.busy(), disagreements=opinions, **more)


@pytest.mark.parametrize("make", [differing, examples.sparse, examples.good, examples.honest_no])
def test_report_says_nothing_in_english(make: Any) -> None:
    case = make()
    content = report_content(record_of(case))

    assert left_in_english(content, case) == set()


def test_report_after_another_round_says_nothing_in_english() -> None:
    case = differing()
    before = record_of(examples.good())
    content = report_content(record_of(case, before, Course(3, 1, (PROMPT,))), on=date(2030, 1, 1))

    assert content.previous
    assert content.opinions
    assert content.sections[0].before
    assert left_in_english(content, case) == set()


@pytest.mark.parametrize(("asked", "given"), [(1, 0), (1, 1), (2, 1), (3, 1), (2, 2)])
def test_second_opinions_are_counted_in_the_language_of_the_reader(asked: int, given: int) -> None:
    content = report_content(record_of(examples.good(), course=Course(asked, given)))

    assert str(asked) in content.opinions
    assert english_in([content.opinions]) == set()


def test_numbers_and_dates_are_written_as_the_language_does() -> None:
    content = report_content(record_of(examples.busy()))

    assert "," in content.standing.index
    assert content.unseen.month_text == "2.000"
    assert content.heading.day == "31 ••••• 2026"


def test_readiness_and_findings_have_a_word_in_every_language() -> None:
    told = [words.finding_name(finding) for finding in words.FINDINGS]
    told += [words.open_point(kind, number) for kind in words.OPEN_POINTS for number in (1, 2)]

    assert english_in(told) == set()
