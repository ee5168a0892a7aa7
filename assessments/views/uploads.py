"""Requests that bring a file: how large one may be, and how often somebody may bring one."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from assessments.forms.uploads import MOST_BYTES
from assessments.models import Person

from .signed_in import P

BESIDE_THE_FILE = 100_000
"""Bytes for what a form posts beside its file."""

MOST_AN_HOUR = 60
HOUR = 3600


def brings_a_file(
    view: "Callable[Concatenate[HttpRequest, P], HttpResponse]",
) -> "Callable[Concatenate[HttpRequest, P], HttpResponse]":
    """Refuse too large a request before any of it is read; then the form's token is checked, as ever."""
    protected = csrf_protect(view)

    @csrf_exempt  # only until its length is known: `protected` checks the token
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > MOST_BYTES + BESIDE_THE_FILE:
            return render(request, "413.html", status=413)
        return protected(request, *args, **kwargs)

    return guarded


def too_many_files(person: Person) -> bool:
    """Count a file that somebody brings; whether they brought too many within the hour."""
    key = f"files-brought:{person.pk}"
    cache.add(key, 0, HOUR)
    return cache.incr(key) > MOST_AN_HOUR
