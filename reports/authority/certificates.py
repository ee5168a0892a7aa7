"""Certificates of the deployment's own authority: of its root, of the keys it keeps, and of people."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

OBJECT_IDENTIFIERS = "2.25.253711678019579497590393937777007783465"
"""The arc below which ours stand."""
PERSON_DAYS = 90
NAME_LENGTH = 64
"""How much of a name a certificate holds (X.520)."""
_YEAR = timedelta(days=365)


class KeyKind(StrEnum):
    """What a key of ours is for; each kind has a certificate policy of its own."""

    SEAL = "seal"
    COMMAND_LINE = "command-line"
    TIMESTAMP = "timestamp"
    APPROVER = "approver"

    @property
    def policy(self) -> str:
        """The object identifier that says so inside the certificate."""
        return f"{OBJECT_IDENTIFIERS}.{list(KeyKind).index(self) + 1}"


KEPT = {
    KeyKind.SEAL: "Honest Pilot report seal",
    KeyKind.COMMAND_LINE: "Honest Pilot command line (not registered)",
    KeyKind.TIMESTAMP: "Honest Pilot timestamps",
}
"""The kinds whose keys are kept, and who their certificates say that they are."""


@dataclass(frozen=True)
class Credential:
    """A private key and the certificate that goes with it."""

    key: PrivateKey
    certificate: x509.Certificate


_NEW_KEY: dict[KeyKind, Callable[[], PrivateKey]] = {
    KeyKind.SEAL: lambda: ec.generate_private_key(ec.SECP256R1()),
    KeyKind.COMMAND_LINE: lambda: ec.generate_private_key(ec.SECP256R1()),
    # Older readers know RSA timestamps only.
    KeyKind.TIMESTAMP: lambda: rsa.generate_private_key(public_exponent=65537, key_size=3072),
}


def new_root(organisation: str) -> Credential:
    """Return a new root, valid for 30 years."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(organisation, "Honest Pilot authority of this deployment")
    builder = _builder(name, name, key, 30 * _YEAR)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage(sign=False), critical=True)
    return Credential(key, builder.sign(key, hashes.SHA256()))


def issue(authority: Credential, kind: KeyKind, organisation: str) -> Credential:
    """Return a new key of a kept kind with its certificate from the authority, valid for 20 years."""
    key = _NEW_KEY[kind]()
    builder = _leaf(authority, kind, key, _name(organisation, KEPT[kind]), 20 * _YEAR)
    if kind is KeyKind.TIMESTAMP:
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(purpose, critical=True)
    return Credential(key, builder.sign(authority.key, hashes.SHA256()))


def issue_to_person(authority: Credential, *, name: str, email: str, organisation: str) -> Credential:
    """Return a new key with a certificate in a person's name, valid for 90 days, for one signature."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _name(organisation, name[:NAME_LENGTH])
    builder = _leaf(authority, KeyKind.APPROVER, key, subject, timedelta(days=PERSON_DAYS))
    address = x509.SubjectAlternativeName([x509.RFC822Name(mailbox(email))])
    builder = builder.add_extension(address, critical=False)
    return Credential(key, builder.sign(authority.key, hashes.SHA256()))


def revocation_list(authority: Credential) -> x509.CertificateRevocationList:
    """Return what the authority has revoked as of now: nothing, since no key is left that could be lost."""
    now = datetime.now(UTC).replace(microsecond=0)
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(authority.certificate.subject)
        .last_update(now)
        .next_update(now + timedelta(days=PERSON_DAYS))
        .add_extension(x509.CRLNumber(int(now.timestamp())), critical=False)
        .add_extension(_issuer(authority), critical=False)
    )
    return builder.sign(authority.key, hashes.SHA256())


def mailbox(email: str) -> str:
    """Return an e-mail address as certificates have it: in ASCII, also where the domain is not."""
    local, _, domain = email.rpartition("@")
    return f"{local}@{domain.encode('idna').decode()}"


def _leaf(
    authority: Credential, kind: KeyKind, key: PrivateKey, subject: x509.Name, valid: timedelta
) -> x509.CertificateBuilder:
    """Begin the certificate of a key that signs and issues nothing."""
    builder = _builder(subject, authority.certificate.subject, key, valid)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(sign=True), critical=True)
    policy = x509.PolicyInformation(x509.ObjectIdentifier(kind.policy), None)
    builder = builder.add_extension(x509.CertificatePolicies([policy]), critical=False)
    return builder.add_extension(_issuer(authority), critical=False)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: PrivateKey, valid: timedelta
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + valid)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _name(organisation: str, common_name: str) -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, common_name)]
    if organisation:
        parts.insert(0, x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:NAME_LENGTH]))
    return x509.Name(parts)


def _issuer(authority: Credential) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())


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
