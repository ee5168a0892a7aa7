"""What row-level security costs: the same pages with and without it, PostgreSQL's own work included."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from benchmarks.database import open_demo_database
from benchmarks.figures import Figure
from benchmarks.portfolio import lead_of

ROUNDS, CALLS = 9, 15


def measure() -> list[Figure]:
    """Each page by turns with the wall and without, so that both meet the same machine."""
    open_demo_database()
    figures = []
    for name, call in _pages().items():
        behind, open_ = zip(*(_pair(call) for _ in range(ROUNDS)), strict=True)
        cost = median(behind) / median(open_)
        note = f"{median(behind):.1f} against {median(open_):.1f} ms CPU, PostgreSQL's included"
        figures.append(Figure(f"{name}: with row-level security", cost, "x without", limit=1.15, note=note))
    return figures


def _pages() -> dict[str, Callable[[], object]]:
    """The two lists of somebody with 1,000 projects."""
    from django.test import Client  # noqa: PLC0415 - needs the settings

    from assessments.acting import SYSTEM, acting_as  # noqa: PLC0415

    browser = Client()
    with acting_as(SYSTEM):
        lead = lead_of(1_001)
    browser.force_login(lead)
    return {
        "project list of 1,001 projects": lambda: browser.get("/projects/"),
        "my work of 1,001 projects": lambda: browser.get("/work/"),
    }


def _pair(call: Callable[[], object]) -> tuple[float, float]:
    behind = _cost(call)
    with _without_the_wall():
        return behind, _cost(call)


def _cost(call: Callable[[], object]) -> float:
    """Milliseconds of CPU for one call, of this process and of the server process that works for it."""
    call()  # plans are made again after a change of policies
    began = _spent()
    for _ in range(CALLS):
        call()
    return (_spent() - began) * 1000 / CALLS


def _spent() -> float:
    from django.db import connection  # noqa: PLC0415 - needs the settings

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    server = int(Path(f"/proc/{backend}/schedstat").read_text().split()[0])  # nanoseconds on a processor
    return time.process_time() + server / 1e9


@contextmanager
def _without_the_wall() -> Iterator[None]:
    from django.db import connections  # noqa: PLC0415 - needs the settings

    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity")
        tables = [name for (name,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
        try:
            yield
        finally:
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
