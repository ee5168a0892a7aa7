"""What is posted about a report, and a decision as a worker leaves it."""

import json
from typing import Any

from django.urls import reverse
from django.utils import timezone
from fido2.utils import websafe_encode

from assessments.models import Person
from reports.actions import Proof, Words, ask_sign_off, prepare_sign_off
from reports.assertion import challenge_of
from reports.content.statement import Decision, Reauthentication
from reports.models import Report, SignOff
from tests.config.passkey import Passkey


def url(report: Report, name: str = "sign_off", *more: object) -> str:
    return reverse(name, args=[report.pk, *more])


def typed(report: Report, **other: Any) -> dict[str, Any]:
    """What a decision maker posts."""
    said = {"decision": "stop", "reason": "The load was never tried.", "read": "on"}
    return said | {"read_sha256": report.sha256} | other


def refusal(report: Report, **other: Any) -> dict[str, Any]:
    return {"decline": "yes", "reason": "The sample is too small.", "read_sha256": report.sha256} | other


def decided(report: Report, by: Person) -> SignOff:
    """The decision as it stands once a worker has signed it."""
    now = timezone.now()
    proof = Proof(report.sha256, now, Reauthentication.PASSKEY)
    words = Words("The gaps are open.", conditions="Round 2 by May.")
    row = ask_sign_off(report=report, decision=Decision.STOP, words=words, proof=proof, by=by, at=now)
    SignOff.objects.filter(pk=row.pk).update(state="signed", finished_at=now)
    issued = report.issued_files.get()
    issued.pk, issued.signatures, issued.sha256 = row.pk, 1, "b" * 64
    issued.save(force_insert=True)
    Report.objects.filter(pk=report.pk).update(state="signing", sha256="b" * 64)
    report.refresh_from_db()
    return row


def prepared(report: Report, by: Person) -> SignOff:
    """What somebody is about to sign, not stored."""
    now = timezone.now()
    proof = Proof(report.sha256, now, Reauthentication.PASSKEY)
    words = Words("The load was never tried.", conditions="Round 2 by May.")
    return prepare_sign_off(
        report=report, decision=Decision.STOP, words=words, proof=proof, by=by, at=timezone.now()
    )


def answer(passkey: Passkey, row: SignOff) -> str:
    """What a browser gives for it."""
    return json.dumps(passkey.used(websafe_encode(challenge_of(row)), row.by))


def asked(report: Report, by: Person, passkey: Passkey) -> SignOff:
    """The same once it was signed with a passkey: it waits for a worker."""
    row = prepared(report, by)
    proof = Proof(report.sha256, row.proved_at, Reauthentication.PASSKEY, answer(passkey, row), row.pk)
    words = Words(row.reason, conditions=row.conditions)
    return ask_sign_off(
        report=report, decision=Decision.STOP, words=words, proof=proof, by=by, at=row.asked_at
    )
