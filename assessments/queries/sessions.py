"""Where somebody is signed in."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from ..models import Person


def sessions_of(person: Person) -> QuerySet[Any]:
    """The browsers in which somebody is signed in, last used first; what ran out is left out."""
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    listed: QuerySet[Any] = UserSession.objects.filter(user=person, session_key__in=alive)
    return listed.order_by("-last_seen_at", "-pk")


def other_session_of(person: Person, number: int, *, this_key: str) -> UserSession:
    """One of their sessions but the one with this key, or Http404."""
    found = sessions_of(person).exclude(session_key=this_key).filter(pk=number).first()
    if found is None:
        raise Http404
    return found
