"""Asked for, taken, written, handed in: once, whatever happens in between."""

import resource
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import LazySettings
from django.http import Http404

from assessments.acting import SYSTEM, acting_as
from assessments.actions import NotAllowed
from assessments.models import MemberRole, Person
from reports import storage
from reports.actions import CannotRequest, render_report, request_report, retry_report, sweep_reports
from reports.actions.lease import BROKEN_OFF, give_back, kept, still_ours, take_report
from reports.actions.rendering import NO_TIMESTAMP, NOT_KEPT, TOO_BUSY, hand_in, reason_for
from reports.authority import TimestampUnavailable
from reports.models import ATTEMPTS, Record, Report
from reports.pdf import TooSlow
from reports.queries import Standing, register_entry, report_for
from reports.verification import verify
from tests.factories import NOW, PersonFactory, member
from tests.reports.records import another_record, project_with_lead, record_made, requested, three_pages

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(minutes=5)
"""By then every lease of NOW has run out."""


@pytest.fixture(autouse=True)
def system() -> Iterator[None]:
    with acting_as(SYSTEM):
        yield


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: LazySettings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def record() -> Record:
    return record_made(*project_with_lead())


def lead_of(record: Record) -> Person:
    return record.concluded_by


def stored(report: Report) -> bytes:
    with storage.open_file(report.file) as file:
        return file.read()


def pdf(what: str) -> bytes:
    """A small file that nobody sealed."""
    return three_pages() + f"% {what}".encode()


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*.pdf"))


def test_report_is_asked_for_once(record: Record) -> None:
    first = request_report(record=record, by=lead_of(record), at=NOW)
    again = request_report(record=record, by=lead_of(record), at=LATER)
    assert first == again
    assert again.requested_at == NOW


@pytest.mark.parametrize("role", [MemberRole.REVIEWER, MemberRole.APPROVER])
def test_reviewer_and_approver_may_ask(record: Record, role: MemberRole) -> None:
    assert request_report(record=record, by=member(record.project, role), at=NOW).is_open


def test_others_may_not_ask(record: Record) -> None:
    for person in (member(record.project, MemberRole.RESPONDENT), PersonFactory()):
        with pytest.raises(NotAllowed):
            request_report(record=record, by=person, at=NOW)


def test_one_person_waits_for_so_many_reports_only(record: Record, settings: LazySettings) -> None:
    settings.REPORT_QUOTA = 2
    lead = lead_of(record)
    more = [another_record(lead) for _ in range(2)]
    for earlier in more:
        request_report(record=earlier, by=lead, at=NOW)
    with pytest.raises(CannotRequest, match="waiting for 2 reports already"):
        request_report(record=record, by=lead, at=NOW)
    assert not Report.objects.filter(record=record).exists()


def test_written_report_is_sealed_registered_and_genuine(record: Record) -> None:
    report = requested(record, lead_of(record))
    assert render_report(report_id=report.pk, at=NOW)
    report.refresh_from_db()
    checked = verify(stored(report))
    assert report.state == "sealed"
    assert checked.genuine, checked.reasons
    assert checked.registered
    assert (checked.sha256, checked.record_sha256) == (report.sha256, record.sha256)
    assert report.size == len(stored(report))


def test_rendering_again_does_nothing(record: Record, own_files: Path) -> None:
    report = requested(record, lead_of(record))
    assert render_report(report_id=report.pk, at=NOW)
    report.refresh_from_db()
    assert not render_report(report_id=report.pk, at=LATER)
    assert Report.objects.get(pk=report.pk).sha256 == report.sha256
    assert len(files(own_files)) == 1


def test_report_in_work_is_not_taken_by_another(record: Record) -> None:
    report = requested(record, lead_of(record))
    assert take_report(report_id=report.pk, at=NOW)
    assert take_report(report_id=report.pk, at=NOW + timedelta(seconds=1)) is None


def test_two_workers_racing_leave_one_file(record: Record, own_files: Path) -> None:
    report = requested(record, lead_of(record))
    slow = take_report(report_id=report.pk, at=NOW)
    quick = take_report(report_id=report.pk, at=LATER)
    assert slow
    assert quick
    assert hand_in(quick, pdf("quick"), at=LATER)
    assert not hand_in(slow, pdf("slow"), at=LATER)
    report.refresh_from_db()
    assert stored(report) == pdf("quick")
    assert files(own_files) == [Path(report.file).name]


def test_late_worker_alone_may_still_hand_in(record: Record) -> None:
    report = requested(record, lead_of(record))
    lease = take_report(report_id=report.pk, at=NOW)
    assert lease
    assert hand_in(lease, pdf("late"), at=LATER)


def test_leftovers_of_broken_off_attempts_are_removed(record: Record, own_files: Path) -> None:
    report = requested(record, lead_of(record))
    killed = take_report(report_id=report.pk, at=NOW)
    assert killed
    storage.save(killed.report, killed.attempt, b"half")
    again = take_report(report_id=report.pk, at=LATER)
    assert again
    assert hand_in(again, pdf("whole"), at=LATER)
    report.refresh_from_db()
    assert files(own_files) == [Path(report.file).name]


def test_report_over_which_workers_die_is_given_up_with_a_reason(record: Record) -> None:
    report = requested(record, lead_of(record))
    for attempt in range(ATTEMPTS):
        assert take_report(report_id=report.pk, at=NOW + attempt * timedelta(hours=1))
    assert take_report(report_id=report.pk, at=NOW + timedelta(days=1)) is None
    report.refresh_from_db()
    assert (report.state, report.error) == ("failed", BROKEN_OFF)


def test_failure_is_told_and_can_be_asked_again(
    record: Record, settings: LazySettings, tmp_path: Path
) -> None:
    keys, blocked = settings.SIGNING_KEY_DIR, tmp_path / "file"
    blocked.write_text("")
    report = requested(record, lead_of(record))
    settings.SIGNING_KEY_DIR = blocked
    assert not render_report(report_id=report.pk, at=NOW)
    report.refresh_from_db()
    assert report.state == "failed"
    assert str(report.pk) in report.reason
    settings.SIGNING_KEY_DIR = keys
    again = retry_report(report=report, by=lead_of(record), at=LATER)
    assert (again.state, again.error) == ("requested", "")
    assert render_report(report_id=report.pk, at=LATER)


def test_asking_for_a_failed_report_asks_again(record: Record) -> None:
    report = requested(record, lead_of(record))
    Report.objects.filter(pk=report.pk).update(state="failed", error="It broke.")
    assert request_report(record=record, by=lead_of(record), at=LATER).state == "requested"


def test_retry_of_a_sealed_report_changes_nothing(record: Record) -> None:
    report = requested(record, lead_of(record))
    lease = take_report(report_id=report.pk, at=NOW)
    assert lease
    hand_in(lease, pdf(""), at=NOW)
    assert retry_report(report=report, by=lead_of(record), at=LATER).state == "sealed"


def test_worker_from_before_a_retry_cannot_hand_in(record: Record) -> None:
    report = requested(record, lead_of(record))
    old = take_report(report_id=report.pk, at=NOW)
    assert old
    Report.objects.filter(pk=report.pk).update(state="failed", lease_until=None, error="It broke.")
    retry_report(report=report, by=lead_of(record), at=LATER)
    new = take_report(report_id=report.pk, at=LATER)
    assert new
    assert not hand_in(old, pdf("old"), at=LATER)
    assert hand_in(new, pdf("new"), at=LATER)


def test_silent_timestamp_service_is_tried_again_then_told(record: Record, settings: LazySettings) -> None:
    settings.TIMESTAMP_URL = "http://127.0.0.1:9/"
    report = requested(record, lead_of(record))
    Report.objects.filter(pk=report.pk).update(attempts_allowed=2)
    for attempt in range(2):
        report.refresh_from_db()
        assert report.state == "requested"
        assert not render_report(report_id=report.pk, at=NOW + timedelta(hours=attempt))
    report.refresh_from_db()
    assert (report.state, report.error) == ("failed", NO_TIMESTAMP)


@pytest.mark.parametrize(
    ("error", "word"),
    [
        (TooSlow(), "too long"),
        (MemoryError(), "memory"),
        (SoftTimeLimitExceeded(), "too busy"),
        (TimestampUnavailable(), "did not answer"),
        (KeyError("x"), "tell support"),
    ],
)
def test_reasons_are_for_people(error: Exception, word: str) -> None:
    assert word in reason_for(error)


def test_sweep_announces_what_was_lost_once_a_lease(record: Record) -> None:
    report = requested(record, lead_of(record))
    assert sweep_reports(at=NOW) == 1
    assert sweep_reports(at=NOW + timedelta(seconds=29)) == 0
    assert sweep_reports(at=LATER) == 1
    take_report(report_id=report.pk, at=LATER)
    assert sweep_reports(at=LATER + timedelta(seconds=29)) == 0
    assert sweep_reports(at=LATER + timedelta(seconds=31)) == 1
    report.refresh_from_db()
    assert report.announced_at == LATER + timedelta(seconds=31)


def test_sweep_leaves_alone_what_was_just_asked_for(record: Record) -> None:
    report = request_report(record=record, by=lead_of(record), at=NOW)
    assert sweep_reports(at=NOW + timedelta(seconds=20)) == 0
    Report.objects.filter(pk=report.pk).update(state="failed", error="It broke.")
    retry_report(report=report, by=lead_of(record), at=LATER)
    assert sweep_reports(at=LATER + timedelta(seconds=20)) == 0


def test_report_given_back_waits_before_it_is_announced(record: Record) -> None:
    report = requested(record, lead_of(record))
    lease = take_report(report_id=report.pk, at=NOW)
    assert lease
    give_back(lease, TOO_BUSY, at=LATER)
    assert sweep_reports(at=LATER + timedelta(seconds=20)) == 0
    assert sweep_reports(at=LATER + timedelta(seconds=40)) == 1


def test_lease_is_renewed_while_the_work_goes_on(record: Record, settings: LazySettings) -> None:
    settings.REPORT_LEASE_SECONDS = 0.2
    report = requested(record, lead_of(record))
    lease = take_report(report_id=report.pk, at=NOW)
    assert lease
    others = set(threading.enumerate())
    with kept(lease):
        time.sleep(0.5)  # its connection is another one, which does not see this test's row
    assert set(threading.enumerate()) <= others
    assert still_ours(lease).exists()


def test_report_that_cannot_be_kept_says_so_and_leaves_nothing(record: Record, own_files: Path) -> None:
    report = requested(record, lead_of(record))
    lease = take_report(report_id=report.pk, at=NOW)
    assert lease
    with full_disk():
        assert not hand_in(lease, b"%PDF" + bytes(200_000), at=NOW)
    report.refresh_from_db()
    assert (report.state, report.error) == ("failed", NOT_KEPT)
    assert files(own_files) == []


def test_register_says_latest_then_superseded_then_revoked() -> None:
    project, lead = project_with_lead()
    first = _sealed(record_made(project, lead))
    entry = register_entry(first.sha256)
    assert entry
    assert entry.standing is Standing.LATEST
    _sealed(record_made(project, lead, at=LATER))
    superseded = register_entry(first.sha256)
    assert superseded
    assert (superseded.standing, superseded.later_round) == (Standing.SUPERSEDED, 2)
    Report.objects.filter(pk=first.pk).update(state="revoked", revoked_at=LATER)
    revoked = register_entry(first.sha256)
    assert revoked
    assert revoked.standing is Standing.REVOKED
    assert register_entry("0" * 64) is None


def test_stranger_does_not_find_the_report(record: Record) -> None:
    report = requested(record, lead_of(record))
    assert report_for(lead_of(record), report.pk) == report
    with pytest.raises(Http404):
        report_for(PersonFactory(), report.pk)


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process may grow beyond so much."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def _sealed(record: Record) -> Report:
    report = requested(record, lead_of(record))
    lease = take_report(report_id=report.pk, at=NOW)
    assert lease
    hand_in(lease, pdf(str(record.pk)), at=NOW)
    report.refresh_from_db()
    return report
