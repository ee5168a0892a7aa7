"""Keys in the form in which pyHanko signs with them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from asn1crypto import cms, core
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.sign import Signer
from pyhanko.sign.general import simple_cms_attribute
from pyhanko_certvalidator.registry import SimpleCertificateStore

from .certificates import Credential

_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}


class KeptKeySigner(Signer):
    """Signs with a key that stays loaded: loading is what makes RSA signatures slow."""

    def __init__(self, credential: Credential, chain: Sequence[x509.Certificate] = ()) -> None:
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        store.register_multiple([as_asn1(certificate) for certificate in chain])
        super().__init__(signing_cert=as_asn1(credential.certificate), cert_registry=store, embed_roots=False)
        self._key = credential.key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: ARG002 - pyHanko's signature
        """Sign `data`; for an EC key by ECDSA, for an RSA key by PKCS#1 v1.5."""
        digest = _HASHES[digest_algorithm]
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), digest)
        return self._key.sign(data, ec.ECDSA(digest))


class StatingSigner(KeptKeySigner):
    """Also signs a text, which stands in the signature itself as the attribute `identifier`."""

    def __init__(
        self, credential: Credential, chain: Sequence[x509.Certificate], *, identifier: str, text: str
    ) -> None:
        super().__init__(credential, chain)
        self._stated = simple_cms_attribute(identifier, core.UTF8String(text))  # type: ignore[no-untyped-call]

    async def signed_attrs(self, *args: Any, **kwargs: Any) -> cms.CMSAttributes:
        """Return what a signature signs besides the document's digest."""
        return cms.CMSAttributes([*await super().signed_attrs(*args, **kwargs), self._stated])


def as_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    """Return a certificate as pyHanko reads it."""
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def read_pkcs12(path: Path, password: str) -> tuple[Credential, list[x509.Certificate]]:
    """Return the key with its certificate, and the other certificates, of a PKCS#12 file."""
    stored = pkcs12.load_pkcs12(path.read_bytes(), password.encode() or None)
    if stored.cert is None or not isinstance(stored.key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise ValueError(f"{path} must hold an EC or RSA key together with its certificate")
    others = [entry.certificate for entry in stored.additional_certs]
    return Credential(stored.key, stored.cert.certificate), others
