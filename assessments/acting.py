"""In whose name the database works: one transaction, in which PostgreSQL knows who asks, and from where.

`app.user_id` is what row-level security goes by: outside of such a block nobody is asking, and no project
has any rows. It is set for the transaction only, so a connection that goes back to the pool carries nobody's
name.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponseBase

from .models import Person

SYSTEM: Final = "system"
"""Worker and beat, in short blocks, never around rendering."""

Actor = Person | AnonymousUser | str | None

BECOME = """
    WITH before AS MATERIALIZED (
        SELECT coalesce(current_setting('app.user_id', true), '') AS value,
            coalesce(current_setting('app.address', true), '') AS address,
            coalesce(current_setting('app.author', true), '') AS author
    )
    SELECT before.value, before.address, before.author,
        set_config('app.user_id', %s, true), set_config('app.address', coalesce(%s, before.address), true),
        set_config('app.author', %s, true)
    FROM before
"""


@contextmanager
def acting_as(actor: Actor, *, address: str | None = None, author: Person | None = None) -> Iterator[None]:
    """Work as a person, as SYSTEM, or (None, or nobody signed in) as nobody, in one transaction.

    May be nested: afterwards the outer block goes on as whoever it was. For the history, `address` is from
    where (None leaves it as it is), and `author` who does what the system's rights are lent for.
    """
    outermost = not connection.in_atomic_block
    identity = _identity(actor)
    with transaction.atomic():
        before = _become(identity, address, _identity(author) if author else identity)
        yield
        if not outermost and not connection.needs_rollback:
            _become(*before)


class ActingAsMiddleware:
    """Run every view in one transaction, in the name of whoever is signed in.

    A view that raises leaves nothing behind. A response that streams must open `acting_as` in its generator.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request in the person's name."""
        with acting_as(request.user, address=address_of(request)):
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:  # noqa: ARG002 - Django's call
        """Undo what a failing view had done: Django turns the exception into a page before the block ends."""
        transaction.set_rollback(True)


def address_of(request: HttpRequest) -> str:
    """From where a request comes, empty where that cannot be said.

    Only what the trusted proxies added to X-Forwarded-For counts: anybody may write there what they like.
    """
    try:
        return str(get_adapter(request).get_client_ip(request))
    except (PermissionDenied, ImproperlyConfigured):
        return ""


def _identity(actor: Actor) -> str:
    if actor == SYSTEM:
        return SYSTEM
    # Someone signed out has no key; someone deactivated is signed out.
    key = getattr(actor, "pk", None)
    return str(key) if isinstance(key, UUID) else ""


def _become(identity: str, address: str | None, author: str) -> tuple[str, str, str]:
    """Set name, address and author for this transaction; return those that were set before."""
    with connection.cursor() as cursor:
        cursor.execute(BECOME, [identity, address, author])
        before: tuple[str, str, str] = cursor.fetchone()[:3]
    return before
