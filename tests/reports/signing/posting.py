"""What is posted about a report, and a decision as a worker leaves it."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from assessments.models import Person
from reports.actions import Proof, Words, ask_sign_off
from reports.content.statement import Decision, Reauthentication
from reports.models import Report, SignOff


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
