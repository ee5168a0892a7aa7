"""The calendar that somebody subscribes to, read as calendars read it: by the library, without a session."""

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from assessments import actions, queries
from assessments.models import (
    Assessment,
    CalendarAddress,
    HistoryEntry,
    MemberRole,
    Membership,
    Person,
    WorkItem,
    WorkKind,
)
from assessments.views.guesses import LIMIT
from tests.factories import NOW, PASSWORD, PersonFactory, member
from tests.languages import compiled
from tests.recorded import chained

from .browsing import html, signed_in

pytestmark = pytest.mark.django_db
PAGE, STOP = reverse("calendar"), reverse("calendar_stop")
DAY = date(2026, 12, 31)


@pytest.fixture(autouse=True)
def no_guesses() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def due(assessment: Assessment, person: Person, **columns: Any) -> WorkItem:
    """Something that waits and has a day."""
    given = {"kind": WorkKind.FIX, "text": "Count again", "due_on": DAY, "subject": str(uuid4())} | columns
    item: WorkItem = WorkItem.objects.create(
        person=person, project=assessment.project, assessment=assessment, address="/there/#here",
        created_at=NOW, **given,
    )  # fmt: skip
    return item


def made(person: Person) -> str:
    """Where their calendar is read."""
    return reverse("calendar_feed", args=[actions.make_calendar_address(by=person, at=NOW)])


def parsed(answer: Any) -> Any:
    return Calendar.from_ical(answer.content)


def read(address: str) -> list[Any]:
    """The events of a calendar, as somebody reads it who is signed in nowhere."""
    answer = Client().get(address)
    assert answer.status_code == 200
    calendar = parsed(answer)
    assert not calendar.errors
    events = calendar.walk("VEVENT")
    assert not any(event.errors for event in events)
    return list(events)


def test_calendar_shows_each_dated_thing_on_its_day(
    assessment: Assessment, lead: Person, settings: LazySettings
) -> None:
    settings.SITE_ADDRESS = "https://pilot.example.org"
    item = due(assessment, lead)
    due(assessment, lead, due_on=None, text="without a day")
    due(assessment, lead, done_at=NOW, text="done")

    (event,) = read(made(lead))

    assert event["summary"] == f"Due ({assessment.project}): Count again"
    assert event["uid"] == f"{item.pk}@pilot.example.org"
    assert event["url"] == event["description"] == "http://testserver/there/#here"
    assert event["transp"] == "TRANSPARENT"
    assert event["dtstamp"].dt.utcoffset() == timedelta(0)


def test_day_is_whole_and_ends_before_the_next(
    assessment: Assessment, lead: Person, settings: LazySettings
) -> None:
    settings.TIME_ZONE = "Pacific/Auckland"
    due(assessment, lead)
    address = made(lead)

    (event,) = read(address)

    assert (event["dtstart"].dt, event["dtend"].dt) == (DAY, date(2027, 1, 1))
    raw = Client().get(address).content
    assert b"DTSTART;VALUE=DATE:20261231\r\n" in raw
    assert b"DTEND;VALUE=DATE:20270101\r\n" in raw
    assert b"TZID" not in raw


def test_head_says_what_calendars_ask_for(lead: Person) -> None:
    answer = Client().get(made(lead))

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    assert not answer.cookies
    calendar = parsed(answer)
    assert (calendar["version"], calendar["method"]) == ("2.0", "PUBLISH")
    assert calendar["x-wr-calname"] == "Honest Pilot"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in answer.content
    assert not calendar.walk("VEVENT")


def test_what_ends_is_told_as_an_end_and_an_approval_without_its_number(
    assessment: Assessment, lead: Person
) -> None:
    due(assessment, lead, kind=WorkKind.EXPIRY, text="Fix Data, or ask again")
    due(assessment, lead, kind=WorkKind.APPROVE, text="Approve: expect 70 %", due_on=DAY + timedelta(days=1))

    ends, approve = (event["summary"] for event in read(made(lead)))

    assert ends == f"Acknowledgement ends ({assessment.project}): Fix Data, or ask again"
    assert approve == f"Due ({assessment.project}): Approve an acknowledgement"


def test_hostile_names_stay_text_in_lines_of_75_bytes(assessment: Assessment, lead: Person) -> None:
    evil = 'Evil; a, b\\n "q"\r\nEND:VEVENT\r\nBEGIN:VALARM\x07\x7f\x9b ' + "Köln 漢字 🜁 " * 20 + "."
    assessment.project.name = evil
    assessment.project.save()
    due(assessment, lead, text="One\nATTACH:file:///etc/passwd")
    address = made(lead)

    (event,) = read(address)

    plain = " ".join(re.sub("[\x07\x7f\x9b]", " ", evil).split())
    assert event["summary"] == f"Due ({plain}): One ATTACH:file:///etc/passwd"
    raw = Client().get(address).content
    assert max(map(len, raw.split(b"\r\n"))) <= 75
    assert raw.count(b"\r\n") == raw.count(b"\n")
    assert not re.search(rb"^(ATTACH|BEGIN:VALARM)", raw, re.MULTILINE)
    assert raw.decode()


def test_id_stays_when_day_or_text_change_and_done_work_is_gone(assessment: Assessment, lead: Person) -> None:
    item, address = due(assessment, lead), made(lead)
    before = read(address)[0]["uid"]

    WorkItem.objects.filter(pk=item.pk).update(text="Count once more", due_on=DAY + timedelta(days=7))
    (event,) = read(address)
    assert (event["uid"], event["dtstart"].dt) == (before, DAY + timedelta(days=7))

    WorkItem.objects.filter(pk=item.pk).update(done_at=NOW)
    assert read(address) == []


def test_calendar_holds_ones_own_only(assessment: Assessment, lead: Person, respondent: Person) -> None:
    due(assessment, lead, text="of the lead")
    due(assessment, respondent, text="of the respondent")
    theirs = made(respondent)

    assert [event["summary"].partition(": ")[2] for event in read(made(lead))] == ["of the lead"]
    assert [event["summary"].partition(": ")[2] for event in read(theirs)] == ["of the respondent"]


def test_reader_who_is_signed_in_reads_the_owners_calendar(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    due(assessment, lead, text="of the lead")
    due(assessment, respondent, text="of the respondent")

    said = html(signed_in(respondent).get(made(lead)))

    assert "of the lead" in said
    assert "of the respondent" not in said


def test_project_that_was_left_is_gone_from_the_calendar(assessment: Assessment, lead: Person) -> None:
    due(assessment, lead)
    address = made(lead)
    Membership.objects.filter(person=lead).delete()

    assert read(address) == []


@pytest.mark.parametrize("language", ["", "nl"])
def test_calendar_speaks_its_owners_language(
    assessment: Assessment, lead: Person, language: str, tmp_path: Path, settings: LazySettings
) -> None:
    texts = {"Due (%(project)s): %(work)s": "Te doen (%(project)s): %(work)s"}
    settings.LOCALE_PATHS = [compiled(tmp_path, "nl", texts)]
    Person.objects.filter(pk=lead.pk).update(language=language)
    due(assessment, lead)

    answer = Client().get(made(lead), headers={"Accept-Language": "nl"})

    (event,) = parsed(answer).walk("VEVENT")
    assert event["summary"].startswith("Te doen (" if language else "Due (")


def test_old_address_stops_with_a_new_one_and_both_when_stopped(lead: Person) -> None:
    first = made(lead)
    second = made(lead)

    assert [Client().get(address).status_code for address in (first, second)] == [404, 200]
    actions.stop_calendar_address(by=lead)
    assert Client().get(second).status_code == 404
    actions.stop_calendar_address(by=lead)


def test_closed_account_and_unknown_address_are_answered_alike(lead: Person) -> None:
    address = made(lead)
    Person.objects.filter(pk=lead.pk).update(is_active=False)

    closed, unknown = Client().get(address), Client().get(reverse("calendar_feed", args=["x" * 43]))

    assert closed.status_code == unknown.status_code == 404
    assert closed.content == unknown.content
    assert not closed.cookies
    assert not unknown.cookies


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_calendar_is_only_read(lead: Person, method: str) -> None:
    assert getattr(Client(), method)(made(lead)).status_code == 405


def test_who_guesses_has_to_wait(lead: Person) -> None:
    address = made(lead)
    guesses = [reverse("calendar_feed", args=[f"guess-{number}"]) for number in range(LIMIT)]
    assert {Client().get(guess).status_code for guess in guesses} == {404}

    answer = Client().get(address)

    assert answer.status_code == 429
    assert answer["Content-Type"].startswith("text/plain")
    assert not answer.cookies


def test_secret_is_shown_once_and_kept_as_a_hash(lead: Person) -> None:
    client = signed_in(lead)
    assert "No address yet" in html(client.get(PAGE))

    page = client.post(PAGE)

    (address,) = re.findall(r"<code>http://testserver(/calendars/[\w-]{43}\.ics)</code>", html(page))
    assert "no-store" in page["Cache-Control"]
    assert Client().get(address).status_code == 200
    secret = address.removeprefix("/calendars/").removesuffix(".ics")
    assert CalendarAddress.objects.get().secret_sha256 == hashlib.sha256(secret.encode()).hexdigest()
    again = html(client.get(PAGE))
    assert secret not in again
    assert "You have an address, made" in again
    assert "Make a new address" in again
    chained()
    entries = "".join(HistoryEntry.objects.values_list("entry", flat=True))
    assert '"assessments_calendaraddress"' in entries
    assert secret not in entries
    assert CalendarAddress.objects.get().secret_sha256 not in entries


def test_making_asks_for_a_fresh_proof_and_looking_or_stopping_does_not(
    lead: Person, settings: LazySettings
) -> None:
    address = made(lead)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = -1
    client = signed_in(lead)

    answer = client.post(PAGE)

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert client.get(PAGE).status_code == 200
    assert Client().get(address).status_code == 200
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
    proved = html(client.post(answer["Location"], {"password": PASSWORD}, follow=True))
    (address,) = re.findall(r"/calendars/[\w-]{43}\.ics", proved)
    assert Client().get(address).status_code == 200
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = -1
    assert client.post(STOP).status_code == 302
    assert Client().get(address).status_code == 404


def test_stopping_is_asked_first(lead: Person) -> None:
    address, client = made(lead), signed_in(lead)

    assert "Calendars that read it get nothing more." in html(client.get(STOP))
    assert Client().get(address).status_code == 200
    page = client.post(STOP, follow=True)

    assert "The calendar address is stopped." in html(page)
    assert "No address yet" in html(page)
    assert Client().get(address).status_code == 404


def test_page_is_led_to_from_account_and_from_work(assessment: Assessment, lead: Person) -> None:
    due(assessment, lead, due_on=datetime.now(UTC).date())
    link = f'<a href="{PAGE}">'

    client = signed_in(lead)

    assert html(client.get(reverse("mail_choice"))).count(link) == 1
    assert html(client.get(reverse("my_work"))).count(link) == 2


def test_nobody_makes_one_without_signing_in() -> None:
    for address in (PAGE, STOP):
        assert Client().post(address)["Location"].startswith(reverse("account_login"))


def test_calendar_takes_as_many_queries_for_many_days_as_for_one(
    assessment: Assessment, lead: Person, django_assert_max_num_queries: Any
) -> None:
    address = made(lead)
    for number in range(5):
        due(assessment, lead, text=str(number))

    with django_assert_max_num_queries(14):  # most of them say in whose name it works
        assert len(read(address)) == 5


def test_first_days_are_shown_where_there_are_too_many(
    assessment: Assessment, lead: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assessments.queries.calendars.MOST", 1)
    due(assessment, lead, text="later", due_on=DAY + timedelta(days=1))
    due(assessment, lead, text="sooner")

    assert [found.text for found in queries.dated_work_of(lead)] == ["sooner"]


def test_blind_reader_and_closed_account_have_nothing_else(assessment: Assessment) -> None:
    blind = member(assessment.project, MemberRole.SECOND_RESPONDENT)
    due(assessment, blind, text="their own")
    due(assessment, PersonFactory(), text="of somebody outside")

    assert [found.text for found in queries.dated_work_of(blind)] == ["their own"]
    blind.is_active = False
    assert queries.dated_work_of(blind) == []


def test_address_says_whose_it_is(lead: Person) -> None:
    made(lead)

    assert str(CalendarAddress.objects.get()) == "calendar of Lea Lead"
