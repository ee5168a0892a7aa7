"""The pages of the review: taken up, gone through, challenged, compared, and for whom they are."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments import actions
from assessments.domain.case import Answer, Choice, Evidence, NotApplicable
from assessments.models import (
    Assessment,
    Challenge,
    Decision,
    Judgement,
    MemberRole,
    OversightRole,
    Person,
    State,
)
from tests.factories import NOW, MembershipFactory, OversightFactory, PersonFactory

from .browsing import html, signed_in
from .steps import CLAIM, COUNT, K1, answer, level, measured, reopen, save, submit

pytestmark = pytest.mark.django_db
DROPPED = "integration.outage"
ANSWERS = {
    **K1,
    "data.history": measured(Choice(4)),
    DROPPED: Answer(NotApplicable("nothing is called")),
}


@pytest.fixture
def submitted(assessment: Assessment, lead: Person) -> Assessment:
    answer(assessment, lead, ANSWERS)
    submit(assessment, lead)
    return assessment


@pytest.fixture
def in_review(submitted: Assessment, reviewer: Person) -> Assessment:
    return actions.start_review(assessment=submitted, by=reviewer, at=NOW)


@pytest.fixture
def raised(in_review: Assessment, reviewer: Person) -> Challenge:
    return actions.raise_challenge(
        assessment=in_review,
        question="data.history",
        text="whose data?",
        due_on=timezone.localdate() + timedelta(days=2),
        by=reviewer,
        at=timezone.now(),
    )


@pytest.fixture
def browser(reviewer: Person) -> Client:
    return signed_in(reviewer)


def url(name: str, assessment: Assessment, *args: Any) -> str:
    return reverse(name, args=[assessment.pk, *args])


def ruled(client: Client, assessment: Assessment, question: str, **posted: Any) -> Any:
    given = {"decision": "agrees", "version": 1, **posted}
    return client.post(url("rule_answer", assessment, question), given, follow=True)


def test_review_is_taken_up_from_its_page(submitted: Assessment, browser: Client) -> None:
    page = html(browser.get(url("review", submitted)))
    assert "0 of 52 looked at" in page
    assert "Start the review" in page
    assert "cannot both be true" in page or "Explain it" in page

    after = html(browser.post(url("review", submitted), follow=True))

    assert "Go on with Data quality" in after
    assert Assessment.objects.get().state == State.IN_REVIEW


def test_taking_up_what_is_not_submitted_is_told(in_review: Assessment, browser: Client) -> None:
    assert "nobody can review a round now" in html(browser.post(url("review", in_review), follow=True))


def test_author_sees_the_review_and_decides_nothing(
    in_review: Assessment, lead: Person, browser: Client
) -> None:
    MembershipFactory(project=in_review.project, person=lead, role=MemberRole.REVIEWER)
    client = signed_in(lead)

    assert "You answered in this round" in html(client.get(url("review", in_review)))
    section = html(client.get(url("review_section", in_review, "data")))
    assert "Agree<span" not in section
    assert "a reviewer who answered nothing" in html(ruled(client, in_review, "data.history"))
    rest = client.post(url("review_section", in_review, "data"), {"submission": 1}, follow=True)
    assert "a reviewer who answered nothing" in html(rest)
    assert browser.get(url("review_section", in_review, "nowhere")).status_code == 404


def test_section_shows_levels_evidence_and_what_can_be_ruled(in_review: Assessment, browser: Client) -> None:
    page = html(browser.get(url("review_section", in_review, "data")))

    assert "Count of 3 March" in page
    assert "Lower the evidence" in page
    assert "Agree to the 6 answers that are left" in page or "answers that are left" in page
    assert "Refuse “not applicable”" not in page
    assert "Refuse “not applicable”" in html(browser.get(url("review_section", in_review, "integration")))


def test_ruling_goes_on_to_the_next_answer(in_review: Assessment, browser: Client) -> None:
    page = ruled(browser, in_review, "data.selection")

    assert page.redirect_chain[-1][0].endswith("#review-data__cleaning")
    assert "Agreed by Rui Reviewer" in html(page)
    assert "1 of 52 looked at" in html(page)


def test_evidence_is_lowered_and_not_applicable_refused(in_review: Assessment, browser: Client) -> None:
    lowered = ruled(
        browser, in_review, "data.history", decision="lowers", grade="documented", why="a slide only"
    )
    refused = ruled(browser, in_review, DROPPED, decision="refuses", why="the ERP is called")

    assert "Lowered to “Documented” by Rui Reviewer" in html(lowered)
    assert "a slide only" in html(lowered)
    assert "refused by Rui Reviewer" in html(refused)
    assert {row.decision for row in in_review.rulings.all()} == {Decision.LOWERS, Decision.REFUSES}


@pytest.mark.parametrize(
    ("posted", "told"),
    [
        ({"version": 7}, "was changed since you opened the page"),
        ({"decision": "lowers", "grade": "none", "why": ""}, "Nothing was ruled"),
        ({"decision": "refuses", "why": "x"}, "not answered with “not applicable”"),
        ({"decision": "splendid"}, "the form did not say what"),
    ],
)
def test_ruling_that_cannot_be_is_told(
    in_review: Assessment, browser: Client, posted: dict[str, Any], told: str
) -> None:
    assert told in html(ruled(browser, in_review, "data.history", **posted))
    assert not in_review.rulings.exists()


def test_unknown_question_is_not_ruled_on(in_review: Assessment, browser: Client) -> None:
    assert browser.post(url("rule_answer", in_review, "no.question"), {}).status_code == 404


def test_rest_of_a_section_leads_to_the_next(in_review: Assessment, browser: Client) -> None:
    section = url("review_section", in_review, "data")

    page = browser.post(section, {"submission": 1}, follow=True)

    assert page.redirect_chain[-1][0] == url("review_section", in_review, "users")
    assert "Agreed to" in html(page)
    assert "submitted anew" in html(browser.post(section, {"submission": "x"}, follow=True))


def test_last_section_leads_to_the_whole(in_review: Assessment, reviewer: Person, browser: Client) -> None:
    ruled(browser, in_review, DROPPED)
    for section in ("data", "users", "load", "integration", "change", "support", "scope"):
        actions.agree_to_rest(assessment=in_review, section=section, submission=1, by=reviewer, at=NOW)

    page = browser.post(url("review_section", in_review, "criteria"), {"submission": 1}, follow=True)

    assert page.redirect_chain[-1][0] == url("review", in_review)
    assert "Every answer was looked at as it stands." in html(page)
    assert "Go on" in html(browser.get(url("review_section", in_review, "data")))


def test_what_changed_since_stands_beside_the_ruling(
    in_review: Assessment, lead: Person, reviewer: Person, browser: Client
) -> None:
    ruled(browser, in_review, "data.history")
    reopen(in_review, lead)
    save(in_review, lead, Answer(Choice(2), Evidence.MEASURED, proof=(COUNT,)), "data.history", seen=1)
    submit(in_review, lead)
    actions.start_review(assessment=in_review, by=reviewer, at=NOW)

    page = html(browser.get(url("review_section", in_review, "data")))

    assert "Changed since: look again." in page
    assert "Changed since the last submission" in page
    assert "Compare the submissions" in html(browser.get(url("review", in_review)))


def test_review_is_for_reviewers_and_only_while_there_is_one(
    in_review: Assessment, lead: Person, browser: Client
) -> None:
    for name, *args in (("review",), ("review_section", "data"), ("challenge_raise", "data.history")):
        assert signed_in(lead).get(url(name, in_review, *args)).status_code == 403
    reopen(in_review, lead)
    for name, *args in (("review",), ("review_section", "data"), ("challenge_raise", "data.history")):
        assert browser.get(url(name, in_review, *args)).status_code == 302


def test_challenge_is_raised_with_a_day(in_review: Assessment, browser: Client) -> None:
    page = url("challenge_raise", in_review, "data.history")
    assert "By when is the team to reply?" in html(browser.get(page))
    day = timezone.localdate() + timedelta(days=3)

    sent = browser.post(page, {"text": "whose data?", "due_on": day.isoformat()})

    assert sent["Location"].endswith("#review-data__history")
    assert in_review.challenges.get().due_on == day
    again = browser.post(page, {"text": "whose data?", "due_on": day.isoformat()})
    assert again.status_code == 422
    assert "There is a challenge on this answer already" in html(again)
    assert browser.get(url("challenge_raise", in_review, "no.question")).status_code == 404
    assert "Challenges" in html(browser.get(url("review", in_review)))


@pytest.mark.parametrize(
    ("posted", "told"),
    [
        ({"text": "x", "due_on": "2020-01-01"}, "Choose today or a later day."),
        ({"text": "x", "due_on": "soon"}, "year-month-day"),
        ({"text": "x", "due_on": ""}, "Choose a day."),
    ],
)
def test_challenge_without_a_day_to_come_is_refused(
    in_review: Assessment, browser: Client, posted: dict[str, str], told: str
) -> None:
    sent = browser.post(url("challenge_raise", in_review, "data.history"), posted)

    assert sent.status_code == 422
    assert told in html(sent)


def test_lead_replies_and_the_reviewer_settles(raised: Challenge, lead: Person, browser: Client) -> None:
    page = url("challenge", raised.assessment, raised.pk)
    team = signed_in(lead)
    assert "Reply to the challenge" in html(team.get(page))
    assert "Waits for the team’s reply" in html(browser.get(page))

    replied = html(team.post(page, {"move": "reply", "reply": "the archive’s"}, follow=True))
    assert "Reply by Lea Lead" in replied
    assert "Settle the challenge" in html(browser.get(page))
    settled = browser.post(page, {"move": "settle", "judgement": "dropped", "why": "seen"}, follow=True)

    assert "Dropped by Rui Reviewer" in html(settled)
    assert "the archive’s" in html(settled)
    raised.refresh_from_db()
    assert raised.judgement == Judgement.DROPPED


def test_contested_challenge_is_settled_on_the_pmos_page(raised: Challenge, lead: Person) -> None:
    pmo = OversightFactory(
        role=OversightRole.PMO, unit=raised.assessment.project.unit, person__name="Petra Pmo"
    ).person
    page = url("challenge", raised.assessment, raised.pk)
    client = signed_in(pmo)
    assert "Settle the challenge" not in html(client.get(page))
    signed_in(lead).post(page, {"move": "reply", "reply": "it is ours", "contested": "on"})
    assert "the PMO settles it" in html(client.get(page))

    settled = client.post(page, {"move": "settle", "judgement": "upheld", "why": "it is not"}, follow=True)

    assert "Upheld by Petra Pmo" in html(settled)
    assert "Contested by Lea Lead" in html(settled)
    overview = html(signed_in(lead).get(url("assessment", raised.assessment)))
    assert "Upheld: it goes on holding the verdict" in overview


def test_reply_and_settlement_that_cannot_be_are_told(
    raised: Challenge, lead: Person, browser: Client
) -> None:
    page = url("challenge", raised.assessment, raised.pk)

    assert signed_in(lead).post(page, {"move": "reply", "reply": ""}).status_code == 422
    early = browser.post(page, {"move": "settle", "judgement": "dropped", "why": "seen"})
    assert early.status_code == 422
    assert "The team has not replied yet." in html(early)
    assert browser.post(page, {"move": "reply", "reply": "mine"}).status_code == 403
    assert browser.get(url("challenge", raised.assessment, lead.pk)).status_code == 404


def test_overdue_challenge_and_changed_answer_are_said(
    raised: Challenge, lead: Person, reviewer: Person
) -> None:
    Challenge.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    round_, team = raised.assessment, signed_in(lead)
    page = url("challenge", round_, raised.pk)
    assert "Overdue" in html(team.get(page))
    assert "Overdue" in html(team.get(url("assessment", round_)))
    actions.reply_to_challenge(assessment=round_, challenge_id=raised.pk, reply="x", by=lead, at=NOW)
    actions.settle_challenge(
        assessment=round_, challenge_id=raised.pk, judgement=Judgement.UPHELD, why="y", by=reviewer, at=NOW
    )
    reopen(round_, lead)
    save(round_, lead, level(1), "data.history", seen=1)

    assert "the answer was changed since" in html(team.get(page))


def test_submissions_stand_side_by_side(submitted: Assessment, lead: Person) -> None:
    client, page = signed_in(lead), url("differences", submitted)
    assert "nothing to compare" in html(client.get(page, follow=True))
    reopen(submitted, lead)
    save(submitted, lead, level(1), "data.history", seen=1)
    actions.change_claim(assessment=submitted, claim=CLAIM, seen_version=1, by=lead, at=NOW)
    submit(submitted, lead)

    said = html(client.get(page))

    assert "One answer differs." in said
    assert "The pilot claim" in said
    assert "51 answers are the same" in said
    same = html(client.get(page, {"from": "1", "to": "1"}))
    assert "No answer differs." in same
    assert client.get(page, {"from": "7"}).status_code == 404
    assert "Compare the submissions" in html(client.get(url("assessment", submitted)))


def test_agreement_to_not_applicable_is_no_difference(
    submitted: Assessment, lead: Person, reviewer: Person
) -> None:
    actions.agree_not_applicable(assessment=submitted, question=DROPPED, seen_version=1, by=reviewer, at=NOW)
    reopen(submitted, lead)
    submit(submitted, lead)

    assert "No answer differs." in html(signed_in(lead).get(url("differences", submitted)))


def test_stranger_gets_nothing(raised: Challenge) -> None:
    stranger = signed_in(PersonFactory())

    for name, *args in (("review",), ("differences",), ("challenge", raised.pk)):
        assert stranger.get(url(name, raised.assessment, *args)).status_code == 404


def test_without_anybody_to_review_pages_say_whom_to_ask(submitted: Assessment, lead: Person) -> None:
    client = signed_in(lead)

    assert "Lea Lead can invite one, under People." in html(
        client.get(reverse("verdict", args=[submitted.pk]))
    )
    submitted.project.memberships.filter(person=lead).update(role=MemberRole.RESPONDENT)
    assert "Ask an administrator to add one." in html(client.get(reverse("verdict", args=[submitted.pk])))


def test_who_reviews_is_named(submitted: Assessment, lead: Person, reviewer: Person) -> None:
    client, verdict = signed_in(lead), reverse("verdict", args=[submitted.pk])

    assert "Who can review it: Rui Reviewer." in html(client.get(verdict))
    actions.start_review(assessment=submitted, by=reviewer, at=NOW)
    assert "Rui Reviewer is reviewing this round." in html(client.get(verdict))


def test_disagreements_are_at_hand(both_in: Assessment, reviewer: Person) -> None:
    page = html(signed_in(reviewer).get(url("review", both_in)))

    assert "Two voices that differ" in page
    assert "/disagreements/" in page


def test_task_list_leads_its_reviewer_to_the_review(submitted: Assessment, reviewer: Person) -> None:
    page = html(signed_in(reviewer).get(submitted.get_absolute_url()))

    assert "wait for somebody who gave none of them" in page
    assert reverse("review", args=[submitted.pk]) in page
