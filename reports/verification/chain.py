"""The order of a file's signatures: the seal, then each approver's with the timestamp that ends the file."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult
from pyhanko.sign.validation import EmbeddedPdfSignature, SignatureCoverageLevel

from . import words
from .embedded import is_written_our_way
from .parts import SEAL_FIELD, timestamp_field
from .revisions import SinceTheSeal

REVISIONS = 3
"""What signing appends: the signature, what proves it years later, and the timestamp."""


@dataclass(frozen=True)
class Approval:
    """A signed field of an approver; without a timestamp the file was cut."""

    signature: EmbeddedPdfSignature
    timestamp: EmbeddedPdfSignature | None

    @property
    def field(self) -> str:
        """The field's name."""
        return str(self.signature.field_name)


@dataclass(frozen=True)
class Chain:
    """All that was signed, in order.

    `states` are the SHA-256 of the file as it was sealed and after each approval; `changed` is what shows
    that other things were added than signing adds.
    """

    seal: EmbeddedPdfSignature
    approvals: tuple[Approval, ...]
    states: tuple[str, ...]
    changed: tuple[str, ...]
    since: SinceTheSeal


def read_chain(pdf: bytes, reader: PdfFileReader) -> Chain | None:
    """Return the signatures of a sealed file in order, and hold them against the way we sign."""
    signatures = sorted(reader.embedded_signatures, key=lambda signature: signature.signed_revision)
    later = [found for found in signatures if found.field_name != SEAL_FIELD]
    seal = next((found for found in signatures if found.field_name == SEAL_FIELD), None)
    if seal is None:
        return None
    timestamps = [*later[1::2], None] if len(later) % 2 else later[1::2]
    approvals = tuple(map(Approval, later[::2], timestamps))
    since = SinceTheSeal(seal.signed_revision)
    changed = [*_gaps(pdf, reader, [seal, *later]), *_other_steps(reader, seal, approvals, since)]
    return Chain(
        seal=seal,
        approvals=approvals,
        states=tuple(_state(pdf, signature) for signature in (seal, *later[1::2])),
        changed=tuple(dict.fromkeys(changed)),
        since=since,
    )


def _gaps(pdf: bytes, reader: PdfFileReader, signatures: Sequence[EmbeddedPdfSignature]) -> Iterator[str]:
    """Yield what is not signed: each signature covers its revision, and the last one the file."""
    *earlier, last = signatures
    for signature in earlier:
        if signature.evaluate_signature_coverage() < SignatureCoverageLevel.ENTIRE_REVISION:
            yield words.CHANGED
    is_last = last.signed_revision == reader.xrefs.total_revisions - 1
    if not is_last or last.evaluate_signature_coverage() is not SignatureCoverageLevel.ENTIRE_FILE:
        yield words.APPENDED
    if not all(is_written_our_way(pdf, signature) for signature in signatures):
        yield words.BROKEN_SEAL


def _other_steps(
    reader: PdfFileReader, seal: EmbeddedPdfSignature, approvals: Sequence[Approval], since: SinceTheSeal
) -> Iterator[str]:
    """Yield what was appended that is not a signature, its proof and its timestamp, and nothing else."""
    for place, approval in enumerate(approvals):
        before = seal.signed_revision + REVISIONS * place
        if approval.timestamp is None:
            yield words.CUT.format(name=approval.field)
        elif not _is_in_place(approval.signature, approval.timestamp, before):
            yield words.NOT_SIGNING
    revisions = range(seal.signed_revision + 1, reader.xrefs.total_revisions)
    if not all(isinstance(since.change(reader, revision), DiffResult) for revision in revisions):
        yield words.NOT_SIGNING


def _is_in_place(signature: EmbeddedPdfSignature, timestamp: EmbeddedPdfSignature, before: int) -> bool:
    """Whether the two are the first and last of the revisions that signing adds after `before`."""
    return (
        timestamp.field_name == timestamp_field(signature.field_name)
        and (signature.sig_object_type, timestamp.sig_object_type) == ("/Sig", "/DocTimeStamp")
        and (signature.signed_revision, timestamp.signed_revision) == (before + 1, before + REVISIONS)
    )


def _state(pdf: bytes, signature: EmbeddedPdfSignature) -> str:
    _, _, start, length = signature.byte_range
    return hashlib.sha256(pdf[: start + length]).hexdigest()
