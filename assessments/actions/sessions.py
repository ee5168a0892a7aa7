"""Signing somebody out, wherever they are signed in."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from ..models import Person


def end_sessions(person: Person, *, except_key: str = "") -> int:
    """End every session of a person at once but the one with this key; say how many were listed.

    For a new password, a changed role and a deactivated account: whoever is signed in has to do it anew.
    Whoever does it to themselves gives `except_key`, or their own page ends with an error.
    """
    listed = UserSession.objects.filter(user=person).exclude(session_key=except_key)
    with transaction.atomic():
        keys = list(listed.values_list("session_key", flat=True))
        Session.objects.filter(session_key__in=keys).delete()
        listed.filter(session_key__in=keys).delete()
    return len(keys)


def end_session(session: UserSession) -> None:
    """End this one at once."""
    with transaction.atomic():
        session.end()  # its row and Django's
