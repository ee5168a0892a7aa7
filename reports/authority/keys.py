"""The deployment's own authority: a root and the certificates it issued, as files that only we may read.

Whichever process needs the keys first makes them: all in a folder of its own, which then takes its place in
one rename. Who loses that race reads what the winner made.
"""

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

FOLDER = "authority"
_ARC = "2.25.253711678019579497590393937777007783465"
_YEARS = timedelta(days=365)


class KeyKind(StrEnum):
    """What a key of ours is for; each kind has a certificate policy of its own."""

    SEAL = "seal"
    COMMAND_LINE = "command-line"
    TIMESTAMP = "timestamp"

    @property
    def policy(self) -> str:
        """The object identifier that says so inside the certificate."""
        return f"{_ARC}.{list(KeyKind).index(self) + 1}"

    @property
    def common_name(self) -> str:
        """Who the certificate says that it is."""
        return {
            KeyKind.SEAL: "Honest Pilot report seal",
            KeyKind.COMMAND_LINE: "Honest Pilot command line (not registered)",
            KeyKind.TIMESTAMP: "Honest Pilot timestamps",
        }[self]


@dataclass(frozen=True)
class Credential:
    """A private key and the certificate that goes with it."""

    key: PrivateKey
    certificate: x509.Certificate


def create_authority(keys: Path, organisation: str) -> Path:
    """Make root, seal, command-line and timestamp keys under `keys`, unless there; return their folder."""
    place = keys / FOLDER
    if place.exists():
        return place
    keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=".making-", dir=keys))
    try:
        _write_all(making, organisation)
        making.rename(place)
    except OSError:
        if not place.exists():  # else another process was faster, and its keys are the keys
            raise
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return place


def read_credential(place: Path, kind: KeyKind) -> Credential:
    """Return a key and its certificate from an authority's folder."""
    key = serialization.load_pem_private_key((place / f"{kind}.key").read_bytes(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise TypeError(f"{place / kind}.key holds neither an EC nor an RSA key")
    return Credential(key, read_certificate(place / f"{kind}.pem"))


def read_certificate(path: Path) -> x509.Certificate:
    """Return the certificate in a PEM file."""
    return x509.load_pem_x509_certificate(path.read_bytes())


def _write_all(place: Path, organisation: str) -> None:
    root_key = ec.generate_private_key(ec.SECP256R1())
    root = _root_certificate(root_key, organisation)
    _write(place, "root", Credential(root_key, root))
    for kind in KeyKind:
        _write(place, kind, issue(Credential(root_key, root), kind, organisation))


def _write(place: Path, name: str, credential: Credential) -> None:
    private = credential.key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    _write_private(place / f"{name}.key", private)
    _write_private(place / f"{name}.pem", credential.certificate.public_bytes(serialization.Encoding.PEM))


def _write_private(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(descriptor)


_NEW_KEY: dict[KeyKind, Callable[[], PrivateKey]] = {
    KeyKind.SEAL: lambda: ec.generate_private_key(ec.SECP256R1()),
    KeyKind.COMMAND_LINE: lambda: ec.generate_private_key(ec.SECP256R1()),
    # Older readers know RSA timestamps only.
    KeyKind.TIMESTAMP: lambda: rsa.generate_private_key(public_exponent=65537, key_size=3072),
}


def issue(authority: Credential, kind: KeyKind, organisation: str) -> Credential:
    """Return a new key of a kind with its certificate from the authority, valid for 20 years."""
    key = _NEW_KEY[kind]()
    subject = _name(organisation, kind.common_name)
    builder = _builder(subject, authority.certificate.subject, key, 20)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(sign=True), critical=True)
    builder = builder.add_extension(_policy(kind), critical=False)
    if kind is KeyKind.TIMESTAMP:
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(purpose, critical=True)
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())
    builder = builder.add_extension(issuer, critical=False)
    return Credential(key, builder.sign(authority.key, hashes.SHA256()))


def _root_certificate(key: PrivateKey, organisation: str) -> x509.Certificate:
    name = _name(organisation, "Honest Pilot authority of this deployment")
    builder = _builder(name, name, key, 30)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    return builder.add_extension(_usage(sign=False), critical=True).sign(key, hashes.SHA256())


def _builder(subject: x509.Name, issuer: x509.Name, key: PrivateKey, years: int) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + years * _YEARS)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _name(organisation: str, common_name: str) -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, common_name)]
    if organisation:
        parts.insert(0, x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:64]))
    return x509.Name(parts)


def _policy(kind: KeyKind) -> x509.CertificatePolicies:
    return x509.CertificatePolicies([x509.PolicyInformation(x509.ObjectIdentifier(kind.policy), None)])


def _usage(*, sign: bool) -> x509.KeyUsage:
    """Signing with commitment for a leaf, issuing certificates and revocation lists for a root."""
    return x509.KeyUsage(
        digital_signature=sign,
        content_commitment=sign,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not sign,
        crl_sign=not sign,
        encipher_only=False,
        decipher_only=False,
    )
