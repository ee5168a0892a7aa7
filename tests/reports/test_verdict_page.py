"""The verdict page, before and after the record, and concluding."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.actions import (
    approve_acknowledgement,
    ask_acknowledgement,
    change_claim,
    choose_fix,
    reopen_assessment,
    save_answer,
    withdraw_assessment,
)
from assessments.domain.case import Action, Answer, Choice, Quantity
from assessments.domain.numbers import NO_BREAK
from assessments.models import Answer as AnswerRow
from assessments.models import Assessment, MemberRole, OversightRole, Person, State
from assessments.queries import claim_of
from reports.actions import request_report
from reports.models import Record
from reports.views.verdict_page import page_of_record, page_of_rows
from tests.assessments.steps import ALL_THE_SAME, review, reviewer_of
from tests.factories import (
    NOW,
    AssessmentFactory,
    MembershipFactory,
    OversightFactory,
    PersonFactory,
    member,
)

from .demo_portfolio import concluded, lead_of, submitted

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)


def read(person: Person, assessment: Assessment) -> tuple[int, str]:
    client = Client()
    client.force_login(person)
    response = client.get(reverse("verdict", args=[assessment.pk]))
    return response.status_code, response.content.decode()


def page(assessment: Assessment, person: Person | None = None) -> str:
    status, text = read(person or lead_of(assessment.project), assessment)
    assert status == 200
    return text


def test_verdict_is_hidden_while_drafting() -> None:
    draft = AssessmentFactory()

    assert read(member(draft.project), draft)[0] == 404


def test_verdict_is_shown_once_submitted() -> None:
    text = page(submitted("permit-requests-1"))

    assert "This result is no evidence for production." in text
    assert "frozen when the round is concluded" in text


def test_finding_names_the_answers_that_hold_it_down_and_leads_to_them() -> None:
    assessment = submitted("permit-requests-1")

    text = page(assessment)

    section = reverse("section", args=[assessment.pk, "data"])
    assert f'href="{section}#data__cleaning"' in text
    assert "Every record reviewed and corrected by hand first" in text


def test_honest_claim_stands_beside_what_was_claimed_and_what_would_predict() -> None:
    text = page(submitted("invoice-triage-1")).replace(NO_BREAK, " ")

    assert "95 % accuracy." in text
    assert "<bdi>95 % accuracy</bdi> (n = 500, 95 % interval 92.7-96.6 % for cases like these)" in text
    assert "on randomly sampled data as production has it" in text


def test_words_of_the_team_are_kept_apart_from_the_sentences_around_them() -> None:
    text = page(submitted("permit-requests-1")).replace(NO_BREAK, " ")

    assert "<blockquote><bdi>93 % of requests decided rightly</bdi> (n = 1,500" in text
    assert "<blockquote><bdi>93 % of requests decided rightly</bdi> on randomly sampled" in text
    assert "(<bdi>at least 92 %</bdi>)." in text
    assert "<dd><bdi>at least 92 %</bdi></dd>" in text


def test_charts_are_said_in_words_for_narrow_columns() -> None:
    text = page(submitted("permit-requests-1"))
    words = text[text.index('id="claimed"') : text.index('id="next"')]

    assert "<li>Data quality: claimed 0, evidenced 0</li>" in words
    assert "Pilot 1,500, production 18,000 (records)" in words
    assert words.count('class="pair-line"') == 11


def test_every_section_leads_to_its_remedy_but_the_matched_ones() -> None:
    assessment = submitted("permit-requests-1")

    text = page(assessment)

    assert reverse("remedy", args=[assessment.pk, "data"]) in text
    assert reverse("remedy", args=[assessment.pk, "users"]) not in text


def test_charts_and_unseen_events_are_drawn() -> None:
    text = page(submitted("invoice-triage-1"))

    assert "Claimed beside evidenced level of each section" in text
    assert "Pilot beside production on one logarithmic scale" in text
    assert "In 500 cases, a kind of event that never occurred" in text
    assert text.count("<svg") > 10


def test_round_in_which_nothing_is_known_has_a_page_of_its_own() -> None:
    text = page(submitted("ed-chatbot-1"))

    assert "No result stated." in text
    assert "Pilot beside production on one" not in text


def test_nothing_is_drawn_of_what_no_case_could_show() -> None:
    blank = AssessmentFactory(state=State.DRAFT)

    assert page_of_rows(blank, None, NOW.date(), blank.started_by).unseen is None


def test_reviewer_is_led_to_explain_a_contradiction_and_its_author_is_not() -> None:
    assessment = submitted("permit-requests-1")
    reviewer = member(assessment.project, MemberRole.REVIEWER)
    address = reverse("settle", args=[assessment.pk, "K1"])

    assert address in page(assessment, reviewer)
    assert address not in page(assessment)


def test_remedies_are_shown_as_they_were_decided() -> None:
    assessment = submitted("permit-requests-1")
    lead, approver = lead_of(assessment.project), member(assessment.project, MemberRole.APPROVER)
    choose_fix(
        assessment=assessment,
        section="load",
        actions=[Action("test at the peak", "operations", LATER.date(), shown_by="a test")],
        by=lead,
        at=NOW,
    )
    for section in ("scope", "support"):
        asked = ask_acknowledgement(
            assessment=assessment,
            section=section,
            expectation="slower fixes",
            adjusted=Quantity(value=48, unit="hours"),  # type: ignore[arg-type]
            approver=approver,
            expires_on=(NOW + timedelta(days=300)).date(),
            by=lead,
            at=NOW,
        )
    approve_acknowledgement(assessment=assessment, section="support", remedy_id=asked.pk, by=approver, at=NOW)

    text = page(assessment)

    assert "test at the peak" in text
    assert "48 hours" in text
    assert "waits for its approval" in text


def test_returned_round_shows_the_verdict_on_what_was_submitted() -> None:
    assessment = submitted("invoice-triage-1")
    lead = lead_of(assessment.project)
    reopen_assessment(assessment=assessment, reason="look again", by=lead, at=NOW)
    row = AnswerRow.objects.get(assessment=assessment, question="data.selection")
    save_answer(
        assessment=assessment,
        question="data.selection",
        answer=Answer(Choice(3)),
        seen_version=row.version,
        by=lead,
        at=NOW,
    )

    text = page(assessment)

    assert "Returned for changes." in text
    assert "Hand-picked or curated sample" in text
    assert "Changed after the verdict was seen" in text
    assert "Conclude round" not in text


def test_claim_that_was_changed_after_the_verdict_is_named() -> None:
    assessment = submitted("invoice-triage-1")
    lead = lead_of(assessment.project)
    reopen_assessment(assessment=assessment, reason="look again", by=lead, at=NOW)
    claim = replace(claim_of(assessment), sample_size=7)
    change_claim(assessment=assessment, claim=claim, seen_version=assessment.claim_version, by=lead, at=NOW)

    assert "<p>The pilot claim.</p>" in page(assessment)


def test_withdrawn_round_has_no_verdict() -> None:
    assessment = submitted("ed-chatbot-1")
    withdraw_assessment(assessment=assessment, reason="stopped", by=lead_of(assessment.project), at=NOW)

    assert read(lead_of(assessment.project), assessment)[0] == 404


def test_page_of_a_record_reads_the_record_and_computes_nothing_again() -> None:
    record = concluded("ed-chatbot-1")
    content = json.loads(record.content)
    content["result"]["honest_claim"] = "As it was frozen."
    record.content = json.dumps(content)

    shown = page_of_record(record.assessment, record, NOW.date())

    assert shown.content.honest_claim == "As it was frozen."


def test_page_of_a_later_round_says_what_the_earlier_one_was() -> None:
    first = concluded("data-centre-cooling-1")
    second = submitted("data-centre-cooling-2", first.project, LATER)

    assert f"record {first.sha256[:8]}" in page(second)


def test_stranger_is_told_nothing() -> None:
    record = concluded("ed-chatbot-1")

    assert read(PersonFactory(), record.assessment)[0] == 404


def test_leadership_reads_concluded_rounds_only() -> None:
    leader = OversightFactory(role=OversightRole.LEADERSHIP).person
    record, open_round = concluded("ed-chatbot-1"), submitted("zillow-offers-1")

    text = page(record.assessment, leader)

    assert "This result is no evidence for production." in text
    assert reverse("section", args=[record.assessment_id, "data"]) not in text
    assert read(leader, open_round)[0] == 404


def conclude(person: Person, assessment: Assessment) -> str:
    client = Client()
    client.force_login(person)
    decides = member(assessment.project, MemberRole.APPROVER)
    posted = {"decision_maker": decides.pk, "reason": ALL_THE_SAME}
    response = client.post(reverse("conclude", args=[assessment.pk]), posted, follow=True)
    return response.content.decode()


def test_reviewer_accepts_and_the_record_is_frozen() -> None:
    assessment = submitted("permit-requests-1")

    text = conclude(review(assessment), assessment)

    record = Record.objects.get(assessment=assessment)
    assert f"Record {record.sha256[:8]} is frozen." in text
    assert "Ask for the readiness report" in text
    assessment.refresh_from_db()
    assert assessment.state == State.ACCEPTED


def test_concluding_twice_says_why_not() -> None:
    record = concluded("ed-chatbot-1")

    reviewer = reviewer_of(record.assessment)
    assert "nobody can accept a round now" in conclude(reviewer, record.assessment)


def test_without_a_reason_it_is_asked_for_where_something_is_open() -> None:
    assessment = submitted("permit-requests-1")
    client = Client()
    client.force_login(review(assessment))

    response = client.post(reverse("conclude", args=[assessment.pk]))

    assert response.status_code == 422
    assert "say why it is accepted although something is open" in response.content.decode()
    assert not Record.objects.exists()


def test_reason_that_is_too_long_is_told() -> None:
    assessment = submitted("permit-requests-1")
    client = Client()
    client.force_login(review(assessment))

    assert client.post(reverse("conclude", args=[assessment.pk]), {"reason": "x" * 20_001}).status_code == 422


def test_who_answered_is_told_why_not() -> None:
    assessment = submitted("ed-chatbot-1")
    review(assessment)
    lead = lead_of(assessment.project)
    MembershipFactory(project=assessment.project, person=lead, role=MemberRole.REVIEWER)

    assert "a reviewer who answered nothing" in conclude(lead, assessment)


def test_respondent_cannot_conclude() -> None:
    assessment = submitted("ed-chatbot-1")
    respondent = member(assessment.project, MemberRole.RESPONDENT)
    client = Client()
    client.force_login(respondent)

    assert client.post(reverse("conclude", args=[assessment.pk])).status_code == 403
    assert "Review round" not in page(assessment, respondent)
    assert not Record.objects.exists()


def test_conclude_is_not_done_by_following_a_link() -> None:
    assessment = submitted("ed-chatbot-1")
    client = Client()
    client.force_login(review(assessment))

    client.get(reverse("conclude", args=[assessment.pk]))

    assert not Record.objects.exists()


def test_report_that_was_asked_for_is_led_to() -> None:
    record = concluded("ed-chatbot-1")
    report = request_report(record=record, by=lead_of(record.project), at=NOW)

    assert report.get_absolute_url() in page(record.assessment)


def queries(record: Record) -> int:
    client = Client()
    client.force_login(lead_of(record.project))
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("verdict", args=[record.assessment_id]))
    return len(captured)


def test_number_of_queries_does_not_depend_on_how_much_is_answered() -> None:
    assert queries(concluded("ed-chatbot-1")) == queries(concluded("meter-readings-1")) <= 13
