"""The outbox at full size: many reports, and worker, beat, queue and PostgreSQL killed again and again.

Run by script/prove as `pytest -s tests/trust/proofs/outbox.py`, with PROOF_REPORTS, PROOF_KILLS and
PROOF_SEED in the environment. The small version runs with all tests, in
tests/reports/test_outbox_workers.py.
"""

import os
import random
import signal
import subprocess
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import DatabaseError, connections
from django.utils import timezone

from assessments.acting import SYSTEM, acting_as
from config.trial.postgres import Postgres
from reports import storage
from reports.actions import request_report
from reports.models import Report
from reports.verification import verify
from tests.conftest import POSTGRES
from tests.processes import running, wait_until_said
from tests.reports.records import another_record, project_with_lead
from tests.reports.workers import ARGUMENTS, states
from tests.settings import PROCESS_HOME

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

REPORTS = int(os.environ.get("PROOF_REPORTS", "500"))
KILLS = int(os.environ.get("PROOF_KILLS", "25"))
SEED = int(os.environ.get("PROOF_SEED", "1"))
LEASE = 20
BEAT = ("--app", "config", "beat", "--loglevel", "INFO")


@dataclass
class Site:
    """Everything that can be killed, and started again at once."""

    folder: Path
    postgres: Postgres
    ended: ExitStack
    started: int = 0
    worker: subprocess.Popen[bytes] | None = None
    beat: subprocess.Popen[bytes] | None = None
    killed: Counter[str] = field(default_factory=Counter)

    def start_worker(self) -> None:
        """Start the worker and wait until it takes work."""
        log = self._log("worker")
        self.worker = self.ended.enter_context(running("celery", *ARGUMENTS, log=log))
        wait_until_said("ready.", self.worker, log)

    def start_beat(self) -> None:
        """Start what sweeps."""
        log = self._log("beat")
        schedule = str(self.folder / f"schedule-{self.started}")
        self.beat = self.ended.enter_context(running("celery", *BEAT, "--schedule", schedule, log=log))
        wait_until_said("beat: Starting", self.beat, log)

    def kill(self, what: str) -> None:
        """Kill -9 a part, or throw its messages away, and start it again."""
        self.killed[what] += 1
        match what:
            case "worker":
                _end(self.worker)
                self.start_worker()
            case "beat":
                _end(self.beat)
                self.start_beat()
            case "queue":
                for message in (PROCESS_HOME / "queue").glob("*.msg"):
                    message.unlink(missing_ok=True)
            case "postgres":
                _end(self.postgres.process)
                connections.close_all()
                self.postgres.start()

    def _log(self, name: str) -> Path:
        self.started += 1
        return self.folder / f"{name}-{self.started}.log"


def test_outbox_loses_and_doubles_nothing(
    tmp_path: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config
) -> None:
    """Ask, kill, wait; then hold every row against its file."""
    settings.REPORT_QUOTA = REPORTS
    monkeypatch.setenv("REPORT_LEASE_SECONDS", str(LEASE))
    chance = random.Random(SEED)  # noqa: S311 - what is killed when need not be secret
    begun = time.monotonic()
    with ExitStack() as ended:
        site = Site(tmp_path, pytestconfig.stash[POSTGRES], ended)
        site.start_worker()
        site.start_beat()
        asked = _ask()
        for number in range(KILLS):
            _wait_for(number * len(asked) // (KILLS + 1))
            site.kill(chance.choice(["worker", "worker", "beat", "queue", "postgres"]))
        _wait_for(len(asked))
    lost, doubled = _lost(asked), _doubled(asked)
    print(  # noqa: T201 - what script/prove reads
        f"\n{len(asked)} reports, {KILLS} kills {dict(site.killed)}, seed {SEED}: "
        f"lost {lost}, doubled {doubled}, {time.monotonic() - begun:.0f} s"
    )
    assert (lost, doubled) == (0, 0)


def _ask() -> list[Report]:
    with acting_as(SYSTEM):
        _, lead = project_with_lead()
        records = [another_record(lead) for _ in range(REPORTS)]
    with acting_as(lead):
        return [request_report(record=record, by=lead, at=timezone.now()) for record in records]


def _done() -> int:
    """How many are sealed; the state of a database that was just killed is unknown."""
    try:
        found = states()
    except DatabaseError:
        connections.close_all()
        return -1
    assert "failed" not in found, found
    return found.get("sealed", 0)


def _wait_for(sealed: int, patience: float = 1800) -> None:
    """Wait until so many are sealed."""
    deadline = time.monotonic() + patience
    while _done() < sealed:
        if time.monotonic() > deadline:
            raise TimeoutError(f"still {states()}")
        time.sleep(0.5)


def _lost(asked: list[Report]) -> int:
    """The reports whose row does not lead to a whole, genuine file of their own."""
    lost = 0
    for report in _stored(asked):
        with storage.open_file(report.file) as file:
            checked = verify(file.read())
        lost += not (checked.genuine and checked.sha256 == report.sha256)
    return lost


def _doubled(asked: list[Report]) -> int:
    """The files beyond one for each report."""
    kept = [path.name for path in (PROCESS_HOME / "media").rglob("*.pdf")]
    ours = {str(report.pk) for report in asked}
    return len([name for name in kept if name[:36] in ours]) - len(ours)


def _stored(asked: list[Report]) -> list[Report]:
    with acting_as(SYSTEM):
        return list(Report.objects.filter(pk__in=[report.pk for report in asked]))


def _end(process: subprocess.Popen[bytes] | None) -> None:
    assert process
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
