"""The deployment's own authority as files that only we may read: a root, and the keys that it certified.

Whichever process needs the keys first makes them: all in a folder of its own, which then takes its place in
one rename. Who loses that race reads what the winner made.
"""

import os
import shutil
import tempfile
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from .certificates import KEPT, Credential, issue, new_root

FOLDER = "authority"
ROOT = "root"


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


def read_credential(place: Path, name: str) -> Credential:
    """Return a key of an authority's folder and its certificate; `name` is a kept kind of key, or ROOT."""
    key = serialization.load_pem_private_key((place / f"{name}.key").read_bytes(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise TypeError(f"{place / name}.key holds neither an EC nor an RSA key")
    return Credential(key, read_certificate(place / f"{name}.pem"))


def read_certificate(path: Path) -> x509.Certificate:
    """Return the certificate in a PEM file."""
    return x509.load_pem_x509_certificate(path.read_bytes())


def _write_all(place: Path, organisation: str) -> None:
    root = new_root(organisation)
    _write(place, ROOT, root)
    for kind in KEPT:
        _write(place, kind, issue(root, kind, organisation))


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
