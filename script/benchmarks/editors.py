"""A hundred people who answer at the same time, as they do: a page, an answer every ten seconds or so.

Ten rounds with ten people each, who save answers of the same section and say that they are there. The site
runs beside the load on the same processors, so what is measured is the worse for it.
"""

import http.client
import random
import re
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from typing import Any
from urllib.parse import urlencode

from benchmarks.database import open_demo_database
from benchmarks.figures import Figure

ROUNDS, EDITORS, SECONDS = 10, 100, 60
PAUSE = (7.0, 14.0)  # seconds between two answers of one person: nine requests a second in all
QUESTIONS = ("data.selection", "data.cleaning", "data.unseen", "data.history", "data.bad_records")


@dataclass
class Load:
    """What everybody got: seconds by request, and what was no success."""

    taken: dict[str, list[float]] = field(default_factory=lambda: {"page": [], "save": [], "presence": []})
    wrong: list[str] = field(default_factory=list)
    clashes: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass
class Editor:
    """One person's browser: their cookie, the page's token, and the versions that they saw."""

    address: tuple[str, int]
    cookie: str
    round: str
    load: Load
    seed: int
    token: str = ""
    seen: dict[str, tuple[str, str]] = field(default_factory=dict)

    def work(self, ends: float) -> None:
        """Open the section, then answer until it is over."""
        chance = random.Random(self.seed)  # noqa: S311 - nothing secret
        time.sleep(chance.uniform(0, PAUSE[1]))
        page = self._ask("page", "GET", f"/assessments/{self.round}/sections/data/", {})
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        self.token = found[1] if found else ""
        for question in QUESTIONS:
            self._note(question, page)
        while time.monotonic() < ends:
            self._ask("presence", "POST", f"/assessments/{self.round}/sections/data/presence/", {})
            time.sleep(chance.uniform(*PAUSE))
            self._save(chance.choice(QUESTIONS), chance.randrange(5))

    def _save(self, question: str, level: int) -> None:
        prefix = question.replace(".", "__")
        version, shown = self.seen[question]
        typed = {"version": version, "shown": shown, "said": level, "rationale": f"seen at {time.time()}"}
        posted = {f"{prefix}-{name}": value for name, value in typed.items()}
        self._note(
            question, self._ask("save", "POST", f"/assessments/{self.round}/answers/{question}/", posted)
        )

    def _note(self, question: str, page: str) -> None:
        """The version to save against next; after a clash theirs, as somebody who keeps their own."""
        prefix = re.escape(question.replace(".", "__"))
        fields = {
            name: found[1] if (found := re.search(rf'name="{prefix}-{name}" value="([^"]*)"', page)) else ""
            for name in ("version", "theirs", "shown")
        }
        self.seen[question] = (fields["theirs"] or fields["version"], fields["shown"])

    def _ask(self, kind: str, method: str, path: str, posted: dict[str, Any]) -> str:
        body = urlencode({"csrfmiddlewaretoken": self.token, **posted}) if method == "POST" else None
        headers = {
            "Cookie": self.cookie,
            "Content-Type": "application/x-www-form-urlencoded",
            "HX-Request": "true",
        }
        began = time.monotonic()
        site = http.client.HTTPConnection(*self.address, timeout=30)  # idle ones are closed by the site
        site.request(method, path, body, headers)
        answer = site.getresponse()
        text = answer.read().decode()
        taken = time.monotonic() - began
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie" and value.startswith("csrftoken="):
                self.cookie = f"{self.cookie.partition('; csrf')[0]}; {value.partition(';')[0]}"
        with self.load.lock:
            self.load.taken[kind].append(taken)
            self.load.clashes += answer.status == http.HTTPStatus.CONFLICT
            if answer.status not in {http.HTTPStatus.OK, http.HTTPStatus.CONFLICT}:
                self.load.wrong.append(f"{method} {path}: {answer.status}")
        return text


def measure() -> list[Figure]:
    """How long they wait, and what went wrong."""
    open_demo_database()
    from tests.processes import free_port, running, wait_until_said  # noqa: PLC0415 - needs the settings
    from tests.settings import PROCESS_HOME  # noqa: PLC0415

    load, port, log = Load(), free_port(), PROCESS_HOME / "site.log"
    editors = [
        Editor(("127.0.0.1", port), cookie, found, load, seed)
        for seed, (cookie, found) in enumerate(_sessions())
    ]
    options = ["--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4", "--no-control-socket"]
    with running("gunicorn", *options, "config.wsgi", log=Path(log)) as process:
        wait_until_said("Booting worker", process, log)
        ends = time.monotonic() + SECONDS
        threads = [threading.Thread(target=editor.work, args=(ends,)) for editor in editors]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return _figures(load)


def _figures(load: Load) -> list[Figure]:
    number = sum(map(len, load.taken.values()))
    told = f"{number / SECONDS:.0f} requests a second, {load.clashes} clashes shown"
    figures = [Figure(f"{EDITORS} editors: errors", len(load.wrong), "", limit=0, note=told)]
    for kind, taken in load.taken.items():
        half, *_, most = quantiles(taken, n=20)[9::9]
        limit = 300 if kind != "presence" else None
        note = f"half within {half * 1000:.0f} ms, {len(taken)} of them"
        figures.append(Figure(f"{EDITORS} editors: {kind}, 95 %", most * 1000, "ms", limit=limit, note=note))
    return figures


def _sessions() -> list[tuple[str, str]]:
    """Cookie and round of each editor, who is a respondent of a project of ten."""
    from django.conf import settings  # noqa: PLC0415 - needs the settings

    from assessments.acting import SYSTEM, acting_as  # noqa: PLC0415
    from assessments.models import MemberRole  # noqa: PLC0415
    from tests.assessments.browsing import signed_in  # noqa: PLC0415
    from tests.factories import AssessmentFactory, member  # noqa: PLC0415

    with acting_as(SYSTEM):
        rounds: list[Any] = [AssessmentFactory() for _ in range(ROUNDS)]
        found = []
        for place in range(EDITORS):
            assessment = rounds[place % ROUNDS]
            client = signed_in(member(assessment.project, MemberRole.RESPONDENT))
            key = client.cookies[settings.SESSION_COOKIE_NAME].value
            found.append((f"{settings.SESSION_COOKIE_NAME}={key}", str(assessment.pk)))
    return found
