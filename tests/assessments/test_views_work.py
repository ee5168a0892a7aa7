"""My work as its readers see it: what, where, since when or until when; theirs alone, page by page."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments import actions, queries
from assessments.models import Assessment, Membership, Person, WorkItem, WorkKind
from assessments.queries.work import AHEAD, PAGE
from assessments.views.work import left_in_words
from tests.factories import (
    NOW,
    PASSWORD,
    AnswerFactory,
    AssessmentFactory,
    MembershipFactory,
    OversightFactory,
    PersonFactory,
    member,
)

from .browsing import signed_in

pytestmark = pytest.mark.django_db

WORK = reverse("my_work")


def made(assessment: Assessment, person: Person, **columns: Any) -> WorkItem:
    """An item that waits, as an action would have left it."""
    given = {"kind": WorkKind.DECIDE, "text": "Decide", "created_at": NOW, "subject": str(uuid4())} | columns
    item: WorkItem = WorkItem.objects.create(
        person=person,
        project=assessment.project,
        assessment=assessment,
        address=assessment.get_absolute_url(),
        **given,
    )
    return item


def counted(sql: str) -> bool:
    """A query of the page; in whose name it acts is said once more at the end inside a test's transaction."""
    return "SAVEPOINT" not in sql and "set_config" not in sql


def shown(person: Person, address: str = WORK) -> str:
    return signed_in(person).get(address).content.decode()


def test_administrator_is_led_to_people() -> None:
    page = shown(OversightFactory(role="administrator").person)

    assert "You look after people and settings" in page
    assert f'href="{reverse("people")}"' in page


def whens(person: Person) -> list[str]:
    """What stands at the end of each line."""
    return re.findall(r'class="work-when[^"]*">([^<]*)<', shown(person))


def test_line_says_what_where_and_since_when_and_leads_there(assessment: Assessment, lead: Person) -> None:
    made(
        assessment,
        lead,
        text="Choose fix or acknowledge for Data",
        created_at=datetime(2024, 3, 3, 9, tzinfo=UTC),
    )

    page = shown(lead)

    assert f'<a href="{assessment.get_absolute_url()}">Choose fix or acknowledge for Data</a>' in page
    assert f"{assessment.project.name}, round 1" in page
    assert "Since 3 March 2024" in page
    assert "Waiting for you" in page
    assert "Overdue or due soon" not in page


@pytest.mark.parametrize(
    ("kind", "days", "words"),
    [
        (WorkKind.FIX, -3, "3 days overdue"),
        (WorkKind.FIX, -1, "1 day overdue"),
        (WorkKind.FIX, 0, "Due today"),
        (WorkKind.FIX, 1, "Due tomorrow"),
        (WorkKind.EXPIRY, 0, "Ends today"),
        (WorkKind.EXPIRY, -14, "Ended 14 days ago"),
        (WorkKind.EXPIRY, -1, "Ended 1 day ago"),
    ],
)
def test_day_is_said_in_words(
    assessment: Assessment, lead: Person, kind: WorkKind, days: int, words: str
) -> None:
    made(assessment, lead, kind=kind, due_on=timezone.localdate() + timedelta(days=days))

    assert whens(lead) == [words]
    assert "Overdue or due soon" in shown(lead)


def test_what_came_today_or_yesterday_is_said_so(assessment: Assessment, lead: Person) -> None:
    made(assessment, lead, created_at=timezone.now())
    made(assessment, lead, created_at=timezone.now() - timedelta(days=1))

    assert whens(lead) == ["Since today", "Since yesterday"]


def test_what_has_a_day_comes_first_then_what_is_new(assessment: Assessment, lead: Person) -> None:
    today = timezone.localdate()
    made(assessment, lead, text="old", created_at=NOW - timedelta(days=9))
    made(assessment, lead, text="new", created_at=NOW)
    made(assessment, lead, text="soon", due_on=today + AHEAD)
    made(assessment, lead, text="late", due_on=today - timedelta(days=1))
    made(assessment, lead, text="far", due_on=today + AHEAD + timedelta(days=1))
    made(assessment, lead, text="done", done_at=NOW)

    assert re.findall(r'<a href="/assessments/[^"]*">(\w+)</a>', shown(lead)) == [
        "late",
        "soon",
        "new",
        "old",
    ]


def test_open_sections_are_named_as_they_stand_now(assessment: Assessment, lead: Person) -> None:
    actions.renew_work(project=assessment.project, at=NOW)
    assert "Open: Data quality, User capability, Infrastructure load and 5 more sections." in shown(lead)

    for question in queries.questionnaire_of(assessment):
        AnswerFactory(assessment=assessment, question=question.key, said="not_known", answered_by=lead)

    assert "Everything is answered: read it once more before it is submitted." in shown(lead)
    assessment.answers.filter(question="data.selection").update(carried_over=True)
    assert "Open: Data quality; 1 answer to confirm." in shown(lead)


def test_left_is_said_in_words() -> None:
    names = ("Data", "Users", "Load", "Scope")
    left = queries.Left({name.lower(): name for name in names}, {"data": 4, "load": 8})

    assert left_in_words(left) == "Open: Data, Users, Load and 1 more section; 12 answers to confirm."
    assert left_in_words(left.within(["load", "change"])) == "Open: Load; 8 answers to confirm."
    done = queries.Left({}, {})
    assert left_in_words(done) == "Everything is answered: read it once more before it is submitted."
    assert left_in_words(done, apart=True).endswith("then say that it is complete.")


def test_first_round_is_asked_for_without_one(lead: Person) -> None:
    project = Membership.objects.get(person=lead).project
    project.assessments.all().delete()
    actions.renew_work(project=project, at=NOW)

    page = shown(lead)

    assert "Start the first round" in page
    assert ", round" not in page


def test_nothing_waiting_says_what_to_do_next(reviewer: Person) -> None:
    page = shown(reviewer)

    assert "Nothing waits for you" in page
    assert f'href="{reverse("project_list")}">See the projects</a>' in page


def test_work_of_others_is_not_shown(assessment: Assessment, lead: Person, respondent: Person) -> None:
    made(assessment, respondent, text="not for the lead")

    assert "not for the lead" not in shown(lead)
    assert not queries.work_of(AnonymousUser()).exists()
    respondent.is_active = False
    assert not queries.work_of(respondent).exists()


def test_work_in_a_project_that_is_out_of_sight_is_not_shown(assessment: Assessment) -> None:
    stranger: Person = PersonFactory()
    made(assessment, stranger, text="of a project that was left")

    assert "of a project that was left" not in shown(stranger)
    OversightFactory(person=stranger)
    assert "of a project that was left" in shown(stranger)


def test_pages_follow_each_other_without_gap_or_double(assessment: Assessment, lead: Person) -> None:
    today = timezone.localdate()
    for number in range(PAGE + 7):
        due = today + timedelta(days=number % 5) if number % 2 else None
        made(
            assessment,
            lead,
            text=f"item {number}",
            due_on=due,
            created_at=NOW + timedelta(minutes=number % 3),
        )

    first = shown(lead)
    [more] = re.findall(r'href="(\?after=[^"]*)"', first)
    second = shown(lead, WORK + more)

    listed = [re.findall(r"item \d+", page) for page in (first, second)]
    assert [len(items) for items in listed] == [PAGE, 7]
    assert len({*listed[0], *listed[1]}) == PAGE + 7
    assert "First page" in second
    assert "More" not in re.findall(r">(\w+)</a>", second)


def test_page_after_a_dated_item_goes_on_with_its_day(assessment: Assessment, lead: Person) -> None:
    today = timezone.localdate()
    first = made(assessment, lead, text="first", due_on=today, created_at=NOW)
    made(assessment, lead, text="second", due_on=today, created_at=NOW - timedelta(days=1))
    made(assessment, lead, text="third", due_on=today + timedelta(days=1))
    last = made(assessment, lead, text="fourth")

    page = shown(lead, f"{WORK}?after={first.pk}")

    assert re.findall(r'">(first|second|third|fourth)</a>', page) == ["second", "third", "fourth"]
    assert "Nothing waits for you" in shown(lead, f"{WORK}?after={last.pk}")


def test_page_after_what_is_not_ones_own_is_not_found(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    foreign = made(assessment, respondent)

    for after in (str(foreign.pk), str(uuid4()), "x"):
        assert signed_in(lead).get(WORK, {"after": after}).status_code == 404


def test_page_takes_as_many_queries_for_three_projects_as_for_one() -> None:
    counts = []
    for size in (1, 3):
        person: Person = PersonFactory()
        for _ in range(size):
            found: Assessment = AssessmentFactory()
            MembershipFactory(project=found.project, person=person)
            actions.renew_work(project=found.project, at=NOW)
            made(found, person, due_on=timezone.localdate())
        client = signed_in(person)
        with CaptureQueriesContext(connection) as captured:
            client.get(WORK)
        counts.append(len([query for query in captured.captured_queries if counted(query["sql"])]))

    assert counts == [4, 4]


def test_signing_in_leads_to_my_work(lead: Person, client: Any) -> None:
    typed = {"login": lead.email, "password": PASSWORD}

    page = client.post(reverse("account_login"), typed, follow=True)

    assert page.redirect_chain[-1] == (WORK, 302)
    assert f'<a href="{WORK}"' in client.get(reverse("project_list")).content.decode()


def test_open_item_is_kept_once(assessment: Assessment, lead: Person) -> None:
    made(assessment, lead, subject="data", done_at=NOW)
    made(assessment, lead, subject="data")

    with pytest.raises(IntegrityError, match="workitem_open_once"):
        made(assessment, lead, subject="data")


@pytest.mark.parametrize("wrong", [{"text": ""}, {"kind": "dance"}])
def test_item_is_of_a_known_kind_and_says_something(
    assessment: Assessment, lead: Person, wrong: dict[str, str]
) -> None:
    with pytest.raises(IntegrityError, match="workitem_"):
        made(assessment, lead, **wrong)


def test_role_that_is_taken_away_takes_its_work_along(assessment: Assessment, lead: Person) -> None:
    respondent = member(assessment.project)
    actions.renew_work(project=assessment.project, at=NOW)
    assert "Answer the questions" in shown(respondent)

    actions.remove_member(membership=Membership.objects.get(person=respondent), by=lead, at=NOW)

    assert "Nothing waits for you" in shown(respondent)


def test_item_says_what_it_is_and_leads_there(assessment: Assessment, lead: Person) -> None:
    item = made(assessment, lead)

    assert str(item) == "choose fix or acknowledge, for Lea Lead"
    assert item.get_absolute_url() == assessment.get_absolute_url()
