"""Reports with approvers' signatures: made as the product makes them, and as somebody would who may not."""

import asyncio
import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from pyhanko.sign import Signer

from reports.authority import Authority, authority, in_own_loop
from reports.content.statement import Decision, Reauthentication, SignatureStatement, SignerRole, Stated
from reports.signing import append_signature
from reports.signing.approving import _shown, _signed, _signer
from reports.verification import verify
from tests.reports.sealing import sealed_pdf

ADA, GRACE, MARY = "Ada Lovelace", "Grace Hopper", "Mary Jackson"
PEOPLE = (ADA, GRACE, MARY)


def statement(pdf: bytes, name: str = ADA, **other: Any) -> SignatureStatement:
    """What somebody states who has just read this file; the first of the three decides."""
    stated = SignatureStatement(
        name=name,
        email=f"{name.split(maxsplit=1)[0].lower()}@example.org",
        role=SignerRole.DECIDES if name == ADA else SignerRole.COUNTERSIGNS,
        decision=Decision.FIX_FIRST,
        reason="The load test comes first.",
        record_sha256=verify(pdf).record_sha256,
        pdf_sha256=hashlib.sha256(pdf).hexdigest(),
        reauthenticated_at=datetime.now(UTC),
        reauthenticated_by=Reauthentication.PASSKEY,
    )
    return replace(stated, **other)


@cache
def approved_pdf(signatures: int = 3) -> bytes:
    """A report for three approvers, so many of whom have signed, the decision maker first."""
    if not signatures:
        return sealed_pdf(approvers=len(PEOPLE))
    before = approved_pdf(signatures - 1)
    stated = statement(before, PEOPLE[signatures - 1])
    return append_signature(before, field=f"Approver{signatures}", statement=stated)


def forged(
    pdf: bytes,
    stated: SignatureStatement,
    *,
    field: str = "Approver1",
    deployment: Authority | None = None,
    signer: Signer | None = None,
    sentence: str = "",
) -> bytes:
    """The same appended by somebody who asks nobody whether they may."""
    told = Stated(stated, sentence or stated.sentence())
    shown = Stated(stated, stated.sentence())
    place = deployment or authority()
    by = signer or _signer(told, place.root())
    return in_own_loop(lambda: asyncio.run(_signed(pdf, _shown(field, shown), by, place)))
