"""What a report costs: sealed beside bare typesetting, two workers beside one, and how long people wait."""

import re
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from http.cookiejar import CookieJar
from statistics import median
from typing import Any

from benchmarks.database import open_demo_database
from benchmarks.figures import Figure
from benchmarks.startup import trial_in_new_folder

ROUNDS = 5
PASSWORD = "honest-pilot-demo"  # noqa: S105 - the demo's, printed at every start


def measure() -> Iterator[Figure]:
    """All three, each as soon as it is known."""
    open_demo_database()
    yield from _sealed_beside_bare()
    yield from _two_beside_one()
    yield from _first_report()


def _sealed_beside_bare() -> list[Figure]:
    from django.template.loader import render_to_string  # noqa: PLC0415 - these need the settings
    from weasyprint import CSS, HTML  # noqa: PLC0415

    from assessments.acting import SYSTEM, acting_as  # noqa: PLC0415
    from reports.content.report import report_content  # noqa: PLC0415
    from reports.models import Record  # noqa: PLC0415
    from reports.pdf import write_pdf  # noqa: PLC0415
    from reports.pdf.assets import ADDRESS, style_sheet  # noqa: PLC0415
    from reports.pdf.drawings import drawings  # noqa: PLC0415
    from reports.pdf.limits import for_paper  # noqa: PLC0415
    from reports.pdf.press import OwnAssetsOnly  # noqa: PLC0415
    from reports.signing import seal  # noqa: PLC0415

    with acting_as(SYSTEM):
        record = Record.objects.filter(project__name__startswith="Invoice").earliest("round")
    paper = for_paper(report_content(record.as_json))
    html = render_to_string("reports/document/report.html", {"report": paper, **drawings(paper)})
    fetcher = OwnAssetsOnly()

    def bare() -> None:
        sheet = CSS(string=style_sheet(), base_url=ADDRESS, url_fetcher=fetcher)
        HTML(string=html, base_url=ADDRESS, url_fetcher=fetcher).write_pdf(stylesheets=[sheet])

    def sealed() -> None:
        pdf = write_pdf(report_content(record.as_json))
        seal(pdf, record_sha256=record.sha256, registered=True, approvers=1)

    whole, alone = _in_turn(sealed, bare)
    return [
        Figure("report typeset bare", alone, "s CPU"),
        Figure("report from record to sealed file", whole, "s CPU"),
        Figure("sealed / bare", whole / alone, "x", limit=1.25),
    ]


def _in_turn(*calls: Callable[[], None]) -> list[float]:
    """Median seconds of CPU of each call, measured in turn after one warm-up."""
    spent: list[list[float]] = [[] for _ in calls]
    for number in range(ROUNDS + 1):
        for place, call in enumerate(calls):
            began = time.process_time()
            call()
            if number:
                spent[place].append(time.process_time() - began)
    return [median(times) for times in spent]


def _two_beside_one() -> list[Figure]:
    _ask_for_every_report()
    one, two = (_seconds_for_all(workers) for workers in (1, 2))
    return [
        Figure("all demo reports, one worker", one, "s"),
        Figure("all demo reports, two workers", two, "s"),
        Figure("one worker's time / two workers'", one / two, "x", least=1.7),
    ]


def _ask_for_every_report() -> None:
    from django.test import override_settings  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from assessments.acting import SYSTEM, acting_as  # noqa: PLC0415
    from reports.actions import request_report  # noqa: PLC0415
    from reports.models import Record  # noqa: PLC0415

    with override_settings(REPORT_QUOTA=100), acting_as(SYSTEM):
        for record in Record.objects.select_related("project", "concluded_by"):
            request_report(record=record, by=record.concluded_by, at=timezone.now())


def _seconds_for_all(workers: int) -> float:
    """From the announcement of all reports to the last sealed one, the workers being warm."""
    from reports.models import Report  # noqa: PLC0415
    from tests.processes import running, wait_until_said  # noqa: PLC0415
    from tests.settings import PROCESS_HOME  # noqa: PLC0415

    log = PROCESS_HOME / f"workers-{workers}.log"
    arguments = ["--app", "config", "worker", "--concurrency", str(workers), "--loglevel", "INFO"]
    arguments += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    with running("celery", *arguments, log=log) as process:
        wait_until_said("ready.", process, log)
        _seconds_for(Report.objects.order_by("pk")[: 2 * workers])
        return _seconds_for(Report.objects.order_by("pk"))


def _seconds_for(reports: Any) -> float:
    from assessments.acting import SYSTEM, acting_as  # noqa: PLC0415
    from reports.actions.outbox import announce  # noqa: PLC0415
    from reports.models import IssuedFile, Report  # noqa: PLC0415

    no_file = {"file": "", "sha256": "", "size": None, "sealed_at": None}
    with acting_as(SYSTEM):
        keys = list(reports.values_list("pk", flat=True))
        chosen = Report.objects.filter(pk__in=keys)
        IssuedFile.objects.filter(report__in=keys).delete()
        chosen.update(state=Report.State.REQUESTED, attempts=0, lease_until=None, **no_file)
    began = time.monotonic()
    for key in keys:
        announce(key)

    def unfinished() -> bool:
        with acting_as(SYSTEM):
            states = set(chosen.values_list("state", flat=True))
        if Report.State.FAILED in states:
            raise RuntimeError("A report of the demo cannot be written; the log of the workers says why")
        return states != {Report.State.SEALED}

    while unfinished():
        time.sleep(0.02)
    return time.monotonic() - began


def _first_report() -> list[Figure]:
    """A warm trial: accept the demo round that is in review, ask for its report, wait until it is sealed."""
    with trial_in_new_folder() as trial:
        trial.start()
        trial.end()
        trial.start()
        visitor = _Visitor(f"http://127.0.0.1:{trial.port}")
        visitor.post("/accounts/login/", login="reviewer@example.org", password=PASSWORD)
        project = visitor.found("/projects/", r"/projects/[0-9a-f-]{36}/(?=[^>]*>\s*(?:<[^>]*>\s*)*Permit)")
        verdict = visitor.found(project, r"/assessments/[0-9a-f-]{36}/verdict/")
        conclude = verdict.replace("/verdict/", "/conclude/")
        decides = visitor.found(conclude, r'(?<=<option value=")[0-9a-f-]{36}')
        visitor.post(conclude, decision_maker=decides, reason="Accepted with what is open, to be measured.")
        began = time.monotonic()
        report = visitor.post(verdict.replace("/verdict/", "/report/"))
        while "/download/" not in visitor.get(report):
            time.sleep(0.1)
        return [Figure("first report, from asking to sealed", time.monotonic() - began, "s", limit=5)]


class _Visitor:
    """Somebody with a browser that keeps cookies."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.jar = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, path: str) -> str:
        """The page."""
        with self.opener.open(self.site + path) as answer:
            page: str = answer.read().decode()
        return page

    def found(self, path: str, pattern: str) -> str:
        """The first address on the page that fits."""
        match = re.search(pattern, self.get(path))
        if match is None:
            raise RuntimeError(f"No {pattern} on {path}")
        return match[0]

    def post(self, path: str, **fields: str) -> str:
        """Send a form and return the path of the page that it leads to."""
        # Signed in, the sign-in page leads on to the projects; both have a form.
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get("/accounts/login/"))
        fields["csrfmiddlewaretoken"] = token[1] if token else ""
        with self.opener.open(self.site + path, urllib.parse.urlencode(fields).encode()) as answer:
            url: str = answer.geturl()
        return url.removeprefix(self.site)
