"""Before a round is concluded: what that freezes and what stays open; and what a record says afterwards."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from assessments.actions import ask_acknowledgement
from assessments.domain.case import Quantity
from assessments.models import Assessment, MemberRole, Person
from reports.actions import request_report
from reports.models import Record
from tests.assessments.steps import review, reviewer_of
from tests.factories import NOW, member

from .demo_portfolio import concluded, lead_of, submitted

pytestmark = pytest.mark.django_db


def get(name: str, assessment: Assessment, person: Person | None = None) -> HttpResponse:
    client = Client()
    client.force_login(person or lead_of(assessment.project))
    response = client.get(reverse(name, args=[assessment.pk]))
    assert isinstance(response, HttpResponse)
    return response


def text_of(name: str, assessment: Assessment, person: Person | None = None) -> str:
    return get(name, assessment, person).content.decode()


def asked(assessment: Assessment, approver: Person) -> None:
    ask_acknowledgement(
        assessment=assessment,
        section="support",
        expectation="first fixes take two days",
        adjusted=Quantity(Decimal(48), "hours"),
        approver=approver,
        expires_on=(NOW + timedelta(days=300)).date(),
        by=lead_of(assessment.project),
        at=NOW,
    )


def test_reviewer_is_asked_first_and_told_what_stays_open() -> None:
    assessment = submitted("permit-requests-1")

    text = text_of("conclude", assessment, review(assessment))

    assert "taken back only while nobody has signed" in text
    assert "nobody has chosen yet whether to fix or to acknowledge it" in text
    assert "Contradiction without explanation" in text
    assert not Record.objects.exists()


def test_asking_changes_nothing_once_concluded() -> None:
    record = concluded("ed-chatbot-1")

    assert get("conclude", record.assessment, reviewer_of(record.assessment)).status_code == 302


def test_round_that_nobody_took_up_is_not_asked_about() -> None:
    assessment = submitted("ed-chatbot-1")

    assert get("conclude", assessment, reviewer_of(assessment)).status_code == 302


def post(assessment: Assessment, **chosen: object) -> HttpResponse:
    client = Client()
    client.force_login(reviewer_of(assessment))
    response = client.post(reverse("conclude", args=[assessment.pk]), chosen)
    assert isinstance(response, HttpResponse)
    return response


def test_who_decides_and_who_countersigns_is_named() -> None:
    assessment = submitted("permit-requests-1")
    first, second, third = (member(assessment.project, MemberRole.APPROVER) for _ in range(3))
    reviewer = review(assessment)

    offered = text_of("conclude", assessment, reviewer)
    answer = post(assessment, decision_maker=second.pk, approvers=[third.pk, first.pk], reason="It is known.")

    assert all(str(person.pk) in offered for person in (first, second, third))
    assert f'value="{reviewer.pk}"' not in offered
    assert answer.status_code == 302
    named = Record.objects.get().signatories.order_by("place")
    assert named[0].person == second
    assert {signatory.person for signatory in named[1:]} == {first, third}


def test_without_an_approver_it_is_said_that_nobody_will_sign() -> None:
    assessment = submitted("permit-requests-1")

    text = text_of("conclude", assessment, review(assessment))
    answer = post(assessment, reason="It is known.")

    assert "The report will be sealed and not signed." in text
    assert answer.status_code == 302
    assert not Record.objects.get().signatories.exists()


def test_choice_that_does_not_fit_is_told_and_kept() -> None:
    assessment = submitted("permit-requests-1")
    first, second = (member(assessment.project, MemberRole.APPROVER) for _ in range(2))
    review(assessment)

    nobody = post(assessment, approvers=[second.pk])
    twice = post(assessment, decision_maker=first.pk, approvers=[first.pk, second.pk])

    for answer, said in ((nobody, "Name one person who decides."), (twice, "name each person once")):
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert re.search(f'value="{second.pk}"[^>]* checked', answer.content.decode())
    assert not Record.objects.exists()


def test_choice_without_sense_changes_nothing_once_concluded() -> None:
    record = concluded("ed-chatbot-1")

    assert post(record.assessment, approvers=["x"]).status_code == 302
    assert not record.signatories.exists()


def test_respondent_is_not_asked() -> None:
    assessment = submitted("ed-chatbot-1")

    assert get("conclude", assessment, member(assessment.project, MemberRole.RESPONDENT)).status_code == 403


def test_open_round_says_what_to_do_about_each_open_point() -> None:
    text = text_of("verdict", submitted("permit-requests-1"))

    assert "choose fix or acknowledge for" in text
    assert re.search(r"explain (the contradiction|\d contradictions)", text)


def test_record_gives_no_order_that_cannot_be_followed() -> None:
    text = text_of("verdict", concluded("permit-requests-1").assessment)

    assert "Start the next round to close it." in text
    assert "hoose: fix it" not in text
    assert "See that each open point is closed" not in text


def test_waiting_acknowledgement_leads_its_approver_to_it() -> None:
    assessment = submitted("permit-requests-1")
    approver = member(assessment.project, MemberRole.APPROVER)
    asked(assessment, approver)

    text = text_of("verdict", assessment, approver)

    assert "first fixes take two days" in text
    assert "48 hours" in text
    assert "Approve or read it" in text
    assert "Approve or read it" not in text_of("verdict", assessment)


def test_head_leads_to_the_report() -> None:
    record = concluded("ed-chatbot-1")
    report = request_report(record=record, by=lead_of(record.project), at=NOW)

    head = text_of("verdict", record.assessment).split("</header>")[1]

    assert report.get_absolute_url() in head


def test_what_nobody_knows_is_counted_beside_what_is_answered() -> None:
    assert "of them not known" in text_of("verdict", submitted("ed-chatbot-1"))
