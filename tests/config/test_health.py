"""/healthz tells within seconds whether the database answers, and needs nothing else."""

import socket
import time
from collections.abc import Iterator

import pytest
from django.db import connections
from django.test import Client


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


@pytest.fixture
def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
    return port


def health(monkeypatch: pytest.MonkeyPatch, port: int) -> tuple[int, float]:
    """The answer where the database is thought to be at this port, and the seconds it took."""
    settings = connections["default"].settings_dict
    monkeypatch.setitem(settings, "HOST", "127.0.0.1")
    monkeypatch.setitem(settings, "PORT", str(port))
    began = time.monotonic()
    answer = Client().get("/healthz")
    return answer.status_code, time.monotonic() - began


@pytest.mark.django_db
def test_well_where_the_database_answers() -> None:
    answer = Client().get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert answer["Cache-Control"] == "no-store"
    assert Client().head("/healthz").status_code == 200


def test_unwell_where_nobody_listens(monkeypatch: pytest.MonkeyPatch, closed_port: int) -> None:
    status, seconds = health(monkeypatch, closed_port)

    assert status == 503
    assert seconds < 4


def test_unwell_where_the_database_hangs(monkeypatch: pytest.MonkeyPatch, silent_port: int) -> None:
    status, seconds = health(monkeypatch, silent_port)

    assert status == 503
    assert seconds < 4


def test_only_asking_is_allowed() -> None:
    assert Client().post("/healthz").status_code == 405


@pytest.mark.django_db
def test_every_other_address_goes_on() -> None:
    assert Client().get("/healthz/").status_code == 404
