"""Somebody with the whole database in their hands asks for a signature in the name of who has a passkey."""

import hashlib
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.db import connections, transaction
from django.utils import timezone

from assessments.acting import SYSTEM, acting_as
from assessments.models import MemberRole, Person
from reports import storage
from reports.actions import render_report, sign_report
from reports.assertion import UNASSERTED, UNCONFIRMED
from reports.models import Report, SignOff
from reports.verification import verify
from tests.assessments.steps import conclude
from tests.config.passkey import Passkey, with_passkey
from tests.factories import member
from tests.reports.records import project_with_lead, requested, submitted_round
from tests.reports.signing.posting import asked

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

ATTACKS = {
    "another decision": "UPDATE reports_signoff SET decision = 'fix_first' WHERE id = %(row)s",
    "another reason": "UPDATE reports_signoff SET reason = 'All is well.' WHERE id = %(row)s",
    "no conditions": "UPDATE reports_signoff SET conditions = '' WHERE id = %(row)s",
    "a dissent": "UPDATE reports_signoff SET dissent = 'No.' WHERE id = %(row)s",
    "another record": "UPDATE reports_signoff SET record_sha256 = repeat('c', 64) WHERE id = %(row)s",
    "another file": "UPDATE reports_signoff SET read_sha256 = repeat('c', 64) WHERE id = %(row)s",
    "another time": (
        "UPDATE reports_signoff SET proved_at = proved_at + interval '1 second', "
        "asked_at = asked_at + interval '1 second' WHERE id = %(row)s"
    ),
    "another person": "UPDATE reports_signoff SET by_id = %(other)s WHERE id = %(row)s",
    "another name": "UPDATE assessments_person SET name = 'Mallory' WHERE id = %(person)s",
    "an earlier answer": (
        "UPDATE reports_signoff SET assertion = (SELECT assertion FROM reports_signoff "
        "WHERE state = 'void' AND assertion <> '' ORDER BY asked_at LIMIT 1) WHERE id = %(row)s"
    ),
    "no answer": "UPDATE reports_signoff SET assertion = '' WHERE id = %(row)s",
    "no answer and another proof": (
        "UPDATE reports_signoff SET assertion = '', proved_by = 'password' WHERE id = %(row)s"
    ),
}
UNANSWERED = {"no answer", "no answer and another proof"}


@pytest.fixture
def case(tmp_path: Path, settings: LazySettings) -> tuple[Report, Person, Person]:
    """A sealed report, who decides on it, and who else has a passkey."""
    settings.MEDIA_ROOT = tmp_path
    now = timezone.now()
    with acting_as(SYSTEM):
        project, lead = project_with_lead()
        people = [member(project, MemberRole.APPROVER, name=name) for name in ("Dora Decides", "Cy Signs")]
        record = conclude(submitted_round(project, lead, at=now), at=now, signers=people)
        report = requested(record, lead, now)
    assert render_report(report_id=report.pk, at=now)
    with acting_as(SYSTEM):
        report.refresh_from_db()
    return report, people[0], people[1]


def as_owner(sql: str, **values: UUID) -> None:
    """As whoever owns the tables, with every trigger of them away."""
    tables = ("reports_signoff", "assessments_person")
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(sql, values)
        assert cursor.rowcount == 1
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no table is altered before its checks are done
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def asked_with(passkey: Passkey, report: Report, by: Person) -> SignOff:
    with acting_as(SYSTEM):
        return asked(report, by, passkey)


def tried(row: SignOff) -> tuple[str, str]:
    """What becomes of it at the worker's."""
    sign_report(sign_off_id=row.pk, at=timezone.now())
    with acting_as(SYSTEM):
        found = SignOff.objects.get(pk=row.pk)
    return found.state, found.error


def file_of(report: Report) -> bytes:
    with acting_as(SYSTEM):
        report.refresh_from_db()
    with storage.open_file(report.file) as file:
        return file.read()


def test_nothing_is_signed_but_what_the_passkey_answered_for(case: tuple[Report, Person, Person]) -> None:
    report, dora, other = case
    with acting_as(SYSTEM):
        passkey = with_passkey(dora)
        with_passkey(other)
    sealed = file_of(report)
    assert tried_late(passkey, report, dora) == "void"

    for attack, sql in ATTACKS.items():
        row = asked_with(passkey, report, dora)
        as_owner(sql, row=row.pk, person=dora.pk, other=other.pk)
        ends = tried(row)
        assert ends == ("void", UNASSERTED if attack in UNANSWERED else UNCONFIRMED), attack
        as_owner("UPDATE assessments_person SET name = 'Dora Decides' WHERE id = %(person)s", person=dora.pk)
        assert file_of(report) == sealed, attack

    row = asked_with(passkey, report, dora)
    assert tried(row) == ("signed", "")
    checked = verify(file_of(report))
    assert checked.genuine, checked.reasons
    (signature,) = checked.signatures
    assert signature.reauthenticated_by == "passkey"
    assert signature.assertion_sha256 == hashlib.sha256(row.assertion.encode()).hexdigest()


def tried_late(passkey: Passkey, report: Report, by: Person) -> str:
    """A true answer is kept back, and its row is made to look new."""
    row = asked_with(passkey, report, by)
    late = timezone.now() + timedelta(minutes=6)
    as_owner(
        "UPDATE reports_signoff SET asked_at = now() + interval '6 minutes' WHERE id = %(row)s", row=row.pk
    )
    sign_report(sign_off_id=row.pk, at=late)
    with acting_as(SYSTEM):
        return SignOff.objects.get(pk=row.pk).state
