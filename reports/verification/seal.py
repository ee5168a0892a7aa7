"""One seal: is it whole, does it cover the file, and who set it when?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.general import find_unique_cms_attribute
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    read_certification_data,
    validate_pdf_signature,
)
from pyhanko_certvalidator import ValidationContext

from ..authority import KeyKind, Roots, in_own_loop
from . import words


@dataclass(frozen=True)
class Seal:
    """What a seal tells: `changed` is why the file is not whole, `unknown` why nobody here believes it."""

    kind: KeyKind | None = None
    ours: bool = False
    sealed_by: str = ""
    issued_by: str = ""
    sealed_at: datetime | None = None
    changed: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def check_seal(pdf: bytes, reader: PdfFileReader, seal: EmbeddedPdfSignature, believed: Roots) -> Seal:
    """Check a seal with our roots alone; certificates are judged at the time that the timestamp proves."""
    try:
        moment = _timestamp(seal)
        signed_with = ValidationContext(trust_roots=list(believed.seals), allow_fetching=False, moment=moment)
        timed_with = ValidationContext(trust_roots=list(believed.timestamps), allow_fetching=False)
        status = in_own_loop(lambda: validate_pdf_signature(seal, signed_with, timed_with))
    except Exception:  # noqa: BLE001 - made to confuse: whatever it raises, the seal cannot be read
        return Seal(changed=(words.BROKEN_SEAL,))
    kind = _kind(seal.signer_cert, believed)
    changed = tuple(_changes(pdf, reader, seal, status))
    return Seal(
        kind=kind,
        ours=status.trusted and _is_ours(status, believed),
        sealed_by=_name(seal.signer_cert.subject),
        issued_by=_name(seal.signer_cert.issuer),
        sealed_at=moment,
        changed=changed,
        unknown=tuple(_doubts(seal, status, kind)) if not changed else (),
    )


def _changes(
    pdf: bytes, reader: PdfFileReader, seal: EmbeddedPdfSignature, status: PdfSignatureStatus
) -> Iterator[str]:
    if not status.intact or not status.valid:
        yield words.CHANGED
    if status.coverage is not SignatureCoverageLevel.ENTIRE_FILE or not _is_last(reader, seal):
        yield words.APPENDED
    if not _is_written_our_way(pdf, seal):
        yield words.BROKEN_SEAL
    certified = read_certification_data(reader)
    if certified is None or certified.permission is not MDPPerm.FILL_FORMS:
        yield words.WRONG_RULES
    time = status.timestamp_validity
    if time is None or not (time.intact and time.valid):
        yield words.NO_TIME


def _is_last(reader: PdfFileReader, seal: EmbeddedPdfSignature) -> bool:
    last: int = reader.xrefs.total_revisions - 1
    return bool(seal.signed_revision == last)


def _doubts(seal: EmbeddedPdfSignature, status: PdfSignatureStatus, kind: KeyKind | None) -> Iterator[str]:
    if not status.trusted:
        yield words.UNKNOWN.format(issuer=_name(seal.signer_cert.issuer))
    elif kind not in {KeyKind.SEAL, KeyKind.COMMAND_LINE}:
        yield words.WRONG_KEY.format(name=_name(seal.signer_cert.subject))
    elif not status.bottom_line:
        yield words.NO_TIME


def _is_ours(status: PdfSignatureStatus, believed: Roots) -> bool:
    path = status.validation_path
    ours = {root.sha256 for root in believed.seals[: believed.ours]}
    return path is not None and path.first.sha256 in ours


def _timestamp(seal: EmbeddedPdfSignature) -> datetime:
    token = find_unique_cms_attribute(seal.signer_info["unsigned_attrs"], "signature_time_stamp_token")
    moment: datetime = token["content"]["encap_content_info"]["content"].parsed["gen_time"].native
    return moment


def _kind(certificate: x509.Certificate, believed: Roots) -> KeyKind | None:
    if certificate.sha256 in believed.pinned:
        return KeyKind.SEAL
    policies = certificate.certificate_policies_value
    named = {policy["policy_identifier"].dotted for policy in policies} if policies else set()
    return next((kind for kind in KeyKind if kind.policy in named), None)


def _is_written_our_way(pdf: bytes, seal: EmbeddedPdfSignature) -> bool:
    """Whether the bytes that no seal can cover, its own, are in the one spelling that we use."""
    _, start, end, _ = seal.byte_range
    content = bytes(seal.pkcs7_content)
    spelled = pdf[start:end] == b"<" + content.hex().upper().encode() + b">"
    return spelled and not content[_der_length(content) :].strip(b"\0")


def _der_length(content: bytes) -> int:
    """Return how many bytes the one DER value at the start of `content` takes."""
    size = content[1]
    if size < 0x80:
        return 2 + size
    digits = size & 0x7F
    return 2 + digits + int.from_bytes(content[2 : 2 + digits], "big")


def _name(name: x509.Name) -> str:
    parts = name.native
    return ", ".join(str(parts[part]) for part in ("common_name", "organization_name") if part in parts)
