"""What a page costs the server: CPU of this process, and queries, everything between request and response.

The floor is the same stack answering with a page of one sentence.
"""

import re
import time
from collections.abc import Callable, Mapping
from functools import partial
from statistics import median
from typing import Any
from uuid import UUID

from benchmarks.database import open_demo_database
from benchmarks.figures import Figure
from benchmarks.portfolio import lead_of

FEW, MANY = 10, 1_000
ROUNDS, WARM_UP = 60, 10


def measure() -> list[Figure]:
    """Section page, one saved answer, lists and portfolio, beside the floor."""
    open_demo_database()
    from django.test import Client  # noqa: PLC0415 - needs the settings

    from assessments.acting import SYSTEM, acting_as  # noqa: PLC0415
    from assessments.models import Assessment, Person, State  # noqa: PLC0415

    client = Client()
    client.force_login(Person.objects.get(email="lead@example.org"))
    with acting_as(SYSTEM):
        draft = Assessment.objects.filter(state=State.DRAFT).earliest("started_at")
    section = f"/assessments/{draft.pk}/sections/data/"
    floor, _ = _cost(lambda: client.get("/accounts/inactive/"))
    figures = [Figure("floor: a page of one sentence", floor, "ms CPU")]
    pages = {
        "section page of 7 questions": (lambda: client.get(section), 10, 8),
        "save of one answer": (_saver(client, draft.pk), 8, 8),
        "project list": (lambda: client.get("/projects/"), 15, 6),
        "my work": (lambda: client.get("/work/"), 15, 6),
        "portfolio heat map": (lambda: client.get("/portfolio/"), 15, 6),
    }
    for name, (call, most, queries_allowed) in pages.items():
        cpu, queries = _cost(call)
        figures.append(Figure(name, cpu, "ms CPU", limit=most, note=f"{cpu / floor:.1f} x the floor"))
        figures.append(Figure(f"{name}: queries", queries, "", limit=queries_allowed))
    return [*figures, *_lists()]


def _lists() -> list[Figure]:
    """The same lists for somebody with 10 projects and with 1,000, in turns, so that both see one machine."""
    from django.test import Client  # noqa: PLC0415 - needs the settings

    from assessments.acting import SYSTEM, acting_as  # noqa: PLC0415

    browsers = {number: Client() for number in (FEW, MANY)}
    for number, browser in browsers.items():
        with acting_as(SYSTEM):
            lead = lead_of(number)
        browser.force_login(lead)
    figures = []
    for name, url in (("project list", "/projects/"), ("my work", "/work/")):
        calls = {number: partial(browser.get, url) for number, browser in browsers.items()}
        queries = {number: _cost(call)[1] for number, call in calls.items()}
        cpu = _in_turns(calls)
        for number in calls:
            figures.append(Figure(f"{name} of {number:,} projects", cpu[number], "ms CPU", limit=15))
            figures.append(Figure(f"{name} of {number:,} projects: queries", queries[number], "", limit=6))
        figures.append(Figure(f"{name}: growth", cpu[MANY] / cpu[FEW], "x", limit=1.3))
    return figures


def _in_turns(calls: Mapping[int, Callable[[], object]]) -> dict[int, float]:
    """Median milliseconds of CPU of each, called one after the other again and again."""
    spent: dict[int, list[float]] = {number: [] for number in calls}
    for _ in range(ROUNDS):
        for number, call in calls.items():
            began = time.process_time()
            call()
            spent[number].append((time.process_time() - began) * 1000)
    return {number: median(times) for number, times in spent.items()}


def _saver(client: Any, assessment: UUID) -> Callable[[], object]:
    """Saves a different level each time, as a browser does: with the version that it saw last."""
    from assessments.acting import SYSTEM, acting_as  # noqa: PLC0415
    from assessments.models import Answer  # noqa: PLC0415

    key = "data.history"
    with acting_as(SYSTEM):
        row = Answer.objects.filter(assessment=assessment, question=key).first()
    page = {"version": str(row.version if row else 0), "shown": ""}
    prefix = key.replace(".", "__")

    def save() -> object:
        level = (int(page["version"]) + 1) % 5
        posted = {**page, "said": str(level), "rationale": "seen twice"}
        answer = client.post(
            f"/assessments/{assessment}/answers/{key}/",
            {f"{prefix}-{name}": value for name, value in posted.items()},
            headers={"HX-Request": "true"},
        )
        for name in page:
            field = re.search(rf'name="{prefix}-{name}" value="([^"]*)"', answer.content.decode())
            page[name] = field[1] if field else ""
        return answer

    return save


def _cost(call: Callable[[], object]) -> tuple[float, int]:
    """Median milliseconds of CPU, and the queries of one call. Raises when the answer is not a page."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    for _ in range(WARM_UP):
        status = getattr(call(), "status_code", 0)
        if status != 200:
            raise RuntimeError(f"The page answered {status}")
    with CaptureQueriesContext(connection) as captured:
        call()
    queries = [query["sql"] for query in captured.captured_queries]
    spent = []
    for _ in range(ROUNDS):
        began = time.process_time()
        call()
        spent.append((time.process_time() - began) * 1000)
    return median(spent), sum(not sql.startswith(NOT_COUNTED) for sql in queries)


NOT_COUNTED = ("SAVEPOINT", "RELEASE SAVEPOINT", "BEGIN", "COMMIT")
