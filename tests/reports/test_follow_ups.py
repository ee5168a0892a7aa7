"""Follow-ups on paper and in the record: what is asked says whose it is, what is not leaves no trace."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from assessments import actions, questionnaires
from assessments.acting import SYSTEM, acting_as
from assessments.actions.rounds import pinned
from assessments.domain.case import Answer, Choice, Evidence, Proof
from assessments.domain.verdict import assess
from assessments.models import Assessment
from reports.content.record import Provenance, Record, freeze
from reports.content.report import report_content
from reports.models import QuestionRow
from reports.pdf import write_pdf
from tests.assessments.steps import conclude
from tests.domain.build import TODAY, choice, perfect_case, with_answers
from tests.domain.followed import CLEANED, FOLLOWED
from tests.factories import NOW, AssessmentFactory, member

from .test_pdf import text_of

HIDDEN = Answer(
    Choice(1), Evidence.DOCUMENTED, "secret reason", (Proof("Secret log", "https://x.example.org"),)
)


def record_of(main: int) -> Record:
    case = with_answers(
        perfect_case(questionnaire=FOLLOWED.id), {"data.cleaning": choice(main), CLEANED: HIDDEN}
    )
    return freeze(assess(case, FOLLOWED, TODAY), provenance=Provenance())


def on_paper(record: Record) -> str:
    return text_of(write_pdf(report_content(record)))


def test_what_is_not_asked_is_not_on_paper() -> None:
    record = record_of(4)
    text = on_paper(record)

    assert "secret" not in json.dumps(record).casefold()
    assert "cleaned_by" not in json.dumps(record)
    assert "secret" not in text.casefold()
    assert "Follow-up" not in text


def test_what_is_asked_says_on_paper_whose_follow_up_it_is() -> None:
    record = record_of(2)
    text = on_paper(record)

    assert "Follow-up to “cleaning before the pilot”, and counts with it." in text
    assert "secret reason" in text
    assert "A question counts with the lowest level of its own and of the follow-ups" in text
    assert record["sections"][0]["held_down_by"] == [CLEANED]


def test_record_names_the_whole_question_set() -> None:
    assert {record_of(main)["questionnaire"]["digest"] for main in (2, 4)} == {
        questionnaires.digest(FOLLOWED)
    }


@pytest.fixture
def system() -> Iterator[None]:
    with acting_as(SYSTEM):
        yield


@pytest.mark.django_db
@pytest.mark.usefixtures("system")
@pytest.mark.parametrize(("main", "rows"), [(4, 52), (1, 53)])
def test_concluded_round_has_a_row_for_each_question_that_was_asked(main: int, rows: int) -> None:
    assessment: Assessment = AssessmentFactory(question_set=pinned(FOLLOWED))
    lead = member(assessment.project)
    given = {CLEANED: replace(HIDDEN, verified_by=""), "data.cleaning": Answer(Choice(main))}
    for question, answer in given.items():
        actions.save_answer(
            assessment=assessment, question=question, answer=answer, seen_version=0, by=lead, at=NOW
        )
    actions.submit_assessment(assessment=assessment, by=lead, at=NOW)

    record = conclude(assessment)

    assert QuestionRow.objects.filter(record=record).count() == rows
    assert ("ecret" in record.content) is (main == 1)
