"""Sending what people are to be told: gathered into mails, each taken by one worker, sent, and marked.

Nothing is lost: a notice is a row until a mail has it, and a mail is a row until a mail server took it. A
worker that is killed leaves a lease that ends, and another one tries again. What SMTP cannot exclude: of a
worker killed after the server took the mail, and before that is stored, the mail goes a second time, with the
same Message-ID.
"""

import logging
from datetime import datetime, time, timedelta
from smtplib import SMTPException
from typing import Final
from uuid import UUID

from django.db.models import Min, QuerySet
from django.utils import timezone

from ..acting import SYSTEM, acting_as
from ..models import Mail, MailChoice, Notice, NoticeKind, Person
from .mail_text import letter_of

GATHERED_FOR: Final = timedelta(minutes=10)
"""So long news wait for more, so that five of them in a row are one mail."""
HOUR: Final = timedelta(hours=1)
MINUTE: Final = timedelta(minutes=1)
MORNING: Final = time(7)
LEASE: Final = timedelta(minutes=2)
TRIES: Final = 12
AT_ONCE: Final = 200

logger = logging.getLogger(__name__)


def send_waiting_mail(*, at: datetime) -> int:
    """Gather what is to be told now, and send every mail whose time has come; return how many were sent."""
    for person in _people_waiting():
        _gather(person, at)
    sent = 0
    while mail := _taken(at):
        sent += _send(mail, at)
    return sent


def _people_waiting() -> list[UUID]:
    with acting_as(SYSTEM):
        waiting = Notice.objects.filter(mail__isnull=True, dropped_at__isnull=True)
        people = waiting.values("person").annotate(first=Min("at")).order_by("first")
        return list(people.values_list("person", flat=True)[:AT_ONCE])


def _gather(person_id: UUID, at: datetime) -> None:
    """Make a mail of what somebody is to be told now; whoever else gathers for them meanwhile leaves it."""
    with acting_as(SYSTEM):
        rows = Person.objects.select_for_update(no_key=True, skip_locked=True)
        person = rows.filter(pk=person_id).first()
        if person is None:
            return
        waiting = Notice.objects.filter(person=person, mail__isnull=True, dropped_at__isnull=True)
        if not person.is_active:
            waiting.update(dropped_at=at)
            return
        if person.mail_choice == MailChoice.MENTIONS:
            waiting.exclude(kind=NoticeKind.MENTION).update(dropped_at=at)
        _make(person, waiting, at)


def _make(person: Person, waiting: QuerySet[Notice], at: datetime) -> None:
    mentioned = waiting.filter(kind=NoticeKind.MENTION)
    digest = _digest_is_due(person, waiting, at)
    at_once = mentioned.exists() and not _had_mail(person, at - MINUTE).exists()
    if not digest and not at_once:
        return
    digest = digest or person.mail_choice == MailChoice.HOURLY
    mail = Mail.objects.create(person=person, made_at=at, next_try_at=at, digest=digest)
    (waiting if digest else mentioned).update(mail=mail)


def _digest_is_due(person: Person, waiting: QuerySet[Notice], at: datetime) -> bool:
    """Whether all that waits may go: by what somebody chose, and never twice within an hour."""
    others = waiting.exclude(kind=NoticeKind.MENTION)
    if person.mail_choice == MailChoice.DAILY:
        morning = timezone.make_aware(datetime.combine(timezone.localdate(at), MORNING))
        morning -= timedelta(days=1) if morning > at else timedelta(0)
        return (
            others.filter(at__lte=morning).exists() and not _had_mail(person, morning, digest=True).exists()
        )
    gathered = others.filter(at__lte=at - GATHERED_FOR).exists()
    return gathered and not _had_mail(person, at - HOUR).exists()


def _had_mail(person: Person, since: datetime, **which: bool) -> QuerySet[Mail]:
    return Mail.objects.filter(person=person, made_at__gt=since, **which)


def _taken(at: datetime) -> Mail | None:
    """Take one mail whose time has come, for as long as the lease lasts; nobody waits for anybody."""
    with acting_as(SYSTEM):
        rows = Mail.objects.select_for_update(skip_locked=True, of=("self",)).select_related("person")
        due = rows.filter(sent_at__isnull=True, ended_at__isnull=True, next_try_at__lte=at)
        mail = due.order_by("next_try_at", "pk").first()
        if mail is None:
            return None
        mail.attempts += 1
        mail.next_try_at = timezone.now() + LEASE
        mail.save(update_fields=["attempts", "next_try_at"])
        return mail


def _send(mail: Mail, at: datetime) -> bool:
    """Send one mail outside of any transaction, so that a slow server holds nothing up; whether it went."""
    with acting_as(SYSTEM):
        letter = letter_of(mail)
    if letter is None:
        _note(mail, ended_at=at)
        return False
    try:
        letter.send()
    except (OSError, SMTPException, ValueError) as error:  # a header that cannot be written is a ValueError
        _try_later(mail, error, at)
        return False
    _note(mail, sent_at=timezone.now(), error="")
    return True


def _try_later(mail: Mail, error: Exception, at: datetime) -> None:
    """Wait longer after each try, two minutes to some hours; after the last the row says why."""
    logger.warning("mail %s was not sent, try %s: %s", mail.pk, mail.attempts, error)
    over = {"ended_at": at} if mail.attempts >= TRIES else {}
    later = at + MINUTE * min(2**mail.attempts, 240)
    _note(mail, next_try_at=later, error=str(error)[:1000], **over)


def _note(mail: Mail, **columns: object) -> None:
    with acting_as(SYSTEM):
        Mail.objects.filter(pk=mail.pk, sent_at__isnull=True).update(**columns)
