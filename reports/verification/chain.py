"""The order of a file's signatures: the seal, then each approver's with the timestamp that ends the file."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.validation import EmbeddedPdfSignature, SignatureCoverageLevel

from . import words
from .embedded import is_written_our_way
from .parts import SEAL_FIELD, timestamp_field
from .revisions import OneByOne

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

    seal: EmbeddedPdfSignature | None
    approvals: tuple[Approval, ...]
    states: tuple[str, ...]
    changed: tuple[str, ...]


def read_chain(pdf: bytes, reader: PdfFileReader, policy: OneByOne) -> Chain:
    """Return the signatures of a file in order, and hold them against the way we sign."""
    signatures = sorted(reader.embedded_signatures, key=lambda signature: signature.signed_revision)
    seal = next((found for found in signatures if found.field_name == SEAL_FIELD), None)
    later = [found for found in signatures if found.field_name != SEAL_FIELD]
    timestamps = [*later[1::2], None] if len(later) % 2 else later[1::2]
    approvals = tuple(map(Approval, later[::2], timestamps))
    if seal is None:
        return Chain(None, approvals, (), (words.UNSEALED,))
    ends = [_end(signature) for signature in (seal, *(timestamp for timestamp in timestamps if timestamp))]
    return Chain(
        seal=seal,
        approvals=approvals,
        states=tuple(hashlib.sha256(pdf[:end]).hexdigest() for end in ends),
        changed=tuple(dict.fromkeys(_changes(pdf, reader, seal, approvals, policy))),
    )


def _changes(
    pdf: bytes,
    reader: PdfFileReader,
    seal: EmbeddedPdfSignature,
    approvals: Sequence[Approval],
    policy: OneByOne,
) -> Iterator[str]:
    signatures = [seal]
    for approval in approvals:
        signatures += [found for found in (approval.signature, approval.timestamp) if found]
    yield from _gaps(reader, signatures)
    if not all(is_written_our_way(pdf, signature) for signature in signatures):
        yield words.BROKEN_SEAL
    for place, approval in enumerate(approvals):
        if approval.timestamp is None:
            yield words.CUT.format(name=approval.field)
        elif not _is_our_step(reader, seal.signed_revision + REVISIONS * place, approval, policy):
            yield words.NOT_SIGNING


def _gaps(reader: PdfFileReader, signatures: Sequence[EmbeddedPdfSignature]) -> Iterator[str]:
    """Yield what is not signed: each signature covers its revision, and the last one the file."""
    *earlier, last = signatures
    for signature in earlier:
        if signature.evaluate_signature_coverage() < SignatureCoverageLevel.ENTIRE_REVISION:
            yield words.CHANGED
    is_last = last.signed_revision == reader.xrefs.total_revisions - 1
    if not is_last or last.evaluate_signature_coverage() is not SignatureCoverageLevel.ENTIRE_FILE:
        yield words.APPENDED


def _is_our_step(reader: PdfFileReader, before: int, approval: Approval, policy: OneByOne) -> bool:
    """Whether the revisions after `before` are a signature, its proof and its timestamp, and nothing else."""
    signature, timestamp = approval.signature, approval.timestamp
    if timestamp is None or timestamp.field_name != timestamp_field(approval.field):
        return False
    if (signature.sig_object_type, timestamp.sig_object_type) != ("/Sig", "/DocTimeStamp"):
        return False
    if (signature.signed_revision, timestamp.signed_revision) != (before + 1, before + REVISIONS):
        return False
    signed, *proof = (policy.change(reader, before + number) for number in range(1, REVISIONS + 1))
    return _changes_only(signed, ModificationLevel.FORM_FILLING, {approval.field}) and all(
        _changes_only(change, ModificationLevel.LTA_UPDATES, set()) for change in proof
    )


def _changes_only(change: DiffResult | Exception, level: ModificationLevel, fields: set[str]) -> bool:
    return (
        isinstance(change, DiffResult)
        and change.modification_level <= level
        and change.changed_form_fields == fields
    )


def _end(signature: EmbeddedPdfSignature) -> int:
    _, _, start, length = signature.byte_range
    return int(start) + int(length)
