"""One seal: is it whole, and who set it when?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    read_certification_data,
    validate_pdf_signature,
)
from pyhanko_certvalidator import ValidationContext

from ..authority import KeyKind, Roots, in_own_loop
from . import words
from .chain import Chain
from .embedded import in_words, kind_of, timestamp_of


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

    @property
    def known(self) -> bool:
        """Whether an authority believed here vouches for it."""
        return bool(self.sealed_by) and not (self.changed or self.unknown)


def check_seal(reader: PdfFileReader, chain: Chain, believed: Roots, at: datetime) -> Seal:
    """Check a seal with our roots alone; certificates are judged at the time that the timestamp proves."""
    seal, since = chain.seal, chain.since
    try:
        moment = timestamp_of(seal)
        signed_with = ValidationContext(trust_roots=list(believed.seals), allow_fetching=False, moment=moment)
        timed_with = ValidationContext(trust_roots=list(believed.timestamps), allow_fetching=False, moment=at)
        status = in_own_loop(lambda: validate_pdf_signature(seal, signed_with, timed_with, diff_policy=since))
    except Exception:  # noqa: BLE001 - made to confuse: whatever it raises, the seal cannot be read
        return Seal(changed=(words.BROKEN_SEAL,))
    kind, path = kind_of(seal.signer_cert, believed), status.validation_path
    changed = tuple(_changes(reader, status))
    return Seal(
        kind=kind,
        ours=status.trusted and path is not None and believed.is_ours(path.first),
        sealed_by=in_words(seal.signer_cert.subject),
        issued_by=in_words(seal.signer_cert.issuer),
        sealed_at=moment,
        changed=changed,
        unknown=tuple(_doubts(seal, status, kind)) if not changed else (),
    )


def _changes(reader: PdfFileReader, status: PdfSignatureStatus) -> Iterator[str]:
    if not status.intact or not status.valid:
        yield words.CHANGED
    certified = read_certification_data(reader)
    if certified is None or certified.permission is not MDPPerm.FILL_FORMS:
        yield words.WRONG_RULES
    if not status.docmdp_ok:
        yield words.NOT_SIGNING
    time = status.timestamp_validity
    if time is None or not (time.intact and time.valid):
        yield words.NO_TIME


def _doubts(seal: EmbeddedPdfSignature, status: PdfSignatureStatus, kind: KeyKind | None) -> Iterator[str]:
    if not status.trusted:
        yield words.UNKNOWN.format(issuer=in_words(seal.signer_cert.issuer))
    elif kind not in {KeyKind.SEAL, KeyKind.COMMAND_LINE}:
        yield words.WRONG_KEY.format(name=in_words(seal.signer_cert.subject))
    elif not status.bottom_line:
        yield words.NO_TIME
