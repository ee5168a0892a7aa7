"""Asking the site for everything: who asks, what is answered, and which tables were written meanwhile."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import File
from django.core.handlers.base import BaseHandler
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from assessments.models import Person
from tests.assessments.browsing import signed_in

BESIDE_THE_POINT = {"django_session"}
"""Tables that any request may write."""

WRITTEN = """
    SELECT relname, written FROM (
        SELECT relname, pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
            + pg_stat_get_xact_tuples_deleted(oid) AS written
        FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
    ) AS counted WHERE written > 0
"""
"""What pg_stat_xact_user_tables says too, which counts every index on the way."""


@dataclass(frozen=True)
class Answered:
    """A status in one word, the tables that were written, and everything that the answer says."""

    word: str
    written: frozenset[str]
    says: str

    @property
    def cell(self) -> str:
        """The word, with an asterisk where something was written."""
        return f"{self.word}*" if self.written else self.word


class Asker:
    """One person's browser, or nobody's; every request starts with the cookies of the sign-in alone."""

    def __init__(self, person: Person | None) -> None:
        self.person = person
        self._factory = RequestFactory()
        if person is not None:
            self._factory.cookies = signed_in(person).cookies
        self._handler = BaseHandler()
        self._handler.load_middleware()

    @property
    def cookie(self) -> str:
        """The session's, empty for nobody."""
        found = self._factory.cookies.get(settings.SESSION_COOKIE_NAME)
        return found.value if found else ""

    def ask(
        self, method: str, url: str, posted: Mapping[str, Any] | None = None, *, from_our_page: bool = True
    ) -> Answered:
        """Ask for one address, from a page of the site or of somebody else's."""
        request = self._factory.generic(method, url, *_body(posted or {}))
        request._dont_enforce_csrf_checks = from_our_page  # type: ignore[attr-defined]  # as Django's test client
        cache.clear()  # limits on how often somebody may ask are another proof's
        before = writes()
        response = self._handler.get_response(request)
        after = writes()
        tables = {name for name, count in after.items() if count != before.get(name, 0)}
        return Answered(_word(response), frozenset(tables - BESIDE_THE_POINT), _everything(response))


def _body(posted: Mapping[str, Any]) -> tuple[bytes, str]:
    """What a form sends, and how: a file makes it another kind of form."""
    if any(isinstance(value, File) for value in posted.values()):
        for value in posted.values():
            if isinstance(value, File):
                value.seek(0)  # somebody else has sent it already
        return encode_multipart(BOUNDARY, dict(posted)), MULTIPART_CONTENT
    return urlencode(posted, doseq=True).encode(), "application/x-www-form-urlencoded"


def writes() -> dict[str, int]:
    """How many rows of each table this transaction has written so far, those taken back included."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return dict(cursor.fetchall())


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever is written inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def addresses(
    patterns: Iterable[URLPattern | URLResolver] | None = None,
) -> Iterator[tuple[str, frozenset[str]]]:
    """Every address of the site by its name, with the keys that it takes."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns)
        else:
            yield str(pattern.name), frozenset(pattern.pattern.regex.groupindex)


def _word(response: HttpResponseBase) -> str:
    login = f"{reverse(settings.LOGIN_URL)}?next="
    to_login = response.status_code == 302 and response["Location"].startswith(login)
    return "login" if to_login else str(response.status_code)


def _everything(response: HttpResponseBase) -> str:
    """Headers, cookies and body."""
    body = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
    closers: list[Any] = response._resource_closers  # type: ignore[attr-defined]  # not in the stubs
    for close in closers:  # its own `close` would end the database's connection too
        close()
    return f"{response.headers}{response.cookies}{body.decode(errors='replace')}"
