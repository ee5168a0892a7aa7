"""The full check of a report: the file and our own roots, no network, no database.

A library's "valid" is not enough: it also says so of a file with something appended, rolled back, or with
other fields. So everything that holds for the way we seal is checked, and what does not hold is told.
"""

import hashlib
import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

from ..authority import KeyKind, Roots, roots
from ..signing import RECORD_KEY, SEAL_FIELD
from . import words
from .document import read_document
from .seal import Seal, check_seal

logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # what it warns of are findings here


@dataclass(frozen=True)
class Verification:
    """What the file itself tells.

    `whole`: unchanged since it was sealed. `known`: sealed by an authority believed here. `registered`:
    sealed with the key of the register, not with that of the command line. `ours`: by this deployment's
    authority. `data` are the attachments.
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
    awaits: tuple[str, ...] = ()
    """The fields that approvers have yet to sign."""
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


def verify(pdf: bytes, believed: Roots | None = None) -> Verification:
    """Check all that a file can tell about itself; `believed` replaces the roots of this deployment."""
    believed = believed or roots()
    try:
        return _verify(pdf, PdfFileReader(BytesIO(pdf)), believed)
    except Exception:  # noqa: BLE001 - made to confuse: whatever it raises, the file cannot be read
        is_report = RECORD_KEY.encode() in pdf
        reason = words.DAMAGED if is_report else words.NOT_A_REPORT
        return Verification(is_report, hashlib.sha256(pdf).hexdigest(), reasons=(reason,))


def _verify(pdf: bytes, reader: PdfFileReader, believed: Roots) -> Verification:
    document = read_document(reader)
    sha256 = hashlib.sha256(pdf).hexdigest()
    if not document.is_report:
        return Verification(is_report=False, sha256=sha256, reasons=(words.NOT_A_REPORT,))
    signed = {signature.field_name: signature for signature in reader.embedded_signatures}
    sealed = signed.pop(SEAL_FIELD, None)
    seal = check_seal(pdf, reader, sealed, believed) if sealed else Seal(changed=(words.UNSEALED,))
    registered = seal.kind is KeyKind.SEAL
    changed = (
        *seal.changed,
        *document.reasons(registered=registered if seal.kind else None),
        *_early(signed),
    )
    return Verification(
        is_report=True,
        sha256=sha256,
        whole=not changed,
        known=bool(seal.sealed_by) and not (seal.changed or seal.unknown),
        registered=registered,
        ours=seal.ours,
        sealed_by=seal.sealed_by,
        issued_by=seal.issued_by,
        sealed_at=seal.sealed_at,
        awaits=tuple(name for name, _ in document.fields if name not in {SEAL_FIELD, *signed}),
        record_sha256=document.record_sha256,
        data=document.data,
        reasons=(*changed, *seal.unknown),
    )


def _early(signed: Mapping[str, Any]) -> Iterator[str]:
    for name in signed:
        yield words.EARLY_SIGNATURE.format(name=name)
