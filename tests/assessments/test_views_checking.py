"""What the check and submit pages tell of a round: what lacks proof, what cannot be, what stays unknown."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments import actions, queries
from assessments.domain.case import Answer, Choice, Evidence, NotApplicable, NotKnown, Pair
from assessments.models import Assessment, Person
from tests.factories import NOW

from .browsing import fields, section_url, signed_in
from .steps import K1, NOBODY_KNOWS, PLAN, answer, level, measured, reopen, save, submit

pytestmark = pytest.mark.django_db


def check_url(assessment: Assessment) -> str:
    return reverse("check_answers", args=[assessment.pk])


def page_of(person: Person, url: str) -> str:
    return signed_in(person).get(url).content.decode()


def standing(person: Person, url: str) -> str:
    """The part of the page that speaks about the round as a whole."""
    html = page_of(person, url)
    return html[html.index('aria-labelledby="standing"') : html.index('class="checked"')]


def test_summary_counts_what_is_answered_unknown_and_backed(assessment: Assessment, lead: Person) -> None:
    answer(assessment, lead, {"data.selection": measured(Choice(2)), "data.history": NOBODY_KNOWS})

    assert "2 of 52 answered, 1 not known, 1 with evidence." in page_of(lead, check_url(assessment))
    assert "2 of 52 answered, 1 not known, 1 with evidence." in page_of(
        lead, reverse("submit", args=[assessment.pk])
    )


def test_critical_answers_without_proof_are_named_and_led_to(assessment: Assessment, lead: Person) -> None:
    save(assessment, lead, level(4))

    told = standing(lead, check_url(assessment))

    assert "1 critical answer has no proof" in told
    assert "It holds the result back until something backs it" in told
    assert f'href="{section_url(assessment)}?back=data__selection#data__selection"' in told
    assert "1 critical answer has no proof and holds the result back" in page_of(
        lead, reverse("submit", args=[assessment.pk])
    )


def test_other_answers_without_evidence_are_told_apart(assessment: Assessment, lead: Person) -> None:
    answer(assessment, lead, {"data.unseen": level(3), "data.selection": measured(Choice(3))})

    told = standing(lead, check_url(assessment))

    assert "1 other answer has no evidence" in told
    assert "critical answer" not in told


def test_contradiction_shows_both_answers_before_anything_is_submitted(
    assessment: Assessment, lead: Person
) -> None:
    answer(assessment, lead, K1)

    told = standing(lead, check_url(assessment))

    assert "These answers cannot both be true" in told
    for key in K1:
        prefix = key.replace(".", "__")
        assert f'href="{section_url(assessment)}?back={prefix}#{prefix}"' in told
    assert "holds the result back" in told
    assert "1 contradiction between answers holds" in page_of(lead, reverse("submit", args=[assessment.pk]))


def test_contradiction_of_more_than_two_answers_says_all(assessment: Assessment, lead: Person) -> None:
    zeros = {"data.selection": level(0), "users.selection": level(0), "support.provider": level(0)}
    answer(assessment, lead, {"criteria.conditions": measured(Choice(4)), **zeros})
    Assessment.objects.filter(pk=assessment.pk).update(claim_result="met", claim_criterion="90 %")

    assert "These answers cannot all be true" in standing(lead, check_url(assessment))


def test_explained_contradiction_says_how_and_holds_nothing(
    assessment: Assessment, lead: Person, reviewer: Person
) -> None:
    answer(assessment, lead, K1)
    submit(assessment, lead)
    actions.settle_contradiction(
        assessment=assessment, rule="K1", why="only the headings", by=reviewer, at=NOW
    )

    told = standing(lead, check_url(assessment))

    assert "only the headings (Rui Reviewer)" in told
    assert "Correct the one that is wrong" not in told


@pytest.mark.parametrize(
    ("said", "question", "why"),
    [
        (NotKnown(), "data.history", "Answered with “not known”: 1"),
        (Pair(Decimal(5), None), "data.volume", "One of the two numbers is missing: 1"),
        (NotApplicable("no call"), "integration.outage", "no reviewer has agreed yet: 1"),
        (Pair(Decimal(0), Decimal(0)), "integration.systems", "said to have none"),
    ],
)
def test_what_stays_unknown_says_why(
    assessment: Assessment, lead: Person, said: NotKnown, question: str, why: str
) -> None:
    save(assessment, lead, Answer(said), question)

    told = standing(lead, check_url(assessment))

    assert why in told
    assert "Not answered: 51" in told
    assert "may be submitted with unknowns, and that is honest" in told


def test_nothing_missing_is_said_too(assessment: Assessment, lead: Person) -> None:
    for question in queries.questionnaire_of(assessment):
        said = Pair(Decimal(5), Decimal(5)) if question.measure else Choice(3)
        save(assessment, lead, measured(said), question.key)

    assert "no two answers are in each other’s way" in standing(lead, check_url(assessment))


def test_neither_level_nor_finding_is_told_while_drafting(assessment: Assessment, lead: Person) -> None:
    answer(assessment, lead, {**K1, "data.unseen": level(0)})

    told = standing(lead, check_url(assessment)).lower()

    assert not [word for word in ("level", "matched", "partial", "predict", "verdict") if word in told]


def test_each_answer_says_who_gave_it_and_when(assessment: Assessment, lead: Person) -> None:
    save(assessment, lead, Answer(Choice(1), Evidence.DOCUMENTED, "", (PLAN,)))

    html = page_of(lead, check_url(assessment))

    assert "<bdi>Lea Lead</bdi>, 22 November 2026, 09:00 UTC" in html
    assert html.count("<bdi>Lea Lead</bdi>, ") == 1


def test_draft_is_called_one_on_paper(assessment: Assessment, lead: Person) -> None:
    assert "Draft: these answers are not submitted" in page_of(lead, check_url(assessment))

    submit(assessment, lead)

    assert "Draft: these" not in page_of(lead, check_url(assessment))


def test_change_comes_back_to_the_same_answer(assessment: Assessment, lead: Person) -> None:
    client = signed_in(lead)
    url = f"{section_url(assessment)}?back=data__history"
    check = f"{check_url(assessment)}#answer-data__history"

    assert f'<a href="{check}">Back to all answers</a>' in client.get(url).content.decode()
    posted = client.post(url, fields("data.history", said="not_known"))

    assert posted.headers["Location"] == check
    assert 'id="answer-data__history"' in client.get(check_url(assessment)).content.decode()


def test_way_back_is_to_a_question_of_the_section_only(assessment: Assessment, lead: Person) -> None:
    html = page_of(lead, f"{section_url(assessment)}?back=https://evil.example.org")

    assert "Back to all answers" not in html
    assert "evil" not in html


@pytest.mark.parametrize("name", ["check_answers", "submit"])
def test_whole_round_costs_as_many_queries_as_one_answer(
    assessment: Assessment, lead: Person, name: str
) -> None:
    client, counts = signed_in(lead), []
    save(assessment, lead, level(4))
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(name, args=[assessment.pk])).status_code == 200
        counts.append(len(captured))
        for question in list(queries.questionnaire_of(assessment))[1:]:
            save(assessment, lead, NOBODY_KNOWS, question.key)

    assert counts[0] == counts[1]


def test_returned_round_reads_explanations_again(
    assessment: Assessment, lead: Person, reviewer: Person
) -> None:
    answer(assessment, lead, K1)
    submit(assessment, lead)
    actions.settle_contradiction(assessment=assessment, rule="K1", why="two tables", by=reviewer, at=NOW)
    reopen(assessment, lead)

    assert "two tables (Rui Reviewer)" in standing(lead, check_url(assessment))
