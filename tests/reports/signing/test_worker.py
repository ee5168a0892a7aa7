"""What a worker does where something comes between a signature and the file, or where it cannot sign."""

import hashlib

import pytest
from django.utils import timezone

from assessments.models import Person
from reports.actions import sign_report
from reports.actions.signing import REFUSED, TRIES
from reports.authority import TimestampUnavailable
from reports.models import Report, SignOff
from reports.signing import NotOurs
from tests.config.passkey import with_passkey

from .posting import asked

pytestmark = pytest.mark.django_db
SIGN = "reports.actions.signing.append_signature"


@pytest.fixture
def row(report: Report, people: dict[str, Person]) -> SignOff:
    return asked(report, people["decides"], with_passkey(people["decides"]))


def tried(row: SignOff) -> tuple[bool, str, str]:
    signed = sign_report(sign_off_id=row.pk, at=timezone.now())
    row.refresh_from_db()
    return signed, row.state, row.error


def test_file_that_is_no_whole_report_is_not_signed(row: SignOff) -> None:
    assert tried(row) == (False, "void", REFUSED)
    assert row.report.issued_files.count() == 1


def test_silent_timestamp_service_leaves_it_to_the_sweep(
    row: SignOff, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(*_: object, **__: object) -> bytes:
        raise TimestampUnavailable

    monkeypatch.setattr(SIGN, silent)

    assert tried(row) == (False, "asked", "")


def test_file_that_moves_on_each_time_leaves_it_to_the_sweep(
    row: SignOff, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[bytes] = []

    def meanwhile(pdf: bytes, **_: object) -> bytes:
        tries.append(pdf)
        Report.objects.update(sha256=hashlib.sha256(b"%d" % len(tries)).hexdigest())
        return pdf + b"signed"

    monkeypatch.setattr(SIGN, meanwhile)

    assert tried(row) == (False, "asked", "")
    assert len(tries) == TRIES
    assert row.report.issued_files.count() == 1


def test_signature_that_came_to_nothing_meanwhile_stays_as_it_ended(
    row: SignOff, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(*_: object, **__: object) -> bytes:
        SignOff.objects.update(state="void", error="It was too late.", finished_at=timezone.now())
        raise NotOurs

    monkeypatch.setattr(SIGN, meanwhile)

    assert tried(row) == (False, "void", "It was too late.")
