"""The task list, and everything answered on one page."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments import queries
from assessments.domain.case import Answer, Choice, Evidence, NotApplicable, NotKnown, Pair
from assessments.models import Assessment, Person
from tests.factories import AnswerFactory

from .browsing import section_url, signed_in
from .steps import COUNT, NOBODY_KNOWS, PLAN, accept, level, measured, reopen, save, submit

pytestmark = pytest.mark.django_db


def check_url(assessment: Assessment) -> str:
    return reverse("check_answers", args=[assessment.pk])


def answer_everything(assessment: Assessment, by: Person) -> None:
    for question in queries.questionnaire_of(assessment):
        save(assessment, by, NOBODY_KNOWS, question.key)


def page_of(person: Person, url: str) -> str:
    return signed_in(person).get(url).content.decode()


def test_task_list_says_how_complete_each_section_is(assessment: Assessment, lead: Person) -> None:
    save(assessment, lead, measured(Choice(2)))
    save(assessment, lead, NOBODY_KNOWS, "data.history")

    html = page_of(lead, assessment.get_absolute_url())

    assert "2 of 7 answered" in html
    assert "1 with evidence · 1 not known" in html
    assert "2 of 52 questions answered" in html
    assert "Go on with Data quality" in html
    assert html.count("Not started") == 7


def test_first_visit_starts_with_the_first_section(assessment: Assessment, lead: Person) -> None:
    html = page_of(lead, assessment.get_absolute_url())

    assert "Start with Data quality" in html
    assert reverse("sheet_upload", args=[assessment.pk]) in html


def test_task_list_never_shows_a_level_or_a_finding(assessment: Assessment, lead: Person) -> None:
    save(assessment, lead, level(0))

    html = page_of(lead, assessment.get_absolute_url())

    assert "level" not in html.lower()
    assert "nmatched" not in html


def test_everything_answered_leads_to_the_check(assessment: Assessment, lead: Person) -> None:
    answer_everything(assessment, lead)

    html = page_of(lead, assessment.get_absolute_url())

    assert "Check the answers" in html
    assert html.count("All answered") == 8


def test_carried_over_answers_wait_to_be_confirmed(assessment: Assessment, lead: Person) -> None:
    for question in queries.questionnaire_of(assessment).by_section["data"].questions:
        AnswerFactory(assessment=assessment, question=question.key, said="not_known", carried_over=True)

    html = page_of(lead, assessment.get_absolute_url())

    assert "7 to confirm" in html
    assert "To confirm" in html


def test_reviewer_is_told_to_wait_and_may_read(assessment: Assessment, reviewer: Person) -> None:
    html = page_of(reviewer, assessment.get_absolute_url())

    assert "The team is still answering." in html
    assert "Change the claim" not in html
    assert "Withdraw this round" not in html
    assert "Fill in as a spreadsheet" not in html


def test_submitted_round_leads_to_its_verdict(assessment: Assessment, lead: Person) -> None:
    submit(assessment, lead)

    html = page_of(lead, assessment.get_absolute_url())

    assert "See the verdict" in html
    assert "Return it to the team" in html


def test_reopened_round_shows_why(assessment: Assessment, lead: Person) -> None:
    submit(assessment, lead)
    reopen(assessment, lead)

    html = page_of(lead, assessment.get_absolute_url())

    assert "the count was wrong" in html
    assert "Returned for changes" in html


def test_concluded_round_leads_to_its_verdict(assessment: Assessment, lead: Person) -> None:
    accept(assessment, lead)

    assert "Read the verdict" in page_of(lead, assessment.get_absolute_url())


def test_check_shows_every_question_answered_or_not(assessment: Assessment, lead: Person) -> None:
    save(assessment, lead, Answer(Choice(0), Evidence.DOCUMENTED, "picked by us", (PLAN,)))
    save(assessment, lead, measured(Pair(Decimal(500), Decimal(50_000))), "data.volume")
    save(assessment, lead, Answer(NotKnown()), "data.history")

    html = page_of(lead, check_url(assessment))

    assert html.count("<span>Not answered</span>") == 49
    assert "49 questions have no answer" in html
    assert "picked by us" in html
    assert f'<a href="{PLAN.link}"' in html
    assert COUNT.title in html
    assert "coverage 1" in html
    assert f'{section_url(assessment)}?back=data__volume#data__volume"' in html
    assert reverse("submit", args=[assessment.pk]) in html


def test_check_of_a_whole_round_says_so(assessment: Assessment, lead: Person) -> None:
    answer_everything(assessment, lead)

    assert "Every question has an answer." in page_of(lead, check_url(assessment))


def test_check_counts_a_single_open_question(assessment: Assessment, lead: Person) -> None:
    answer_everything(assessment, lead)
    save(assessment, lead, None, seen=1)

    assert "One question has no answer" in page_of(lead, check_url(assessment))


def test_reader_finds_no_way_to_change_or_submit(assessment: Assessment, reviewer: Person) -> None:
    html = page_of(reviewer, check_url(assessment))

    assert "Change<span" not in html
    assert "Go on to submit" not in html


def test_check_marks_what_was_changed_after_the_verdict_or_not_confirmed(
    assessment: Assessment, lead: Person
) -> None:
    AnswerFactory(assessment=assessment, carried_over=True)
    submit(assessment, lead)
    reopen(assessment, lead)
    save(assessment, lead, level(2), "data.cleaning")

    html = page_of(lead, check_url(assessment))

    assert "Changed after the verdict was seen" in html
    assert "Carried over from the last round, not confirmed yet" in html


def test_reviewer_may_agree_where_nobody_did(assessment: Assessment, lead: Person, reviewer: Person) -> None:
    save(assessment, lead, Answer(NotApplicable("no call")), "integration.outage")
    url = reverse("agree_not_applicable", args=[assessment.pk, "integration.outage"])

    assert url in page_of(reviewer, check_url(assessment))
    assert url not in page_of(lead, check_url(assessment))


@pytest.mark.parametrize("name", ["assessment", "check_answers", "section"])
def test_three_answers_cost_as_many_queries_as_one(assessment: Assessment, lead: Person, name: str) -> None:
    client = signed_in(lead)
    arguments = [assessment.pk, "data"] if name == "section" else [assessment.pk]
    counts = []
    for keys in (["data.selection"], ["data.cleaning", "data.unseen"]):
        for key in keys:
            save(assessment, lead, measured(Choice(2)), key)
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(name, args=arguments))
        counts.append(len(captured))

    assert counts[0] == counts[1]


def asked(captured: CaptureQueriesContext) -> list[str]:
    """The queries of a request as it runs by itself: no savepoints, and nobody to become again afterwards."""
    own = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    return own[:-1] if "set_config" in own[-1] else own


def test_section_page_takes_at_most_eight_queries(assessment: Assessment, lead: Person) -> None:
    save(assessment, lead, measured(Choice(2)))
    client = signed_in(lead)

    with CaptureQueriesContext(connection) as captured:
        client.get(section_url(assessment))

    assert len(asked(captured)) <= 8


def test_save_of_one_answer_takes_at_most_eight_queries(assessment: Assessment, lead: Person) -> None:
    save(assessment, lead, level(2))
    client = signed_in(lead)

    with CaptureQueriesContext(connection) as captured:
        url = reverse("answer_save", args=[assessment.pk, "data.selection"])
        typed = {"data__selection-said": "3", "data__selection-version": "1", "data__selection-shown": "seen"}
        assert client.post(url, typed).status_code == 200

    assert len(asked(captured)) <= 8
