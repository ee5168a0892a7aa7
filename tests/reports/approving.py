"""Reports with approvers' signatures: made as the product makes them, and as somebody would who may not."""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from typing import Any

from pyhanko.sign import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.validation import DocumentSecurityStore

from reports.authority import (
    Authority,
    StatingSigner,
    as_asn1,
    authority,
    in_own_loop,
    issue_to_person,
)
from reports.content.statement import Decision, Reauthentication, SignatureStatement, SignerRole, Stated
from reports.signing import append_signature
from reports.signing.approving import Appendix, _shown, _signed, _signer
from reports.verification import verify
from reports.verification.parts import STATEMENT, timestamp_field
from tests.reports.sealing import sealed_pdf

ADA, GRACE, MARY = "Ada Lovelace", "Grace Hopper", "Mary Jackson"
PEOPLE = (ADA, GRACE, MARY)
ANSWER = "a" * 64
"""The SHA-256 of what the first one's passkey answered."""


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
        assertion_sha256=ANSWER if name == ADA else "",
    )
    return replace(stated, **other)


def approved(pdf: bytes, people: Sequence[str] = PEOPLE) -> bytes:
    """The sealed report, signed by these people in this order."""
    for number, name in enumerate(people, 1):
        pdf = append_signature(pdf, field=f"Approver{number}", statement=statement(pdf, name))
    return pdf


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
    shown: str = "",
    proof: bool = True,
) -> bytes:
    """The same appended by somebody who asks nobody whether they may."""
    said = Stated(stated, stated.sentence())
    place = deployment or authority()
    by = signer or _signer(said, place.root())
    in_readers = _shown(field, replace(said, sentence=shown) if shown else said)
    signing = _signed if proof else _unproved
    return in_own_loop(lambda: asyncio.run(signing(pdf, in_readers, by, place)))


def signing_as(person: SignatureStatement, said: SignatureStatement) -> Signer:
    """Signs under a certificate in one person's name what another one states."""
    root = authority().root()
    credential = issue_to_person(root, name=person.name, email=person.email, organisation="")
    text = Stated(said, said.sentence()).as_json()
    return StatingSigner(credential, [root.certificate], identifier=STATEMENT, text=text)


async def _unproved(pdf: bytes, shown: PdfSignatureMetadata, signer: Signer, deployment: Authority) -> bytes:
    """With certificates only where the revocation list belongs."""
    file = BytesIO(pdf)
    signing = PdfSigner(shown, signer, timestamper=deployment.timestamper)
    await signing.async_sign_pdf(Appendix(file), existing_fields_only=True, in_place=True)
    written = Appendix(file)
    root = as_asn1(deployment.root().certificate)
    DocumentSecurityStore.supply_dss_in_writer(written, None, certs=[signer.signing_cert, root])
    written.write_in_place()  # type: ignore[no-untyped-call]
    stamper = PdfTimeStamper(deployment.timestamper, field_name=timestamp_field(str(shown.field_name)))
    await stamper.async_timestamp_pdf(Appendix(file), "sha256", in_place=True)
    return file.getvalue()
