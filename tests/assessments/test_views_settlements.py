"""Explaining a contradiction, and agreeing that a question is not applicable."""

import pytest
from django.urls import reverse

from assessments.domain.case import Answer, NotApplicable
from assessments.models import Assessment, Person

from .browsing import signed_in
from .steps import K1, answer, reopen, save, submit, withdraw

pytestmark = pytest.mark.django_db


@pytest.fixture
def contradictory(assessment: Assessment, lead: Person) -> Assessment:
    answer(assessment, lead, K1)
    submit(assessment, lead)
    return assessment


def settle_url(assessment: Assessment, rule: str = "K1") -> str:
    return reverse("settle", args=[assessment.pk, rule])


def agree_url(assessment: Assessment, question: str = "integration.outage") -> str:
    return reverse("agree_not_applicable", args=[assessment.pk, question])


def test_page_shows_the_answers_side_by_side(contradictory: Assessment, reviewer: Person) -> None:
    html = signed_in(reviewer).get(settle_url(contradictory)).content.decode()

    assert "Contradiction K1" in html
    assert "How were the records chosen that the pilot ran on?" in html
    assert "Every record reviewed and corrected by hand first" in html


def test_explanation_settles_it(contradictory: Assessment, reviewer: Person) -> None:
    client = signed_in(reviewer)

    page = client.post(settle_url(contradictory), {"reason": "cleaned after sampling"})

    assert page["Location"] == reverse("verdict", args=[contradictory.pk])
    assert contradictory.settlements.get().why == "cleaned after sampling"
    assert "Explained by Rui Reviewer" in client.get(settle_url(contradictory)).content.decode()


def test_explanation_is_needed(contradictory: Assessment, reviewer: Person) -> None:
    assert signed_in(reviewer).post(settle_url(contradictory), {"reason": ""}).status_code == 422


def test_somebody_who_answered_may_not_explain(contradictory: Assessment, lead: Person) -> None:
    page = signed_in(lead).post(settle_url(contradictory), {"reason": "because"})

    assert page.status_code == 422
    assert "someone else must settle this" in page.content.decode()
    assert not contradictory.settlements.exists()


def test_respondent_may_not_explain(contradictory: Assessment, respondent: Person) -> None:
    assert signed_in(respondent).get(settle_url(contradictory)).status_code == 403


def test_nothing_is_explained_in_a_round_that_is_over(
    contradictory: Assessment, lead: Person, reviewer: Person
) -> None:
    withdraw(contradictory, lead)
    client = signed_in(reviewer)

    asked = client.get(settle_url(contradictory))
    posted = client.post(settle_url(contradictory), {"reason": "cleaned after sampling"})

    assert "Explain it" not in asked.content.decode()
    assert "This round is over" in asked.content.decode()
    assert posted.status_code == 422
    assert "withdrawn" in posted.content.decode()
    assert not contradictory.settlements.exists()


@pytest.mark.parametrize("rule", ["K2", "K99"])
def test_rule_that_is_not_broken_is_not_found(contradictory: Assessment, reviewer: Person, rule: str) -> None:
    assert signed_in(reviewer).get(settle_url(contradictory, rule)).status_code == 404


def test_returned_round_leads_to_what_was_submitted(
    contradictory: Assessment, lead: Person, reviewer: Person
) -> None:
    reopen(contradictory, lead)
    client = signed_in(reviewer)

    for page in (client.get(settle_url(contradictory)), client.post(settle_url(contradictory, "K2"))):
        assert page["Location"] == reverse("verdict", args=[contradictory.pk])
    assert "decide once it is submitted again" in client.get(page["Location"]).content.decode()


def test_contradiction_is_not_shown_before_the_verdict(
    assessment: Assessment, lead: Person, reviewer: Person
) -> None:
    answer(assessment, lead, K1)

    assert signed_in(reviewer).get(settle_url(assessment)).status_code == 404


def test_reviewer_agrees_that_a_question_is_not_applicable(
    assessment: Assessment, lead: Person, reviewer: Person
) -> None:
    save(assessment, lead, Answer(NotApplicable("no call")), "integration.outage")

    page = signed_in(reviewer).post(agree_url(assessment), {"version": "1"}, follow=True)

    html = page.content.decode()
    assert "Agreed: the question is not applicable" in html
    assert "agreed by Rui Reviewer" in html
    assert assessment.answers.get().agreed_by == reviewer


@pytest.mark.parametrize("version", ["1", "", "yes", "9" * 40])
def test_reason_that_was_not_read_is_not_agreed_to(
    assessment: Assessment, lead: Person, reviewer: Person, version: str
) -> None:
    save(assessment, lead, Answer(NotApplicable("no call")), "integration.outage")
    client = signed_in(reviewer)
    assert (
        'name="version" value="1"'
        in client.get(reverse("check_answers", args=[assessment.pk])).content.decode()
    )
    save(assessment, lead, Answer(NotApplicable("too costly to try")), "integration.outage", seen=1)

    page = client.post(agree_url(assessment), {"version": version}, follow=True)

    assert page.redirect_chain[0][0].endswith("#answer-integration__outage")
    html = page.content.decode()
    assert "this answer was changed since you opened the page" in html
    assert "too costly to try" in html
    assert assessment.answers.get().agreed_by is None
    client.post(agree_url(assessment), {"version": "2"})
    assert assessment.answers.get().agreed_by == reviewer


def test_agreement_to_nothing_says_so(assessment: Assessment, reviewer: Person) -> None:
    page = signed_in(reviewer).post(agree_url(assessment), follow=True)

    assert "not answered with “not applicable”" in page.content.decode()


def test_somebody_who_answered_may_not_agree(assessment: Assessment, lead: Person) -> None:
    save(assessment, lead, Answer(NotApplicable("no call")), "integration.outage")

    page = signed_in(lead).post(agree_url(assessment), follow=True)

    assert not assessment.answers.get().agreed_by
    assert "someone who answered nothing must agree" in page.content.decode()


def test_respondent_may_not_agree(assessment: Assessment, respondent: Person) -> None:
    page = signed_in(respondent).post(agree_url(assessment))

    assert page.status_code == 403
    assert "You may not agree that a question is not applicable" in page.content.decode()


def test_agreement_is_never_given_by_looking(assessment: Assessment, reviewer: Person) -> None:
    assert signed_in(reviewer).get(agree_url(assessment)).status_code == 405
