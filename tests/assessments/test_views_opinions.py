"""Second opinions on pages: given where the team answers, seen by nobody until both are in, then settled."""

from datetime import timedelta
from decimal import Decimal
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments import actions, queries
from assessments.domain.case import Answer, Pair
from assessments.models import Assessment, MemberRole, Person
from tests.factories import NOW, MembershipFactory, PersonFactory, SecondOpinionFactory

from .browsing import WITH_HTMX, fields, save_url, section_url, signed_in
from .steps import (
    NOBODY_KNOWS,
    accept,
    answer,
    apart,
    complete,
    level,
    reopen,
    review,
    save,
    stored,
    submit,
    withdraw,
)
from .voices import QUESTION, SECOND, TEAM, second_answer_in

pytestmark = pytest.mark.django_db

IN_A_TEST = 3
"""Queries that only a test's transaction adds."""


def url(name: str, assessment: Assessment, *more: object) -> str:
    return reverse(name, args=[assessment.pk, *more])


def html(client: Client, address: str, status: int = 200) -> str:
    page = client.get(address)
    assert page.status_code == status
    return " ".join(unescape(page.content.decode()).split())


def disagreement_url(assessment: Assessment) -> str:
    return url("disagreement", assessment, second_answer_in(assessment).pk)


def test_second_respondent_finds_the_way_to_their_own_answers(assessment: Assessment, blind: Person) -> None:
    client = signed_in(blind)
    project = html(client, assessment.project.get_absolute_url())
    assert assessment.get_absolute_url() in project

    shown = html(client, assessment.get_absolute_url())

    assert "Your second opinion" in shown
    assert "8 of your 8 sections are still open." in shown
    assert "Start with Data quality" in shown
    assert "The pilot claim" not in shown


def test_page_and_autosave_keep_the_second_voice(assessment: Assessment, lead: Person, blind: Person) -> None:
    save(assessment, lead, level(4))
    client = signed_in(blind)
    page = html(client, section_url(assessment))
    assert "nobody else reads these answers until both sides are in" in page
    assert "Lea Lead" not in page

    saved = client.post(save_url(assessment), fields(QUESTION, said="1"), headers=WITH_HTMX)
    posted = client.post(section_url(assessment), fields("data.cleaning", said="2"))

    assert saved.status_code == 200
    assert posted["Location"] == section_url(assessment, "users")
    own = apart(assessment, blind)
    assert (stored(own), stored(own, "data.cleaning")) == (level(1), level(2))
    assert stored(assessment) == level(4)


def test_only_the_sections_asked_for_are_shown(assessment: Assessment, blind: Person) -> None:
    blind.memberships.update(sections=["users", "support"])
    client = signed_in(blind)

    shown = html(client, assessment.get_absolute_url())
    read = html(client, url("check_answers", assessment))

    assert "2 of your 2 sections are still open." in shown
    assert "Data quality" not in shown + read
    assert client.get(section_url(assessment, "data")).status_code == 302


def test_opinion_is_said_to_be_complete_and_taken_back(assessment: Assessment, blind: Person) -> None:
    save(apart(assessment, blind), blind, level(1))
    client = signed_in(blind)
    assert "My answers are complete" in html(client, url("check_answers", assessment))

    client.post(url("second_opinion", assessment), {"complete": "on"})
    shown = html(client, assessment.get_absolute_url())
    assert "Your answers are complete." in shown
    assert client.get(section_url(assessment)).status_code == 302
    assert client.post(section_url(assessment), fields(QUESTION, said="2", version=1)).status_code == 409
    assert "My answers are complete" not in html(client, url("check_answers", assessment))

    client.post(url("second_opinion", assessment))
    assert "Go on with Data quality" in html(client, assessment.get_absolute_url())


def test_everything_answered_leads_to_the_check(assessment: Assessment, blind: Person) -> None:
    blind.memberships.update(sections=["change"])
    own = apart(assessment, blind)
    for question in queries.questionnaire_of(assessment).by_section["change"].questions:
        save(own, blind, NOBODY_KNOWS, question.key)

    shown = html(signed_in(blind), assessment.get_absolute_url())

    assert "Check your answers" in shown


def test_nothing_said_cannot_be_complete(assessment: Assessment, blind: Person) -> None:
    client = signed_in(blind)

    page = client.post(url("second_opinion", assessment), {"complete": "on"}, follow=True)

    assert "Answer at least one question first" in unescape(page.content.decode())


def test_team_has_no_second_opinion_to_complete(assessment: Assessment, lead: Person) -> None:
    page = signed_in(lead).post(url("second_opinion", assessment), {"complete": "on"})

    assert page.status_code == 404


def test_opened_opinion_says_so(both_in: Assessment, blind: Person) -> None:
    client = signed_in(blind)

    assert "Both sides are in." in html(client, both_in.get_absolute_url())
    for name in ("verdict", "submit", "history", "claim", "conclude"):
        assert client.get(url(name, both_in)).status_code == 404
    assert client.get(disagreement_url(both_in)).status_code == 404


@pytest.mark.parametrize("end", [accept, withdraw])
def test_round_that_is_over_says_that_it_was_not_counted(
    assessment: Assessment, lead: Person, blind: Person, end: object
) -> None:
    end(assessment, lead)  # type: ignore[operator]

    assert "it was not counted" in html(signed_in(blind), assessment.get_absolute_url())


def test_team_sees_that_it_was_asked_for_and_not_what_it_says(
    assessment: Assessment, lead: Person, blind: Person
) -> None:
    client = signed_in(lead)
    assert "A second opinion was asked for; it is not in yet." in html(client, assessment.get_absolute_url())

    complete(assessment, blind, SECOND)

    shown = html(client, assessment.get_absolute_url())
    assert "A second opinion was asked for, and it is in." in shown
    assert "We picked them" not in shown + html(client, url("check_answers", assessment))


def test_several_opinions_are_counted(assessment: Assessment, lead: Person, blind: Person) -> None:
    person = PersonFactory()
    MembershipFactory(project=assessment.project, person=person, role=MemberRole.SECOND_RESPONDENT)
    SecondOpinionFactory(assessment=assessment, person=person)
    complete(assessment, blind, SECOND)

    shown = html(signed_in(lead), assessment.get_absolute_url())

    assert "2 second opinions were asked for; 1 is in." in shown


def test_disagreement_is_shown_side_by_side_and_settled(both_in: Assessment, reviewer: Person) -> None:
    client, address = signed_in(reviewer), disagreement_url(both_in)
    verdict = html(client, url("verdict", both_in))
    assert "1 second opinion was asked for, and it is in." in verdict
    assert address in verdict
    shown = html(client, address)
    assert "We picked them with the vendor" in shown

    assert client.post(address, {"reason": ""}).status_code == 422
    page = client.post(address, {"reason": "They speak of another month"})

    assert urlsplit(page["Location"]).path == url("verdict", both_in)
    assert "Settled by Rui Reviewer" in html(client, address)
    after = html(client, url("verdict", both_in))
    assert "They speak of another month" in after
    assert address not in after


def test_whoever_gave_one_of_the_answers_is_told_so(both_in: Assessment, lead: Person) -> None:
    client = signed_in(lead)
    assert disagreement_url(both_in) not in html(client, url("verdict", both_in))

    page = client.post(disagreement_url(both_in), {"reason": "because"})

    assert page.status_code == 422
    assert "someone else must settle this" in page.content.decode()


def test_respondent_may_not_settle(both_in: Assessment, respondent: Person) -> None:
    assert signed_in(respondent).get(disagreement_url(both_in)).status_code == 403


def test_disagreement_is_not_there_before_the_verdict_or_for_what_is_near(
    assessment: Assessment, lead: Person, reviewer: Person, blind: Person
) -> None:
    answer(assessment, lead, TEAM)
    complete(assessment, blind, {QUESTION: level(3)})
    client = signed_in(reviewer)
    assert client.get(disagreement_url(assessment)).status_code == 404

    submit(assessment, lead)

    assert client.get(disagreement_url(assessment)).status_code == 404


def test_returned_round_settles_nothing(both_in: Assessment, lead: Person, reviewer: Person) -> None:
    reopen(both_in, lead)

    page = signed_in(reviewer).get(disagreement_url(both_in))

    assert urlsplit(page["Location"]).path == url("verdict", both_in)
    assert "Two voices differ" in html(signed_in(reviewer), url("verdict", both_in))


def test_round_that_is_over_shows_what_was_left_open(
    both_in: Assessment, lead: Person, reviewer: Person
) -> None:
    withdraw(both_in, lead)

    assert "Nobody settled it" in html(signed_in(reviewer), disagreement_url(both_in))


@pytest.mark.usefixtures("blind")
def test_missing_opinion_is_shown_and_keeps_nobody_from_concluding(
    assessment: Assessment, lead: Person
) -> None:
    answer(assessment, lead, TEAM)
    submit(assessment, lead)
    client = signed_in(review(assessment))
    said = "1 second opinion was asked for; it is not in yet."
    assert said in html(client, url("verdict", assessment))
    assert said in html(client, url("conclude", assessment))

    decides = MembershipFactory(project=assessment.project, role=MemberRole.APPROVER).person
    client.post(url("conclude", assessment), {"decision_maker": decides.pk, "reason": "It comes too late."})

    assert "1 second opinion was asked for; it was not given." in html(client, url("verdict", assessment))


def test_section_page_takes_the_same_queries_in_either_voice(
    assessment: Assessment, lead: Person, blind: Person
) -> None:
    def queries_of(person: Person) -> int:
        client = signed_in(person)
        client.get(section_url(assessment))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(section_url(assessment)).status_code == 200
        return len(asked)

    save(assessment, lead, level(1))
    save(apart(assessment, blind), blind, level(1))

    assert queries_of(blind) == queries_of(lead) <= 8 + IN_A_TEST


def test_hurried_section_is_asked_about_before_submitting_and_on_the_verdict(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    asked = "All 5 answers of Change management were given within one minute. Who else has looked at them?"
    for place, question in enumerate(queries.questionnaire_of(assessment).by_section["change"].questions):
        best = level(4) if question.levels else Answer(Pair(Decimal(6), Decimal(6)))
        actions.save_answer(
            assessment=assessment,
            question=question.key,
            answer=best,
            seen_version=0,
            by=lead,
            at=NOW + timedelta(seconds=place),
        )

    shown = html(signed_in(respondent), url("check_answers", assessment))
    assert asked in shown
    assert "Why am I asked this?" in shown
    assert "each choice with its last state" in shown

    submit(assessment, lead)
    assert asked in html(signed_in(respondent), url("verdict", assessment))
    assert asked not in html(signed_in(respondent), url("check_answers", assessment))
