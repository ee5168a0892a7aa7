"""How often links that are none of ours were tried from one place; no more than a person would by mistake."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

from .counting import counted

LIMIT = 20
SECONDS = 60


def guesses_too_often(request: HttpRequest) -> bool:
    """Whether somebody there has to wait a minute."""
    return bool(cache.get(_key(request), 0) >= LIMIT)


def count_guess(request: HttpRequest) -> None:
    """Keep in mind that a link was wrong."""
    counted(_key(request), SECONDS)


def _key(request: HttpRequest) -> str:
    # The adapter knows which proxies' word counts.
    return f"invitation-guesses:{get_adapter().get_client_ip(request)}"
