"""Whether this process can work, answered before sessions, sign-in and the request's transaction begin."""

from collections.abc import Callable

import psycopg
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase

ADDRESS = "/healthz"
SECONDS = 2


class HealthMiddleware:
    """Answer `/healthz`: 200 when this process reaches its database, else 503, within a few seconds."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer it here, or hand the request on."""
        if request.path_info != ADDRESS:
            return self.get_response(request)
        return _health() if request.method in {"GET", "HEAD"} else HttpResponse(status=405)


def _health() -> HttpResponse:
    well = _reaches_database()
    response = HttpResponse("ok\n" if well else "no database\n", content_type="text/plain")
    response.status_code = 200 if well else 503
    response["Cache-Control"] = "no-store"
    return response


def _reaches_database() -> bool:
    """Ask on a connection of its own: the pool waits long for one, and may be exhausted by mere work."""
    limits = {"connect_timeout": SECONDS, "options": f"-c statement_timeout={SECONDS * 1000}"}
    try:
        with psycopg.connect(**{**connection.get_connection_params(), **limits}) as probe:
            probe.execute("SELECT 1")
    except psycopg.Error:
        return False
    return True
