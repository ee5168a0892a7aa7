"""A new password for who forgot theirs: by a link in a mail, which a worker sends.

Whoever asks waits for nothing that depends on the address: it goes to the queue as it was typed, and only
the worker looks whose it is. The answer and how long it took then say nothing about who has an account.
"""

from celery import current_app
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.translation import gettext as _

from ..acting import SYSTEM, acting_as
from ..models import Person
from ..queries.projects import account_of
from .languages import in_language
from .letters import written
from .mail_text import site

TASK = "assessments.tasks.mail_password_link"
TOO_LATE_SECONDS = 900


def ask_for_password_link(*, email: str) -> None:
    """Let a worker send the mail, whoever the address belongs to; forgotten if none comes to it in time."""
    current_app.send_task(TASK, kwargs={"email": email}, expires=TOO_LATE_SECONDS)


def mail_password_link(*, email: str) -> bool:
    """Send the mail to the account's own address, in its language; say whether there was anybody to get it.

    Nobody gets one at an address without an account, nor where the account is closed.
    """
    with acting_as(SYSTEM):
        person = account_of(email)
    if person is None or not person.is_active:
        return False
    kind = "password_link" if person.has_usable_password() else "password_none"
    facts = {"person": person, "link": _link(person), "sign_in": site(reverse("account_login"))}
    with in_language(person.language):
        mail = written(kind, _("A new password for Honest Pilot"), facts, to=person.email)
    mail.send()
    return True


def _link(person: Person) -> str:
    """It works until it is an hour old, the password was changed, or its owner signed in."""
    key = default_token_generator.make_token(person)
    return site(reverse("account_reset_password_from_key", args=[person.pk, key]))
