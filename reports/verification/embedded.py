"""What the check of a seal and that of a signature have in common."""

from datetime import datetime

from asn1crypto import x509
from pyhanko.sign.general import find_unique_cms_attribute
from pyhanko.sign.validation import EmbeddedPdfSignature

from ..authority import KeyKind, Roots


def timestamp_of(signature: EmbeddedPdfSignature) -> datetime:
    """Return the time in a signature's own timestamp; raises what pyHanko raises where it has none."""
    token = find_unique_cms_attribute(signature.signer_info["unsigned_attrs"], "signature_time_stamp_token")
    moment: datetime = token["content"]["encap_content_info"]["content"].parsed["gen_time"].native
    return moment


def kind_of(certificate: x509.Certificate, believed: Roots) -> KeyKind | None:
    """Return what a certificate says that its key is for; None where it says nothing of ours."""
    if certificate.sha256 in believed.pinned:
        return KeyKind.SEAL
    policies = certificate.certificate_policies_value
    named = {policy["policy_identifier"].dotted for policy in policies} if policies else set()
    return next((kind for kind in KeyKind if kind.policy in named), None)


def is_written_our_way(pdf: bytes, signature: EmbeddedPdfSignature) -> bool:
    """Whether the bytes that no signature can cover, its own, are in the one spelling that we use."""
    _, start, end, _ = signature.byte_range
    content = bytes(signature.pkcs7_content)
    spelled = pdf[start:end] == b"<" + content.hex().upper().encode() + b">"
    return spelled and not content[_der_length(content) :].strip(b"\0")


def in_words(name: x509.Name) -> str:
    """Return whom a certificate names."""
    parts = name.native
    return ", ".join(str(parts[part]) for part in ("common_name", "organization_name") if part in parts)


def _der_length(content: bytes) -> int:
    """Return how many bytes the one DER value at the start of `content` takes."""
    size = content[1]
    if size < 0x80:
        return 2 + size
    digits = size & 0x7F
    return 2 + digits + int.from_bytes(content[2 : 2 + digits], "big")
