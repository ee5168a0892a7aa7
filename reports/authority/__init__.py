"""Who seals: keys, certificates and timestamps of this deployment."""

from .deployment import Authority, Roots, authority, authority_folder, roots, sealed_by
from .event_loops import in_own_loop
from .keys import Credential, KeyKind, PrivateKey, create_authority, issue, read_certificate, read_credential
from .signers import KeptKeySigner, as_asn1
from .timestamps import OwnTimeStamper, ServiceTimeStamper, TimestampUnavailable

__all__ = [
    "Authority",
    "Credential",
    "KeptKeySigner",
    "KeyKind",
    "OwnTimeStamper",
    "PrivateKey",
    "Roots",
    "ServiceTimeStamper",
    "TimestampUnavailable",
    "as_asn1",
    "authority",
    "authority_folder",
    "create_authority",
    "in_own_loop",
    "issue",
    "read_certificate",
    "read_credential",
    "roots",
    "sealed_by",
]
