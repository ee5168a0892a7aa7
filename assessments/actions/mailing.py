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

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
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
    for person in _people_due(at):
        _gather(person, at)
    sent = 0
    while mail := _taken(at):
        sent += _send(mail, at)
    return sent


def _people_due(at: datetime) -> list[UUID]:
    """Those for whom something is to be done now, who waited longest first; nobody else takes their place."""
    with acting_as(SYSTEM):
        first = Subquery(_waiting(OuterRef("pk")).order_by("at").values("at")[:1])
        people = _due(at).annotate(first=first).order_by("first", "pk")
        return list(people.values_list("pk", flat=True)[:AT_ONCE])


def _gather(person_id: UUID, at: datetime) -> None:
    """Make a mail of what somebody is to be told now; whoever else gathers for them meanwhile leaves it."""
    with acting_as(SYSTEM):
        rows = Person.objects.select_for_update(no_key=True, skip_locked=True)
        if rows.filter(pk=person_id).first() is None:
            return
        person = _due(at).filter(pk=person_id).first()  # once more: another may have gathered just before
        if person is None:
            return
        waiting = _waiting(person)
        if not person.is_active:
            waiting.update(dropped_at=at)
            return
        if person.mail_choice == MailChoice.MENTIONS:
            waiting.exclude(kind=NoticeKind.MENTION).update(dropped_at=at)
        if vars(person)["digest"] or vars(person)["at_once"]:
            _make(person, waiting, at, digest=vars(person)["digest"])


def _make(person: Person, waiting: QuerySet[Notice], at: datetime, *, digest: bool) -> None:
    """A mention takes along what waits, but for who wants that once a day."""
    digest = digest or person.mail_choice == MailChoice.HOURLY
    mail = Mail.objects.create(person=person, made_at=at, next_try_at=at, digest=digest)
    (waiting if digest else waiting.filter(kind=NoticeKind.MENTION)).update(mail=mail)


def _waiting(person: Person | OuterRef) -> QuerySet[Notice]:
    return Notice.objects.filter(person=person, mail__isnull=True, dropped_at__isnull=True)


def _due(at: datetime) -> QuerySet[Person]:
    """Who gets a mail now: a `digest` of what waits, or a mention `at_once`; and whose news are dropped.

    Nobody gets one while another to them has not gone: what comes meanwhile waits, so that a mail server
    that was down brings nobody a heap of mails.
    """
    waiting, mails = _waiting(OuterRef("pk")), Mail.objects.filter(person=OuterRef("pk"))
    others, mentioned = waiting.exclude(kind=NoticeKind.MENTION), waiting.filter(kind=NoticeKind.MENTION)
    free = ~Exists(mails.filter(sent_at__isnull=True, ended_at__isnull=True))
    unwanted = Q(is_active=False) | Q(mail_choice=MailChoice.MENTIONS) & Exists(others)
    people = Person.objects.filter(Exists(waiting)).annotate(
        digest=free & (_hourly(at, others, mails) | _daily(at, others, mails)),
        at_once=free & Exists(mentioned) & ~Exists(mails.filter(sent_at__gt=at - MINUTE)),
    )
    return people.filter(unwanted | Q(digest=True) | Q(at_once=True))


def _hourly(at: datetime, others: QuerySet[Notice], mails: QuerySet[Mail]) -> Q:
    """Once news have waited for more, and never twice within an hour."""
    gathered, had = others.filter(at__lte=at - GATHERED_FOR), mails.filter(sent_at__gt=at - HOUR)
    return Q(mail_choice=MailChoice.HOURLY) & Exists(gathered) & ~Exists(had)


def _daily(at: datetime, others: QuerySet[Notice], mails: QuerySet[Mail]) -> Q:
    """Each morning what came before it; not within an hour of one that was late."""
    morning = timezone.make_aware(datetime.combine(timezone.localdate(at), MORNING))
    morning -= timedelta(days=1) if morning > at else timedelta(0)
    had = mails.filter(Q(made_at__gt=morning) | Q(sent_at__gt=at - HOUR), digest=True)
    return Q(mail_choice=MailChoice.DAILY) & Exists(others.filter(at__lte=morning)) & ~Exists(had)


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
    _note(mail, sent_at=at, error="")
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
