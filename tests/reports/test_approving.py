"""Approvers' signatures: what they are made of, who may sign, and that they last."""

from reports.content.statement import Decision, SignerRole
from reports.verification import verify
from tests.reports.approving import ADA, GRACE, MARY, approved_pdf


def test_signed_report_is_genuine_and_says_who_signed_what() -> None:
    checked = verify(approved_pdf())
    assert checked.genuine, checked.reasons
    assert checked.awaits == ()
    assert [(found.name, found.email, found.role) for found in checked.signatures] == [
        (ADA, "ada@example.org", SignerRole.DECIDES),
        (GRACE, "grace@example.org", SignerRole.COUNTERSIGNS),
        (MARY, "mary@example.org", SignerRole.COUNTERSIGNS),
    ]
    assert {found.decision for found in checked.signatures} == {Decision.FIX_FIRST}
    assert all(
        found.signed_at >= found.reauthenticated_at.replace(microsecond=0) for found in checked.signatures
    )
