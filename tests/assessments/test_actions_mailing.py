"""Mails: when they go, what stands in them, to whom never, and that nothing is lost or sent twice."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import pairwise
from smtplib import SMTPServerDisconnected

import pytest
from django.conf import LazySettings
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from assessments import actions, tasks
from assessments.actions.mailing import LEASE, TRIES
from assessments.actions.notices import News, tell
from assessments.models import (
    Assessment,
    Mail,
    MailChoice,
    MemberRole,
    Membership,
    Notice,
    NoticeKind,
    Person,
    WorkItem,
    WorkKind,
)
from tests.factories import PersonFactory

from .invited import invited
from .mailed import page_of
from .steps import submit
from .test_actions_talking import say

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def site(settings: LazySettings) -> None:
    settings.SITE_ADDRESS = "https://pilot.example.org/"


def news(key: str, kind: NoticeKind = NoticeKind.DUE, **more: object) -> News:
    return News(kind, key, f"News {key}", f"/there/{key}/", **more)  # type: ignore[arg-type]


def wait(person: Person, *keys: str, at: datetime = NOON, kind: NoticeKind = NoticeKind.DUE) -> None:
    for key in keys:
        tell([person.pk], partial(news, key, kind), at=at)


def sent_at(*times: datetime) -> list[int]:
    """How many mails go at each of these times."""
    return [actions.send_waiting_mail(at=at) for at in times]


def test_news_wait_a_little_and_go_as_one_mail() -> None:
    person = PersonFactory(name="Rosa")
    wait(person, "one", "two")
    wait(person, "three", at=NOON + 9 * MINUTE)

    assert sent_at(NOON, NOON + 9 * MINUTE, NOON + 10 * MINUTE, NOON + 11 * MINUTE) == [0, 0, 1, 0]

    (letter,) = mail.outbox
    assert letter.to == [person.email]
    assert letter.subject == "3 things wait for you in Honest Pilot"
    assert "News one.\nhttps://pilot.example.org/there/one/\n" in letter.body
    assert letter.body.count("News ") == 3
    assert "https://pilot.example.org/account/mail/" in letter.body
    there = [f"https://pilot.example.org/there/{key}/" for key in ("one", "two", "three", "one")]
    assert page_of(letter).links == [*there, "https://pilot.example.org/account/mail/"]


def test_never_more_than_one_mail_an_hour() -> None:
    person = PersonFactory()
    went = []
    for at in (NOON + minute * MINUTE for minute in range(0, 240, 5)):
        if at < NOON + 3 * HOUR:
            wait(person, str(at), at=at)
        went += [at] * actions.send_waiting_mail(at=at)

    assert all(later - sooner >= HOUR for sooner, later in pairwise(went))
    assert len(went) == 4
    assert not Notice.objects.filter(mail__isnull=True).exists()


def test_mention_goes_at_once_and_takes_along_what_waits() -> None:
    person = PersonFactory()
    wait(person, "one")
    assert sent_at(NOON + 10 * MINUTE) == [1]
    wait(person, "two", at=NOON + 11 * MINUTE)
    wait(person, "three", "four", at=NOON + 12 * MINUTE, kind=NoticeKind.MENTION)

    assert sent_at(NOON + 12 * MINUTE) == [1]

    assert mail.outbox[1].subject == "You were mentioned, and 2 more in Honest Pilot"
    wait(person, "five", at=NOON + 12 * MINUTE, kind=NoticeKind.MENTION)
    assert sent_at(NOON + 12 * MINUTE, NOON + 13 * MINUTE) == [0, 1]
    assert mail.outbox[2].subject == "You were mentioned"


def test_daily_mail_goes_in_the_morning_and_mentions_alone_before() -> None:
    person = PersonFactory(mail_choice=MailChoice.DAILY)
    wait(person, "one")
    wait(person, "two", kind=NoticeKind.MENTION)

    morning = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
    assert sent_at(NOON, NOON + 3 * HOUR, morning - MINUTE, morning, morning + HOUR) == [1, 0, 0, 1, 0]

    assert [letter.body.count("News one") for letter in mail.outbox] == [0, 1]
    wait(person, "three", at=morning + HOUR)
    assert sent_at(morning + 2 * HOUR, morning + DAY) == [0, 1]


def test_who_wants_mentions_only_gets_nothing_else_also_not_later() -> None:
    person = PersonFactory(mail_choice=MailChoice.MENTIONS)
    wait(person, "one")
    wait(person, "two", kind=NoticeKind.MENTION)

    assert sent_at(NOON, NOON + 2 * HOUR) == [1, 0]
    actions.choose_mail(choice="hourly", by=person)
    assert sent_at(NOON + 4 * HOUR) == [0]
    assert "News one" not in mail.outbox[0].body


def test_who_wants_mentions_only_gets_no_mail_without_one() -> None:
    wait(PersonFactory(mail_choice=MailChoice.MENTIONS), "one")

    assert sent_at(NOON, NOON + 2 * HOUR) == [0, 0]


def test_choice_that_does_not_exist_is_refused() -> None:
    with pytest.raises(actions.Refused):
        actions.choose_mail(choice="never", by=PersonFactory())


def test_same_cause_is_told_once() -> None:
    person = PersonFactory()
    wait(person, "one", "one")
    wait(person, "one", at=NOON + HOUR)

    assert Notice.objects.count() == 1


def test_closed_account_gets_nothing() -> None:
    person = PersonFactory(is_active=False)
    wait(person, "one", kind=NoticeKind.MENTION)
    later = PersonFactory()
    wait(later, "one", kind=NoticeKind.MENTION)
    Mail.objects.create(person=person, made_at=NOON, next_try_at=NOON, digest=False)

    assert sent_at(NOON) == [1]
    assert [letter.to for letter in mail.outbox] == [[later.email]]


@pytest.mark.parametrize("lost", ["role", "sight", "nothing"])
def test_who_lost_the_role_meanwhile_is_not_told(
    assessment: Assessment, lead: Person, respondent: Person, lost: str
) -> None:
    say(assessment, lead, f"@{respondent.name} look", at=NOON)
    if lost == "role":
        Membership.objects.filter(person=respondent).delete()
    elif lost == "sight":
        Membership.objects.filter(person=respondent).update(role=MemberRole.SECOND_RESPONDENT)

    assert sent_at(NOON) == [1 if lost == "nothing" else 0]
    assert Mail.objects.get().ended_at == (None if lost == "nothing" else NOON)


def test_mention_is_quoted_by_its_first_line_without_marks(
    assessment: Assessment, lead: Person, respondent: Person, settings: LazySettings
) -> None:
    text = f"@{respondent.name} **which** [plan](https://wiki.example.org/plan)?\nA second line."
    say(assessment, lead, text, at=NOON)
    assert sent_at(NOON) == [1]
    say(assessment, lead, text, question="data.cleaning", at=NOON + 5 * MINUTE)
    settings.MAIL_QUOTES_COMMENTS = False
    assert sent_at(NOON + 5 * MINUTE) == [1]

    for letter in mail.outbox:
        assert {"Hello Rosa Respondent,", "Open it"} <= set(page_of(letter).texts)
    quoted, bare = (letter.body for letter in mail.outbox)
    assert "\n> @Rosa Respondent which plan (https://wiki.example.org/plan)?\n" in quoted
    assert "second line" not in quoted
    assert "which" not in bare
    page = f"https://pilot.example.org/assessments/{assessment.pk}/answers/data.selection/talk/#comment-"
    assert page in quoted


def test_withdrawn_comment_is_not_mailed(assessment: Assessment, lead: Person, respondent: Person) -> None:
    comment = say(assessment, lead, f"@{respondent.name} a secret", at=NOON)
    actions.withdraw_comment(assessment=assessment, comment=comment, by=lead, at=NOON)

    assert sent_at(NOON) == [0]


def test_headers_say_that_a_machine_wrote_and_hold_nothing_that_was_typed(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    Person.objects.filter(pk=lead.pk).update(name="Lea\r\nBcc: evil@example.org")
    Person.objects.filter(pk=respondent.pk).update(name="Rosa\nSubject: evil")
    lead.refresh_from_db()
    assessment.project.name = "Evil\r\n\r\nBody"
    assessment.project.save()
    say(assessment, lead, "Hi", tells={respondent.pk}, at=NOON)

    assert sent_at(NOON) == [1]

    (letter,) = mail.outbox
    message = letter.message()
    assert {
        name: message[name] for name in ("Auto-Submitted", "X-Auto-Response-Suppress", "List-Unsubscribe")
    } == {
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "List-Unsubscribe": "<https://pilot.example.org/account/mail/>",
    }
    assert message["Message-ID"] == f"<{Mail.objects.get().pk}@pilot.example.org>"
    assert "evil" not in "".join(f"{name}{value}" for name, value in message.items())
    assert letter.recipients() == [respondent.email]
    assert "Lea Bcc: evil@example.org mentioned you about" in letter.body


def broken(_: EmailBackend, __: object) -> int:
    raise SMTPServerDisconnected("connection closed")


def test_mail_server_that_is_down_is_tried_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    person = PersonFactory()
    wait(person, "one", kind=NoticeKind.MENTION)
    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", broken)
        assert sent_at(NOON, NOON + MINUTE) == [0, 0]

    waiting = Mail.objects.get()
    assert (waiting.attempts, waiting.error, waiting.sent_at) == (1, "connection closed", None)
    assert waiting.next_try_at == NOON + 2 * MINUTE
    assert sent_at(NOON + 2 * MINUTE, NOON + HOUR) == [1, 0]
    assert Mail.objects.get().error == ""


def test_mail_that_never_goes_is_given_up_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    person = PersonFactory()
    wait(person, "one", kind=NoticeKind.MENTION)
    monkeypatch.setattr(EmailBackend, "send_messages", broken)

    for day in range(TRIES + 3):
        actions.send_waiting_mail(at=NOON + day * DAY)

    given_up = Mail.objects.get()
    assert given_up.attempts == TRIES
    assert given_up.ended_at == NOON + (TRIES - 1) * DAY
    assert given_up.error == "connection closed"


def test_mail_of_a_killed_worker_goes_once_its_lease_is_over() -> None:
    person = PersonFactory()
    wait(person, "one", kind=NoticeKind.MENTION)

    class Killed(BaseException):
        """Nothing catches a kill."""

    def kill(_: EmailBackend, __: object) -> int:
        raise Killed

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", kill)
        with pytest.raises(Killed):
            actions.send_waiting_mail(at=NOON)

    taken = Mail.objects.get()
    assert taken.attempts == 1
    assert sent_at(taken.next_try_at - MINUTE) == [0]
    assert sent_at(taken.next_try_at) == [1]
    assert timedelta(seconds=60) <= LEASE


def test_returned_round_and_accepted_invitation_are_told(
    assessment: Assessment,
    lead: Person,
    respondent: Person,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    submit(assessment, lead)
    actions.reopen_assessment(assessment=assessment, reason="count again", by=lead, at=NOON)
    with django_capture_on_commit_callbacks():
        token = invited(assessment.project, lead, "new@example.org").link
    actions.join_by_invitation(token=token, name="Nova New", password="x", at=NOON)

    kinds = set(Notice.objects.values_list("person", "kind"))
    assert kinds == {(respondent.pk, NoticeKind.RETURNED), (lead.pk, NoticeKind.ACCEPTED)}
    assert sent_at(NOON + 10 * MINUTE) == [2]
    assert any("Nova New accepted your invitation to" in letter.body for letter in mail.outbox)
    assert not any("count again" in letter.body for letter in mail.outbox)


def dated(
    assessment: Assessment, person: Person, due_on: date, asked: datetime, kind: str = "assigned"
) -> WorkItem:
    return WorkItem.objects.create(
        person=person, project=assessment.project, kind=kind, subject=str(due_on), text=f"Do it by {due_on}",
        address="/there/", created_at=asked, due_on=due_on,
    )  # fmt: skip


def test_what_has_a_day_is_reminded_of_two_days_before_and_once_it_is_over(
    assessment: Assessment, lead: Person
) -> None:
    item = dated(assessment, lead, date(2026, 11, 26), NOON - 7 * DAY)

    for days in range(-1, 12):
        for _ in range(2):
            actions.remind_of_days(at=NOON + days * DAY)

    found = Notice.objects.filter(person=lead).order_by("at")
    assert [(notice.kind, notice.at) for notice in found] == [
        (NoticeKind.DUE, NOON + DAY),
        (NoticeKind.OVERDUE, NOON + 4 * DAY),
    ]
    assert found[0].text == f"{item.text} ({assessment.project}): is due on 26 November 2026"
    assert found[1].text.endswith("was due on 26 November 2026")


def test_reminder_of_an_approval_names_no_number(assessment: Assessment, lead: Person) -> None:
    item = dated(assessment, lead, date(2026, 11, 24), NOON - 7 * DAY, "approve")
    WorkItem.objects.filter(pk=item.pk).update(text="Approve: expect 80 %")

    actions.remind_of_days(at=NOON)

    assert Notice.objects.get().text.startswith(f"Approve an acknowledgement ({assessment.project}): is due")


def test_what_was_just_asked_or_has_no_day_or_is_done_is_not_reminded_of(
    assessment: Assessment, lead: Person
) -> None:
    dated(assessment, lead, date(2026, 11, 24), NOON - DAY)
    done = dated(assessment, lead, date(2026, 11, 25), NOON - 5 * DAY)
    WorkItem.objects.filter(pk=done.pk).update(done_at=NOON)
    WorkItem.objects.create(
        person=lead,
        project=assessment.project,
        kind="submit",
        text="x",
        address="/x/",
        created_at=NOON - 9 * DAY,
    )

    actions.remind_of_days(at=NOON)

    assert not Notice.objects.exists()


def test_tasks_do_both_now(assessment: Assessment, lead: Person) -> None:
    today = timezone.localdate()
    dated(assessment, lead, today - DAY, timezone.now() - 9 * DAY)

    tasks.remind_of_days()
    Notice.objects.update(at=timezone.now() - HOUR)
    tasks.send_waiting_mail()

    assert "was due on" in mail.outbox[0].body


def test_what_ends_is_told_by_the_acknowledgement_itself(assessment: Assessment, lead: Person) -> None:
    dated(assessment, lead, date(2026, 11, 24), NOON - 9 * DAY, WorkKind.EXPIRY)

    actions.remind_of_days(at=NOON)

    assert not Notice.objects.exists()
