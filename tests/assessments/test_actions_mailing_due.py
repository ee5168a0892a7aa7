"""When mails are due: nobody holds up anybody else, and an outage brings nobody a heap of them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from assessments import actions
from assessments.actions.mailing import AT_ONCE
from assessments.models import Mail, MailChoice, Notice, NoticeKind, Person
from tests.factories import PersonFactory

from .test_actions_mailing import DAY, HOUR, MINUTE, NOON, broken, sent_at, wait

pytestmark = pytest.mark.django_db


def many(**columns: object) -> list[Person]:
    """One more than are looked at together."""
    numbers = range(AT_ONCE + 1)
    people = [Person(name=str(number), email=f"{number}@example.org", **columns) for number in numbers]
    return Person.objects.bulk_create(people)


def test_people_whose_time_has_not_come_hold_up_nobody() -> None:
    for person in many(mail_choice=MailChoice.DAILY):
        wait(person, "tomorrow morning", at=NOON)
    person = PersonFactory()
    wait(person, "now", at=NOON + MINUTE)

    assert sent_at(NOON + 11 * MINUTE) == [1]
    assert mail.outbox[0].to == [person.email]


def test_more_people_than_fit_at_once_are_told_one_after_the_other() -> None:
    people = many()
    for number, person in enumerate(people):
        wait(person, "now", at=NOON + timedelta(seconds=number))

    assert sent_at(NOON + HOUR, NOON + HOUR, NOON + HOUR) == [AT_ONCE, 1, 0]
    assert mail.outbox[-1].to == [people[-1].email]


def outage(monkeypatch: pytest.MonkeyPatch, person: Person, kind: NoticeKind) -> None:
    """Three hours without a mail server, with news every five minutes."""
    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", broken)
        for at in (NOON + minute * MINUTE for minute in range(0, 180, 5)):
            wait(person, str(at), at=at, kind=kind)
            assert sent_at(at) == [0]
            assert Mail.objects.filter(person=person).count() <= 1


def test_outage_ends_in_one_mail_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    outage(monkeypatch, PersonFactory(), NoticeKind.DUE)

    went = []
    for at in (NOON + minute * MINUTE for minute in range(180, 480, 5)):
        went += [at] * actions.send_waiting_mail(at=at)

    assert len(went) == 2
    assert went[1] - went[0] >= HOUR
    assert not Notice.objects.filter(mail__isnull=True).exists()


def test_mentions_of_an_outage_are_one_mail_more(monkeypatch: pytest.MonkeyPatch) -> None:
    outage(monkeypatch, PersonFactory(), NoticeKind.MENTION)

    went = [actions.send_waiting_mail(at=NOON + minute * MINUTE) for minute in range(180, 480, 5)]

    assert sum(went) == 2
    assert mail.outbox[1].subject == "You were mentioned, and 34 more in Honest Pilot"


def test_morning_mail_does_not_follow_a_late_one_within_the_hour() -> None:
    person = PersonFactory(mail_choice=MailChoice.DAILY)
    morning = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
    Mail.objects.create(
        person=person, made_at=morning - DAY, next_try_at=morning, digest=True, sent_at=morning - 30 * MINUTE
    )
    wait(person, "one", at=morning - HOUR)

    assert sent_at(morning, morning + 29 * MINUTE, morning + 30 * MINUTE) == [0, 0, 1]
