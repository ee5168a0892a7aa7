"""Who works on what: the page that asks somebody, the list beside the sections, and one's own mail."""

from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments import actions, queries
from assessments.forms.layout import TalkLine
from assessments.models import Assessment, Assignment, MemberRole, OversightRole, Person, Thread
from assessments.views.talk_rows import talk_lines
from tests.factories import OversightFactory, member

from .browsing import signed_in
from .steps import NOBODY_KNOWS, level, save, submit
from .test_actions_asked import limited
from .test_views_talk import shown

pytestmark = pytest.mark.django_db
QUESTION = "data.selection"


def today() -> date:
    return timezone.localdate()


def assign_url(assessment: Assessment, subject: str = QUESTION) -> str:
    return reverse("assign", args=[assessment.pk, subject])


def ask(
    assessment: Assessment, by: Person, person: Person, subject: str = "data", due: int | None = 3
) -> Assignment:
    due_on = None if due is None else today() + timedelta(days=due)
    at = timezone.now() - timedelta(days=9)
    return actions.assign(assessment=assessment, subject=subject, person=person, due_on=due_on, by=by, at=at)


def test_lead_asks_for_a_section_and_sees_who_works_on_it(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    client = signed_in(lead)
    page = client.get(assessment.get_absolute_url())
    assert f'href="{assign_url(assessment, "data")}"' in page.content.decode()
    assert "Who works on what" not in shown(page)

    assert client.get(assign_url(assessment, "data")).status_code == 200
    posted = {"person": str(respondent.pk), "due_on": str(today() + timedelta(days=1)), "note": "You ran it"}
    done = client.post(assign_url(assessment, "data"), posted, follow=True)

    assert done.redirect_chain == [(assessment.get_absolute_url(), 302)]
    said = shown(done)
    assert "Rosa Respondent , asked by Lea Lead: “You ran it” Due tomorrow" in said
    assert "Rosa Respondent, due tomorrow" in said
    assert "You ran it" in client.get(assign_url(assessment, "data")).content.decode()


def test_what_is_due_today_says_so_beside_its_section(assessment: Assessment, lead: Person) -> None:
    ask(assessment, lead, lead, due=0)

    assert "Lea Lead, due today" in shown(signed_in(lead).get(assessment.get_absolute_url()))


def test_taking_something_on_oneself_tells_nobody(assessment: Assessment, lead: Person) -> None:
    posted = {"person": str(lead.pk), "due_on": str(today()), "note": ""}

    done = signed_in(lead).post(assign_url(assessment, "data"), posted, follow=True)

    assert "You have taken it on." in shown(done)


def test_who_is_asked_finds_their_own_first_and_hands_it_back(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    ask(assessment, lead, lead, "users", due=1)
    found = ask(assessment, lead, respondent, due=-2)
    client = signed_in(respondent)

    page = client.get(assessment.get_absolute_url())
    assert shown(page).index("You , asked by Lea Lead") < shown(page).index("Lea Lead Due tomorrow")
    assert "2 days overdue" in shown(page)
    assert "Ask somebody" not in shown(page)
    assert "Answer “Data quality”, Lea Lead asks you" in shown(client.get(reverse("my_work")))

    done = client.post(reverse("assignment_end", args=[assessment.pk, found.pk]), follow=True)
    assert "Rosa Respondent is not asked for it any more." in shown(done)
    assert client.post(reverse("assignment_end", args=[assessment.pk, found.pk])).status_code == 404


def test_others_are_told_that_it_is_not_theirs_to_end(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    found = ask(assessment, lead, lead, due=None)
    client = signed_in(respondent)
    url = reverse("assignment_end", args=[assessment.pk, found.pk])

    assert url not in client.get(assessment.get_absolute_url()).content.decode()
    assert "This is between others" in shown(client.post(url, follow=True))


def test_respondent_says_who_would_know(assessment: Assessment, lead: Person, respondent: Person) -> None:
    other = limited(assessment, "data")
    client = signed_in(respondent)
    section = client.get(reverse("section", args=[assessment.pk, "data"])).content.decode()
    assert f'href="{assign_url(assessment)}"' in section

    save(assessment, respondent, level(3))
    refused = client.post(assign_url(assessment), {"person": str(other.pk)})
    assert refused.status_code == 422
    assert "blank or answered with “not known”" in shown(refused)
    save(assessment, respondent, NOBODY_KNOWS, seen=1)
    assert client.post(assign_url(assessment), {"person": str(other.pk)}).status_code == 302
    assert Assignment.objects.get().person == other

    both = client.post(assign_url(assessment), {"person": str(other.pk), "somebody": "Olga"})
    assert both.status_code == 422
    assert "not both" in shown(both)
    named = client.post(assign_url(assessment), {"somebody": "Olga of Operations"}, follow=True)
    assert "The lead is told that Olga of Operations would know." in shown(named)
    assert Thread.objects.get().comments.get().mentions.get().person == lead


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        (MemberRole.LEAD, True),
        (MemberRole.RESPONDENT, True),
        (MemberRole.REVIEWER, False),
        (MemberRole.APPROVER, False),
    ],
)
def test_who_would_know_is_asked_of_who_may_say(
    assessment: Assessment, role: MemberRole, offered: bool
) -> None:
    person = member(assessment.project, role)
    question = queries.questionnaire_of(assessment).by_key[QUESTION]

    def line() -> TalkLine | None:
        found = queries.assessment_for(person, assessment.pk)
        return talk_lines(found, queries.beside_questions(found), today()).of(question)

    assert line() == TalkLine(
        url=reverse("talk", args=[assessment.pk, QUESTION]),
        words="Talk about this",
        said=False,
        asked="",
        assign_url=assign_url(assessment) if offered else "",
    )
    assert (signed_in(person).get(assign_url(assessment)).status_code == 200) is offered
    submit(assessment, member(assessment.project))
    told = line()
    assert told
    assert told.assign_url == ""


def test_section_of_somebody_else_asks_nobody_who_would_know(assessment: Assessment) -> None:
    person = limited(assessment, "users")
    question = queries.questionnaire_of(assessment).by_key[QUESTION]

    told = talk_lines(queries.assessment_for(person, assessment.pk), {}, today()).of(question)

    assert told
    assert told.assign_url == ""


@pytest.mark.parametrize(
    "posted",
    [
        {"note": "nobody chosen"},
        {"person": "nobody"},
        {"person": "00000000-0000-0000-0000-000000000000"},
        {"due_on": "yesterday"},
        {"due_on": "2020-01-01"},
    ],
)
def test_what_cannot_be_asked_is_told(assessment: Assessment, lead: Person, posted: dict[str, str]) -> None:
    page = signed_in(lead).post(assign_url(assessment), posted)

    assert page.status_code == 422
    assert not Assignment.objects.exists()


def test_only_who_may_answer_is_offered(assessment: Assessment, lead: Person, reviewer: Person) -> None:
    blind = member(assessment.project, MemberRole.SECOND_RESPONDENT, name="Bea Blind")
    elsewhere = limited(assessment, "users", name="Ulla Users")

    names = shown(signed_in(lead).get(assign_url(assessment)))

    assert not [one.name for one in (reviewer, blind, elsewhere) if one.name in names]
    for person in (reviewer, blind, elsewhere):
        assert signed_in(lead).post(assign_url(assessment), {"person": str(person.pk)}).status_code == 422


def test_who_may_not_ask_is_refused_and_nothing_unknown_is_found(
    assessment: Assessment, lead: Person, respondent: Person, reviewer: Person
) -> None:
    assert signed_in(respondent).get(assign_url(assessment, "data")).status_code == 403
    assert signed_in(limited(assessment, "users")).get(assign_url(assessment)).status_code == 403
    assert signed_in(reviewer).get(assign_url(assessment)).status_code == 403
    assert signed_in(lead).get(assign_url(assessment, "weather")).status_code == 404
    assert signed_in(lead).get(assign_url(assessment, "data.weather")).status_code == 404


def test_page_says_what_to_do_where_nobody_may_answer(assessment: Assessment, lead: Person) -> None:
    """The lead has judged an answer, and nobody else answers."""
    save(assessment, limited(assessment, "users"), NOBODY_KNOWS, "users.selection")
    assessment.answers.update(said="not_applicable", reason="x", agreed_by=lead, agreed_at=timezone.now())

    assert "Nobody here may answer this" in shown(signed_in(lead).get(assign_url(assessment, "data")))


def test_submitted_round_asks_nobody(assessment: Assessment, lead: Person, respondent: Person) -> None:
    ask(assessment, lead, respondent)
    submit(assessment, lead)
    client = signed_in(lead)

    assert client.get(assign_url(assessment)).status_code == 302
    found = Assignment.objects.get()
    too_late = client.post(reverse("assignment_end", args=[assessment.pk, found.pk]), follow=True)
    assert "This round is" in shown(too_late)
    assert "Who works on what" not in shown(too_late)


def test_who_oversees_the_round_learns_of_nobody_who_was_asked(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    submit(assessment, lead)
    actions.reopen_assessment(assessment=assessment, reason="more", by=lead, at=timezone.now())
    ask(assessment, lead, respondent)

    page = signed_in(OversightFactory(role=OversightRole.PMO).person).get(assessment.get_absolute_url())

    assert page.status_code == 200
    assert respondent.name not in shown(page)


def test_mail_is_chosen_on_a_page_of_ones_own(lead: Person) -> None:
    client, url = signed_in(lead), reverse("mail_choice")
    assert 'value="hourly"' in client.get(url).content.decode()

    assert client.post(url, {"choice": "never"}).status_code == 422
    done = client.post(url, {"choice": "daily"}, follow=True)

    assert urlsplit(done.redirect_chain[0][0]).path == url
    lead.refresh_from_db()
    assert lead.mail_choice == "daily"
