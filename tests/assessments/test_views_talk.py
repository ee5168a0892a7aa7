"""The talk on its page and in a question's card: what is shown to whom, and what is sent back."""

import html
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessments import actions
from assessments.models import Assessment, Comment, MemberRole, OversightRole, Person, Thread
from tests.factories import OversightFactory, member

from .browsing import WITH_HTMX, section_url, signed_in
from .steps import accept, level, save, submit
from .test_actions_answers import IN_A_TEST
from .test_actions_talking import QUESTION, say

pytestmark = pytest.mark.django_db


def talk_url(assessment: Assessment, name: str = "talk", question: str = QUESTION) -> str:
    return reverse(name, args=[assessment.pk, question])


def shown(page: object) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(page.content.decode())).split())  # type: ignore[attr-defined]


def test_page_shows_the_answer_and_what_was_said(assessment: Assessment, lead: Person) -> None:
    save(assessment, lead, level(2))
    say(assessment, lead, "Is **this** the whole?\n\n- a list")

    page = signed_in(lead).get(talk_url(assessment))

    assert page.status_code == 200
    assert "1 comment, open" in shown(page)
    assert "<strong>this</strong>" in page.content.decode()
    assert "<li>a list</li>" in page.content.decode()
    assert page["Vary"].count("HX-Request") == 1


def test_comment_is_sent_as_a_plain_form(assessment: Assessment, lead: Person, respondent: Person) -> None:
    posted = {"text": "Please look", "tell": str(respondent.pk)}

    page = signed_in(lead).post(talk_url(assessment), posted, follow=True)

    assert page.redirect_chain == [(talk_url(assessment), 302)]
    assert "Please look" in shown(page)
    assert Comment.objects.get().mentions.get().person == respondent


def test_comment_in_a_card_answers_with_the_talk_alone(assessment: Assessment, lead: Person) -> None:
    page = signed_in(lead).post(talk_url(assessment), {"text": "Please look"}, headers=WITH_HTMX)

    said = page.content.decode()
    assert page.status_code == 200
    assert "<html" not in said
    assert "<form" not in said  # it stands inside the section's
    assert 'id="data__selection-talk-words" hx-swap-oob="true">1 comment, open<' in said
    assert 'hx-swap-oob="innerHTML">Your comment stands below.<' in said


@pytest.mark.parametrize("headers", [{}, WITH_HTMX])
@pytest.mark.parametrize("posted", [{"text": " "}, {"text": "Hi", "tell": str(uuid4())}])
def test_what_cannot_be_sent_is_told_and_kept(
    assessment: Assessment, lead: Person, headers: dict[str, str], posted: dict[str, str]
) -> None:
    page = signed_in(lead).post(talk_url(assessment), posted, headers=headers)

    assert page.status_code == 422
    assert "field-error" in page.content.decode()
    assert not Thread.objects.exists()


def test_outsiders_are_offered_to_nobody(assessment: Assessment, lead: Person, respondent: Person) -> None:
    blind = member(assessment.project, MemberRole.SECOND_RESPONDENT, name="Bea Blind")
    above = OversightFactory(role=OversightRole.PMO, person__name="Petra Pmo").person

    names = shown(signed_in(lead).get(talk_url(assessment)))

    assert respondent.name in names
    assert not [other.name for other in (blind, above) if other.name in names]
    for outsider, status in ((blind, 404), (above, 404)):
        assert signed_in(outsider).get(talk_url(assessment)).status_code == status
        assert signed_in(outsider).post(talk_url(assessment), {"text": "Hi"}).status_code == status


@pytest.mark.parametrize("role", [OversightRole.PMO, OversightRole.LEADERSHIP])
def test_who_oversees_a_round_does_not_overhear_its_team(
    assessment: Assessment, lead: Person, role: OversightRole
) -> None:
    say(assessment, lead, "Only for us")
    accept(assessment, lead)
    client = signed_in(OversightFactory(role=role).person)

    assert client.get(talk_url(assessment)).status_code == 403
    page = client.get(reverse("check_answers", args=[assessment.pk]))
    assert page.status_code == 200
    assert "comment" not in shown(page)


def test_question_that_is_not_asked_is_not_found(assessment: Assessment, lead: Person) -> None:
    assert signed_in(lead).get(talk_url(assessment, question="data.weather")).status_code == 404
    assert signed_in(lead).post(talk_url(assessment, "talk_resolve", "data.weather")).status_code == 404


@pytest.mark.parametrize("headers", [{}, WITH_HTMX])
def test_talk_is_resolved_and_opened_again(
    assessment: Assessment, lead: Person, headers: dict[str, str]
) -> None:
    client = signed_in(lead)
    nothing = client.post(talk_url(assessment, "talk_resolve"), headers=headers, follow=True)
    assert "Nobody has said anything" in shown(nothing)
    assert "Nobody has said anything" in shown(
        client.post(talk_url(assessment, "talk_reopen"), headers=headers, follow=True)
    )
    say(assessment, lead)

    resolved = client.post(talk_url(assessment, "talk_resolve"), headers=headers, follow=True)
    assert "1 comment, resolved" in shown(resolved)
    assert "Resolved by Lea Lead" in shown(resolved)
    opened = client.post(talk_url(assessment, "talk_reopen"), headers=headers, follow=True)
    assert "1 comment, open" in shown(opened)


def test_own_comment_is_corrected_and_withdrawn(assessment: Assessment, lead: Person) -> None:
    comment = say(assessment, lead, "Frist", at=timezone.now())
    client, keys = signed_in(lead), [assessment.pk, comment.pk]
    change, withdraw = reverse("comment_change", args=keys), reverse("comment_withdraw", args=keys)
    assert all(url in client.get(talk_url(assessment)).content.decode() for url in (change, withdraw))

    assert client.get(change).status_code == 200
    assert client.post(change, {"text": ""}).status_code == 422
    assert client.post(change, {"text": "First"}).status_code == 302
    assert "First" in shown(client.get(talk_url(assessment)))
    assert ", corrected" in shown(client.get(talk_url(assessment)))

    gone = client.post(withdraw, follow=True)
    assert "Withdrawn by Lea Lead." in shown(gone)
    assert "First" not in shown(gone)
    assert "Talk about this" in shown(gone)
    late = client.get(change, follow=True)
    assert late.redirect_chain == [(talk_url(assessment), 302)]


@pytest.mark.parametrize("too_late", ["an hour", "withdrawn", "concluded"])
def test_correction_that_comes_too_late_is_told_and_kept(
    assessment: Assessment, lead: Person, too_late: str
) -> None:
    comment = say(assessment, lead, "Frist", at=timezone.now())
    client, url = signed_in(lead), reverse("comment_change", args=[assessment.pk, comment.pk])
    assert client.get(url).status_code == 200
    if too_late == "an hour":
        Comment.objects.update(at=timezone.now() - timedelta(hours=1))
    elif too_late == "withdrawn":
        Comment.objects.update(withdrawn_at=timezone.now())
    else:
        accept(assessment, lead)

    page = client.post(url, {"text": "First, typed for a quarter of an hour"})

    assert page.status_code == 409
    assert ">\nFirst, typed for a quarter of an hour</textarea>" in page.content.decode()
    said = "This round is" if too_late == "concluded" else "Write another one."
    assert said in shown(page)
    assert Comment.objects.get().text == "Frist"


def test_comment_of_somebody_else_is_not_touched(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    comment = say(assessment, lead, "Mine", at=timezone.now())
    client, keys = signed_in(respondent), [assessment.pk, comment.pk]

    assert client.post(reverse("comment_change", args=keys), {"text": "Yours"}).status_code == 302
    assert "withdrawn by its author" in shown(
        client.post(reverse("comment_withdraw", args=keys), follow=True)
    )
    assert Comment.objects.get().text == "Mine"


def test_comments_before_and_after_submission_are_told_apart(assessment: Assessment, lead: Person) -> None:
    now = timezone.now()
    say(assessment, lead, "While drafting", at=now - timedelta(days=3))
    actions.submit_assessment(assessment=assessment, by=lead, at=now - timedelta(days=2))
    client = signed_in(lead)
    assert re.search(r"While drafting.*Submitted \d", shown(client.get(talk_url(assessment))))

    say(assessment, lead, "Seeing the verdict", at=now - timedelta(days=1))

    page = shown(client.get(talk_url(assessment)))
    assert re.search(r"While drafting.*Submitted \d.*Seeing the verdict", page)
    assert page.count("Submitted ") == 1


def test_closed_round_is_read_and_not_written(assessment: Assessment, lead: Person) -> None:
    say(assessment, lead, "It was so", at=timezone.now())
    accept(assessment, lead)
    client = signed_in(lead)

    page = client.get(talk_url(assessment))
    assert "It was so" in shown(page)
    assert "Send the comment" not in shown(page)
    assert "Withdraw it" not in shown(page)
    assert client.post(talk_url(assessment), {"text": "More"}).status_code == 422
    assert "Nobody said anything here" in shown(client.get(talk_url(assessment, question="data.cleaning")))


def test_section_page_says_quietly_how_much_there_is(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    say(assessment, lead)
    actions.assign(
        assessment=assessment, subject="data.cleaning", person=respondent, by=lead, at=timezone.now()
    )

    page = signed_in(lead).get(section_url(assessment))

    said = page.content.decode()
    assert said.count('class="talk-open"') == 7
    assert re.search(r'id="data__selection-talk-words">1 comment, open<', said)
    assert re.search(r'id="data__cleaning-talk-words">Talk about this<', said)
    assert "Asked: Rosa Respondent" in shown(page)
    assert f'href="{talk_url(assessment)}"' in said


def test_check_page_leads_to_the_talk_also_who_cannot_answer(
    assessment: Assessment, lead: Person, reviewer: Person
) -> None:
    say(assessment, lead)
    submit(assessment, lead)

    page = signed_in(reviewer).get(reverse("check_answers", args=[assessment.pk]))

    assert f'href="{talk_url(assessment)}"' in page.content.decode()
    assert "1 comment, open" in shown(page)
    assert shown(page).count("Talk about this") == 51  # no other page leads there now


def test_check_page_leads_to_talks_that_there_are_where_questions_have_their_own(
    assessment: Assessment, lead: Person
) -> None:
    say(assessment, lead)

    page = signed_in(lead).get(reverse("check_answers", args=[assessment.pk]))

    assert page.content.decode().count("/talk/") == 1
    assert "Talk about this" not in shown(page)


def test_script_in_a_comment_is_shown_as_text(assessment: Assessment, lead: Person) -> None:
    say(assessment, lead, "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>")

    said = signed_in(lead).get(talk_url(assessment)).content.decode()

    assert "&lt;script&gt;" in said
    assert "<script>alert" not in said
    assert "<img" not in said
    assert 'href="javascript' not in said


def test_signed_out_comment_is_told(assessment: Assessment) -> None:
    page = Client().post(talk_url(assessment), {"text": "Hi"}, headers=WITH_HTMX)

    assert page.status_code == 401


@pytest.mark.parametrize("count", [0, 1, 3])
def test_section_page_asks_once_for_all_that_was_said(
    assessment: Assessment, lead: Person, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(count):
        say(assessment, lead, f"Number {number}")
    client = signed_in(lead)
    client.get(section_url(assessment))  # reads the questions once

    with django_assert_num_queries(7 + IN_A_TEST):
        assert client.get(section_url(assessment)).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_talk_asks_no_more_for_more_comments(
    assessment: Assessment, lead: Person, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(count):
        say(assessment, lead, f"Number {number}")
    client = signed_in(lead)
    client.get(talk_url(assessment))

    with django_assert_num_queries(8 + IN_A_TEST):
        assert client.get(talk_url(assessment), headers=WITH_HTMX).status_code == 200
