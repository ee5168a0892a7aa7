"""Submitting, reopening and withdrawing a round."""

import pytest
from django.urls import reverse

from assessments.domain.case import Answer, Choice, Evidence
from assessments.models import Assessment, Person, State
from tests.factories import AnswerFactory

from .browsing import signed_in
from .steps import NOBODY_KNOWS, PLAN, accept, save, submit

pytestmark = pytest.mark.django_db


def url(name: str, assessment: Assessment) -> str:
    return reverse(name, args=[assessment.pk])


def state(assessment: Assessment) -> str:
    return Assessment.objects.get(pk=assessment.pk).state


def test_submit_asks_first_and_says_what_it_does(assessment: Assessment, lead: Person) -> None:
    save(assessment, lead, NOBODY_KNOWS)
    AnswerFactory(assessment=assessment, question="data.cleaning", carried_over=True)

    html = signed_in(lead).get(url("submit", assessment)).content.decode()

    assert "The answers are frozen as they stand" in html
    assert "50 questions without an answer" in html
    assert "1 question is answered with “not known”" in html
    assert "1 answer taken over from the last round" in html
    assert state(assessment) == State.DRAFT


def test_submit_freezes_and_shows_the_verdict(assessment: Assessment, lead: Person) -> None:
    page = signed_in(lead).post(url("submit", assessment))

    assert page["Location"] == url("verdict", assessment)
    assert state(assessment) == State.SUBMITTED


def test_second_submit_is_harmless(assessment: Assessment, lead: Person) -> None:
    client = signed_in(lead)
    client.post(url("submit", assessment))

    page = client.post(url("submit", assessment), follow=True)

    assert "submitted already; nothing was changed" in page.content.decode()
    assert assessment.submissions.count() == 1


def test_submit_that_is_refused_says_what_to_change(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    verified = Answer(Choice(4), Evidence.VERIFIED, proof=(PLAN,), verified_by=str(respondent))
    save(assessment, lead, verified)
    save(assessment, respondent, NOBODY_KNOWS, "data.cleaning")

    page = signed_in(lead).post(url("submit", assessment), follow=True)

    assert page.redirect_chain == [(assessment.get_absolute_url(), 302)]
    assert "Change these answers first" in page.content.decode()
    assert state(assessment) == State.DRAFT


def test_reopening_needs_a_reason(assessment: Assessment, lead: Person) -> None:
    submit(assessment, lead)
    client = signed_in(lead)
    assert client.get(url("reopen", assessment)).status_code == 200

    page = client.post(url("reopen", assessment), {"reason": " "})

    assert page.status_code == 422
    assert '<a href="#id_reason">' in page.content.decode()
    assert state(assessment) == State.SUBMITTED


def test_reopened_round_can_be_answered_again(assessment: Assessment, lead: Person) -> None:
    submit(assessment, lead)

    page = signed_in(lead).post(url("reopen", assessment), {"reason": "the count was wrong"})

    assert page["Location"] == assessment.get_absolute_url()
    assert state(assessment) == State.RETURNED


def test_round_in_draft_cannot_be_reopened(assessment: Assessment, lead: Person) -> None:
    page = signed_in(lead).post(url("reopen", assessment), {"reason": "the count was wrong"})

    assert page.status_code == 422
    assert "nobody can return a submitted round now" in page.content.decode()


def test_withdrawn_round_shows_why(assessment: Assessment, lead: Person) -> None:
    client = signed_in(lead)
    assert client.get(url("withdraw", assessment)).status_code == 200

    page = client.post(url("withdraw", assessment), {"reason": "the pilot was stopped"}, follow=True)

    html = page.content.decode()
    assert state(assessment) == State.WITHDRAWN
    assert "the pilot was stopped" in html
    assert "This round was withdrawn." in html


def test_concluded_round_cannot_be_withdrawn(assessment: Assessment, lead: Person) -> None:
    accept(assessment, lead)

    page = signed_in(lead).post(url("withdraw", assessment), {"reason": "too late"})

    assert page.status_code == 422
    assert state(assessment) == State.ACCEPTED


@pytest.mark.parametrize("name", ["submit", "reopen", "withdraw"])
def test_respondent_may_not_change_the_state(assessment: Assessment, respondent: Person, name: str) -> None:
    client = signed_in(respondent)

    assert client.get(url(name, assessment)).status_code == 403
    assert client.post(url(name, assessment), {"reason": "I want to"}).status_code == 403
    assert state(assessment) == State.DRAFT


def test_draft_shows_no_form_to_reopen_it(assessment: Assessment, lead: Person) -> None:
    page = signed_in(lead).get(url("reopen", assessment), follow=True)

    assert page.redirect_chain == [(assessment.get_absolute_url(), 302)]
    told = "This round is “Being filled in”: nobody can return a submitted round now."
    assert told in page.content.decode()


@pytest.mark.parametrize("name", ["reopen", "withdraw", "claim"])
def test_concluded_round_shows_no_form_to_change_it(assessment: Assessment, lead: Person, name: str) -> None:
    accept(assessment, lead)

    page = signed_in(lead).get(url(name, assessment), follow=True)

    assert page.redirect_chain == [(assessment.get_absolute_url(), 302)]
    assert "This round is “Concluded”: nobody can" in page.content.decode()
