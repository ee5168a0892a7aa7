"""How often links that are none of ours were tried from one place; no more than a person would by mistake."""

from contextlib import suppress

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

LIMIT = 20
SECONDS = 60


def guesses_too_often(request: HttpRequest) -> bool:
    """Whether somebody there has to wait a minute."""
    return bool(cache.get(_key(request), 0) >= LIMIT)


def count_guess(request: HttpRequest) -> None:
    """Keep in mind that a link was wrong."""
    key = _key(request)
    if not cache.add(key, 1, SECONDS):
        with suppress(ValueError):  # over in this very moment
            cache.incr(key)
            cache.touch(key, SECONDS)  # some caches forget at incr for how long they keep it


def _key(request: HttpRequest) -> str:
    # The adapter knows which proxies' word counts.
    return f"invitation-guesses:{get_adapter().get_client_ip(request)}"
