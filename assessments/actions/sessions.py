"""Where somebody is signed in, ended when their rights change."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from ..models import Person


def end_sessions(person: Person, *, except_key: str = "") -> None:
    """Sign somebody out everywhere, but for the session with this key."""
    for session in Session.objects.exclude(session_key=except_key):
        if session.get_decoded().get(SESSION_KEY) == str(person.pk):
            session.delete()
