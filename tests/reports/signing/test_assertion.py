"""Web and worker take nothing but the answer of a person's own passkey for exactly this row."""

import json
import logging
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError
from django.utils import timezone

from assessments.models import Person
from assessments.models.identity import new_id
from reports.actions import NotAsserted, Proof, Words, ask_sign_off, sign_report
from reports.assertion import UNASSERTED, UNCONFIRMED, asserted_text, objection_to
from reports.content.statement import Decision, Reauthentication
from reports.models import Report, SignOff
from tests.config.passkey import Passkey, with_passkey

from .posting import answer, asked, prepared

pytestmark = pytest.mark.django_db


@pytest.fixture
def dora(people: dict[str, Person]) -> Person:
    return people["decides"]


@pytest.fixture
def passkey(dora: Person) -> Passkey:
    return with_passkey(dora)


def assert_void(row: SignOff, why: str) -> None:
    """No worker signs it, its person is told why, and the file stays as it is."""
    before = Report.objects.values("state", "file", "sha256").get(pk=row.report_id)

    assert not sign_report(sign_off_id=row.pk, at=timezone.now())

    row.refresh_from_db()
    assert (row.state, row.error) == ("void", why)
    assert Report.objects.values("state", "file", "sha256").get(pk=row.report_id) == before
    assert row.report.issued_files.count() == 1


def test_answer_of_ones_own_passkey_counts(report: Report, dora: Person, passkey: Passkey) -> None:
    row = asked(report, dora, passkey)

    row.refresh_from_db()
    assert objection_to(row) == ""
    assert (row.state, row.proved_by) == ("asked", "passkey")
    assert Authenticator.objects.get().last_used_at >= row.proved_at


def test_text_names_all_that_is_signed(report: Report, dora: Person) -> None:
    row = prepared(report, dora)

    assert json.loads(asserted_text(row)) == {
        "format": "honest-pilot-sign-off/1",
        "sign_off": str(row.pk),
        "report": str(report.pk),
        "record_sha256": report.record.sha256,
        "read_sha256": report.sha256,
        "place": 1,
        "person": str(dora.pk),
        "name": "Dora Decides",
        "email": dora.email,
        "decision": "stop",
        "reason": "The load was never tried.",
        "conditions": "Round 2 by May.",
        "dissent": "",
        "proved_at": row.proved_at.isoformat(timespec="microseconds"),
        "proved_by": "passkey",
    }


@pytest.mark.parametrize(
    "changed",
    [
        {"verifies": False},
        {"touched": False},
        {"origin": "https://elsewhere.example"},
        {"origin": "https://localhost.elsewhere.example"},
        {"origin": "not an address"},
        {"inside": True},
        {"does": "webauthn.create"},
        {"id": b"another credential"},
        {"key": Passkey().key},
    ],
    ids=lambda changed: "-".join(map(str, changed)),
)
def test_answer_that_is_not_as_it_should_be_is_refused_by_web_and_worker(
    report: Report, dora: Person, passkey: Passkey, changed: dict[str, Any]
) -> None:
    other = replace(passkey, **changed)
    with pytest.raises(NotAsserted, match="did not confirm"):
        asked(report, dora, other)
    assert not SignOff.objects.exists()

    row = prepared(report, dora)
    row.assertion = answer(other, row)
    row.save(force_insert=True)
    assert_void(row, UNCONFIRMED)


@pytest.mark.parametrize("text", ["x", "[]", "{}", "null", '{"rawId": 1}', "[" * 20_000])
@pytest.mark.usefixtures("passkey")
def test_answer_that_cannot_be_read_confirms_nothing(
    report: Report, dora: Person, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    row = prepared(report, dora)
    row.assertion = text
    row.save(force_insert=True)

    with caplog.at_level(logging.WARNING, "reports"):
        assert_void(row, UNCONFIRMED)
    assert f"The signature {row.pk} is not its person's word" in caplog.text


@pytest.mark.usefixtures("passkey")
def test_somebody_elses_passkey_does_not_answer(
    report: Report, dora: Person, people: dict[str, Person]
) -> None:
    theirs = with_passkey(people["signs"])
    with pytest.raises(NotAsserted):
        asked(report, dora, theirs)


@pytest.mark.parametrize(
    ("column", "other"),
    [
        ("decision", "fix_first"),
        ("reason", "All is well."),
        ("conditions", ""),
        ("dissent", "I see it otherwise."),
        ("proved_at", lambda row: row.proved_at - timedelta(microseconds=1)),
        ("id", lambda _row: new_id()),
    ],
)
def test_row_that_says_something_else_is_void(
    report: Report, dora: Person, passkey: Passkey, column: str, other: Any
) -> None:
    row = prepared(report, dora)
    row.assertion = answer(passkey, row)
    setattr(row, column, other(row) if callable(other) else other)
    row.save(force_insert=True)

    assert_void(row, UNCONFIRMED)


def test_answer_for_one_sign_off_does_not_count_for_the_next(
    report: Report, dora: Person, passkey: Passkey
) -> None:
    first = asked(report, dora, passkey)
    SignOff.objects.update(state="void", error="It was too late.", finished_at=timezone.now())
    second = prepared(report, dora)
    second.proved_at, second.assertion = first.proved_at, first.assertion
    second.save(force_insert=True)

    assert_void(second, UNCONFIRMED)


@pytest.mark.usefixtures("passkey")
def test_person_with_a_passkey_signs_by_nothing_less(report: Report, dora: Person) -> None:
    now = timezone.now()
    proof = Proof(report.sha256, now, Reauthentication.PASSWORD)
    with pytest.raises(NotAsserted, match="you sign with it"):
        ask_sign_off(report=report, decision=Decision.STOP, words=Words("x"), proof=proof, by=dora, at=now)

    row = prepared(report, dora)
    row.save(force_insert=True)
    assert_void(row, UNASSERTED)


def test_passkey_that_is_set_up_while_a_worker_is_waited_for_is_asked_for(
    report: Report, dora: Person
) -> None:
    row = prepared(report, dora)
    row.save(force_insert=True)
    with_passkey(dora)

    assert_void(row, UNASSERTED)


def test_passkey_that_was_taken_away_or_came_later_does_not_answer(
    report: Report, dora: Person, passkey: Passkey
) -> None:
    row = asked(report, dora, passkey)
    Authenticator.objects.update(created_at=row.proved_at + timedelta(seconds=1))
    assert objection_to(row) == UNCONFIRMED
    Authenticator.objects.all().delete()
    assert_void(row, UNCONFIRMED)


def test_answer_counts_for_minutes_however_late_it_is_said_to_be_asked(
    report: Report, dora: Person, passkey: Passkey
) -> None:
    row = prepared(report, dora)
    row.assertion = answer(passkey, row)
    row.asked_at += timedelta(minutes=6)
    row.save(force_insert=True)

    assert not sign_report(sign_off_id=row.pk, at=row.asked_at)

    row.refresh_from_db()
    assert "within five minutes" in row.error


def test_asked_twice_with_one_answer_the_second_finds_the_first(
    report: Report, dora: Person, passkey: Passkey
) -> None:
    first = asked(report, dora, passkey)
    proof = Proof(report.sha256, first.proved_at, Reauthentication.PASSKEY, first.assertion, first.pk)
    again = ask_sign_off(
        report=report, decision=Decision.STOP, words=Words("Else"), proof=proof, by=dora, at=timezone.now()
    )

    assert again == first
    assert SignOff.objects.get().reason == "The load was never tried."


def test_database_takes_no_answer_beside_another_proof(report: Report, dora: Person) -> None:
    row = prepared(report, dora)
    row.assertion, row.proved_by = "{}", "password"
    with pytest.raises(IntegrityError, match="signoff_asserted_by_passkey"):
        row.save(force_insert=True)


def test_who_has_no_passkey_signs_by_the_fresh_proof(report: Report, dora: Person) -> None:
    row = prepared(report, dora)
    row.proved_by = "password"

    assert objection_to(row) == ""
