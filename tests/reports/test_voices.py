"""Second opinions and candour prompts in the record, in its words and on paper."""

import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from assessments.domain.candour import Prompt, Rule
from assessments.domain.case import Case, Choice, Disagreement, NotApplicable, NotKnown, Pair, Said
from reports.content.record import Course, Provenance, Record, freeze
from reports.content.report import ReportContent, report_content
from reports.pdf import write_pdf
from reports.pdf.limits import for_paper
from reports.views.open_points import named, readers_task

from . import example_cases as examples

OPEN = Disagreement("data.selection", Choice(4), rationale="We drew them by lot")
SETTLED = Disagreement("data.volume", NotKnown(), settled=True, by="Rika Reuter", why="Counted since")
ASKED = Prompt(Rule.NO_EVIDENCE, "What could somebody look at?")
TWO = Course(opinions_asked=2, opinions_given=1, prompts=(ASKED,))


CONCLUDED = Provenance(concluded_by="Lea Lead", concluded_at=datetime(2026, 3, 3, tzinfo=UTC))


def record_of(case: Case, course: Course = TWO, provenance: Provenance = CONCLUDED) -> Record:
    return freeze(examples.assessed(case), provenance=provenance, course=course)


def differing(*items: Disagreement) -> Case:
    return replace(examples.good(), disagreements=items)


def content_of(*items: Disagreement, course: Course = TWO) -> ReportContent:
    return report_content(record_of(differing(*items), course))


def opposed(said: Said) -> ReportContent:
    """A second answer far from the best."""
    return content_of(Disagreement("data.volume", said))


def test_voices_that_differ_stand_side_by_side() -> None:
    (item,) = content_of(Disagreement("data.selection", Choice(0), rationale="Hand-picked")).disagreements

    assert item.team != item.second
    assert (item.second_reason, item.settled, item.settlement) == ("Hand-picked", False, "")


def test_voices_that_are_near_each_other_are_no_disagreement() -> None:
    assert content_of(Disagreement("data.selection", Choice(3))).disagreements == ()


def test_settled_disagreement_says_by_whom_and_why() -> None:
    (item,) = content_of(SETTLED).disagreements

    assert item.settlement == "Settled by Rika Reuter: Counted since"
    assert item.second == "not known"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (Pair(Decimal(1), Decimal(50000)), "1 record of 50,000"),
        (NotApplicable("no records"), "not applicable: no records"),
        (NotKnown(), "not known"),
    ],
)
def test_second_answer_is_told_in_every_form(said: Said, told: str) -> None:
    (item,) = opposed(said).disagreements

    assert told in item.second


@pytest.mark.parametrize(
    ("asked", "given", "told", "missing"),
    [
        (0, 0, "", 0),
        (1, 1, "1 second opinion was asked for, and it is in.", 0),
        (1, 0, "1 second opinion was asked for; it was not given.", 1),
        (2, 2, "2 second opinions were asked for, and all are in.", 0),
        (3, 2, "3 second opinions were asked for; 1 of them was not given.", 1),
        (3, 1, "3 second opinions were asked for; 2 of them were not given.", 2),
    ],
)
def test_opinions_that_are_missing_are_never_silent(asked: int, given: int, told: str, missing: int) -> None:
    content = content_of(course=Course(asked, given))

    assert (content.opinions, content.missing_opinions) == (told, missing)
    assert (told in named(content)) == bool(missing)


@pytest.mark.parametrize(
    ("asked", "given", "told"),
    [
        (1, 0, "1 second opinion was asked for; it is not in yet."),
        (3, 1, "3 second opinions were asked for; 2 of them not in yet."),
    ],
)
def test_opinion_that_can_still_come_is_not_called_lost(asked: int, given: int, told: str) -> None:
    record = record_of(differing(), Course(asked, given), Provenance())

    assert report_content(record).opinions == told


def test_open_disagreement_is_a_chore_and_named_before_it_is_frozen() -> None:
    one = content_of(Disagreement("data.selection", Choice(0)))
    two = content_of(Disagreement("data.selection", Choice(0)), Disagreement("data.cleaning", Choice(0)))
    undecided = replace(one.standing, readiness="undecided")

    assert "settle the disagreement" in readers_task(replace(one, standing=undecided), frozen=False)
    assert "settle 2 disagreements" in readers_task(replace(two, standing=undecided), frozen=False)
    assert any(point.startswith("Disagreement that nobody settled") for point in named(one))
    assert not [hold for hold in one.holds if hold.kind == "disagreement"]


def test_record_older_than_second_opinions_reads_as_before() -> None:
    record: dict[str, Any] = dict(record_of(differing(Disagreement("data.selection", Choice(0)))))
    for name in ("disagreements", "second_opinions", "prompts"):
        del record[name]

    content = report_content(record)

    assert (content.disagreements, content.opinions, content.prompts) == ((), "", ())
    assert [hold.kind for hold in content.holds] == ["disagreement"]


def test_all_of_it_is_on_paper() -> None:
    pytest.importorskip("weasyprint")
    content = content_of(Disagreement("data.selection", Choice(0), rationale="Hand-picked by us"), SETTLED)
    done = subprocess.run(["pdftotext", "-", "-"], input=write_pdf(content), capture_output=True, check=True)
    text = " ".join(done.stdout.decode().replace("\u200b", "").split())

    for said in (
        "Two voices, open",
        "Two voices, settled",
        "Hand-picked by us",
        "Settled by Rika Reuter: Counted since",
        "2 second opinions were asked for; 1 of them was not given.",
        "What could somebody look at?",
    ):
        assert said in text, said


def test_paper_bears_many_disagreements() -> None:
    many = [
        Disagreement(question.key, Choice(0) if question.levels else NotKnown(), rationale="why " * 400)
        for question in examples.QUESTIONS
    ]

    paper = for_paper(content_of(*many))

    assert len(paper.disagreements) == 13
    assert "more in the attached case file" in paper.disagreements[-1].name
