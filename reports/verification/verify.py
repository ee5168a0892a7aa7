"""The full check of a report: the file and our own roots, no network, no database.

A library's "valid" is not enough: it also says so of a file with something appended, rolled back, or with
other fields. So everything that holds for the way we seal is checked, and what does not hold is told.
"""

import hashlib
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

from ..authority import KeyKind, Roots, roots
from . import words
from .chain import read_chain
from .document import read_document
from .lasting import Judge
from .parts import RECORD_KEY
from .seal import check_seal
from .signatures import SignatureFound, check_signatures, found_in

for library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(library).setLevel(logging.CRITICAL)  # what they warn of are findings here


@dataclass(frozen=True)
class Verification:
    """What the file itself tells.

    `whole`: unchanged since it was sealed, but for approvers' signatures, which all count. `known`: sealed by
    an authority believed here. `registered`: sealed with the key of the register, not with that of the
    command line. `ours`: by this deployment's authority. `data` are the attachments.
    """

    is_report: bool
    sha256: str
    whole: bool = False
    known: bool = False
    registered: bool = False
    ours: bool = False
    sealed_by: str = ""
    issued_by: str = ""
    sealed_at: datetime | None = None
    signatures: tuple[SignatureFound, ...] = ()
    """The approvers' signatures, in the order in which they were set; only of a genuine report."""
    awaits: tuple[str, ...] = ()
    """The fields that approvers have yet to sign."""
    states: tuple[str, ...] = ()
    """The SHA-256 of the file as it was sealed and after each signature: any of these files was a report."""
    record_sha256: str = ""
    data: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    reasons: tuple[str, ...] = ()

    @property
    def genuine(self) -> bool:
        """Whether this is a whole report, sealed by an authority believed here."""
        return self.is_report and self.whole and self.known

    @cached_property
    def record(self) -> Any:
        """The attached record as JSON types."""
        return json.loads(self.data["record.json"])


def verify(pdf: bytes, believed: Roots | None = None, *, at: datetime | None = None) -> Verification:
    """Check all that a file can tell about itself.

    `believed` replaces the roots of this deployment, `at` the present moment: certificates expire.
    """
    believed = believed or roots()
    try:
        return _verify(pdf, PdfFileReader(BytesIO(pdf)), believed, at or datetime.now(UTC))
    except Exception:  # noqa: BLE001 - made to confuse: whatever it raises, the file cannot be read
        is_report = RECORD_KEY.encode() in pdf
        reason = words.DAMAGED if is_report else words.NOT_A_REPORT
        return Verification(is_report, hashlib.sha256(pdf).hexdigest(), reasons=(reason,))


def _verify(pdf: bytes, reader: PdfFileReader, believed: Roots, at: datetime) -> Verification:
    chain = read_chain(pdf, reader)
    document = read_document(reader, chain.seal.signed_revision if chain else None)
    sha256 = hashlib.sha256(pdf).hexdigest()
    if not document.is_report:
        return Verification(is_report=False, sha256=sha256, reasons=(words.NOT_A_REPORT,))
    if chain is None:
        reasons = (words.UNSEALED, *document.reasons(signed=(), registered=None))
        return Verification(
            is_report=True,
            sha256=sha256,
            record_sha256=document.record_sha256,
            data=document.data,
            reasons=reasons,
        )
    seal = check_seal(reader, chain, believed, at)
    registered = seal.kind is KeyKind.SEAL
    signed = [approval.field for approval in chain.approvals]
    changed = [
        *chain.changed,
        *seal.changed,
        *document.reasons(signed=signed, registered=registered if seal.kind else None),
        *check_signatures(chain, Judge(seal, believed, chain.since, at), document.record_sha256),
    ]
    return Verification(
        is_report=True,
        sha256=sha256,
        whole=not changed,
        known=seal.known,
        registered=registered,
        ours=seal.ours,
        sealed_by=seal.sealed_by,
        issued_by=seal.issued_by,
        sealed_at=seal.sealed_at,
        signatures=tuple(map(found_in, chain.approvals)) if seal.known and not changed else (),
        awaits=tuple(name for name in document.approvers if name not in signed),
        states=chain.states,
        record_sha256=document.record_sha256,
        data=document.data,
        reasons=tuple(dict.fromkeys((*changed, *seal.unknown))),
    )
