"""The authority in force: which key seals, who timestamps, and whose roots are believed."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from django.conf import settings
from pyhanko.sign import Signer
from pyhanko.sign.timestamps import TimeStamper

from .certificates import KEPT, Credential, KeyKind
from .keys import FOLDER, ROOT, create_authority, read_certificate, read_credential
from .signers import KeptKeySigner, as_asn1, read_pkcs12
from .timestamps import OwnTimeStamper, ServiceTimeStamper

TRUSTED = "trusted"
TIMESTAMP_ROOTS = "timestamp-roots"


@dataclass(frozen=True)
class Authority:
    """What one process needs to seal: loaded once, kept."""

    folder: Path
    seal: Signer
    command_line: Signer
    timestamper: TimeStamper

    def signer(self, *, registered: bool) -> Signer:
        """The key for a report that the register knows, or for one made on the command line."""
        return self.seal if registered else self.command_line

    def root(self) -> Credential:
        """The key that issues certificates: read for each use, and never kept."""
        return read_credential(self.folder, ROOT)


@dataclass(frozen=True)
class Roots:
    """Whom a verifier believes, all of it read from files: nothing is fetched.

    `pinned` are fingerprints of seal certificates bought elsewhere: their issuer's
    word is not enough, it sells to others too.
    """

    seals: tuple[asn1_x509.Certificate, ...]
    """Ours first, then those of other deployments that the caller named."""
    ours: int
    """How many of `seals` are this deployment's, older ones included."""
    timestamps: tuple[asn1_x509.Certificate, ...]
    pinned: frozenset[bytes]

    @property
    def issuers(self) -> tuple[asn1_x509.Certificate, ...]:
        """Who may certify people: every root, and no seal that was bought."""
        return tuple(root for root in self.seals if root.sha256 not in self.pinned)

    def issuer_of(self, person: asn1_x509.Certificate) -> asn1_x509.Certificate | None:
        """Return the root that really signed a person's certificate: names can be had by anyone."""
        return next((root for root in self.issuers if _issued(root, person)), None)

    def is_ours(self, root: asn1_x509.Certificate) -> bool:
        """Whether a root is this deployment's, or was."""
        return root.sha256 in {own.sha256 for own in self.seals[: self.ours]}


def authority() -> Authority:
    """Return this deployment's authority; the first process to ask makes it."""
    return _load(Path(settings.SIGNING_KEY_DIR), settings.SIGNING_PKCS12, settings.TIMESTAMP_URL)


def authority_folder() -> Path:
    """Return where the authority's keys are or would be."""
    return Path(settings.SIGNING_KEY_DIR) / FOLDER


def roots(extra: Iterable[Path] = ()) -> Roots:
    """Return whom to believe here: our own root, older ones kept under `trusted/`, and `extra` PEM files."""
    keys = Path(settings.SIGNING_KEY_DIR)
    own = [path for path in (keys / FOLDER / f"{ROOT}.pem",) if path.exists()]
    ours = [read_certificate(path) for path in (*own, *_certificates(keys / TRUSTED))]
    others = [read_certificate(path) for path in extra]
    services = [read_certificate(path) for path in _certificates(keys / TIMESTAMP_ROOTS)]
    credential, _ = _pkcs12()
    bought = [credential.certificate] if credential else []  # believed itself, never for who issued it
    return Roots(
        seals=tuple(as_asn1(certificate) for certificate in (*ours, *bought, *others)),
        ours=len(ours) + len(bought),
        timestamps=tuple(as_asn1(certificate) for certificate in (*ours, *others, *services)),
        pinned=frozenset(fingerprint(certificate) for certificate in bought),
    )


def fingerprint(certificate: x509.Certificate) -> bytes:
    """Return the SHA-256 of a certificate."""
    return certificate.fingerprint(hashes.SHA256())


def sealed_by() -> str:
    """Return in words who seals here, as reports and pages say it."""
    if settings.SIGNING_PKCS12:
        return "the organisation's own seal certificate"
    return "this trial's own authority" if settings.TRIAL else "this deployment's own authority"


@cache
def _load(keys: Path, pkcs12: str, timestamp_url: str) -> Authority:
    place = create_authority(keys, settings.ORGANISATION_NAME)
    root = read_certificate(place / f"{ROOT}.pem")
    credential, chain = _pkcs12() if pkcs12 else (None, [])
    own = {kind: KeptKeySigner(read_credential(place, kind), [root]) for kind in KEPT}
    return Authority(
        folder=place,
        seal=KeptKeySigner(credential, chain) if credential else own[KeyKind.SEAL],
        command_line=own[KeyKind.COMMAND_LINE],
        timestamper=(
            ServiceTimeStamper(timestamp_url)
            if timestamp_url
            else OwnTimeStamper(own[KeyKind.TIMESTAMP], KeyKind.TIMESTAMP.policy)
        ),
    )


def _issued(root: asn1_x509.Certificate, person: asn1_x509.Certificate) -> bool:
    issuer, issued = (x509.load_der_x509_certificate(read.dump()) for read in (root, person))
    try:
        issued.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _pkcs12() -> tuple[Credential | None, list[x509.Certificate]]:
    if not settings.SIGNING_PKCS12:
        return None, []
    return read_pkcs12(Path(settings.SIGNING_PKCS12), settings.SIGNING_PKCS12_PASSWORD)


def _certificates(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.pem")) if folder.is_dir() else []
