"""Who seals: keys, certificates and timestamps of this deployment."""

from .certificates import (
    NAME_LENGTH,
    OBJECT_IDENTIFIERS,
    Credential,
    KeyKind,
    PrivateKey,
    issue,
    issue_to_person,
    mailbox,
    revocation_list,
)
from .deployment import Authority, Roots, authority, authority_folder, roots, sealed_by
from .event_loops import in_own_loop
from .keys import create_authority, read_certificate, read_credential
from .signers import KeptKeySigner, StatingSigner, as_asn1
from .timestamps import OwnTimeStamper, ServiceTimeStamper, TimestampUnavailable

__all__ = [
    "NAME_LENGTH",
    "OBJECT_IDENTIFIERS",
    "Authority",
    "Credential",
    "KeptKeySigner",
    "KeyKind",
    "OwnTimeStamper",
    "PrivateKey",
    "Roots",
    "ServiceTimeStamper",
    "StatingSigner",
    "TimestampUnavailable",
    "as_asn1",
    "authority",
    "authority_folder",
    "create_authority",
    "in_own_loop",
    "issue",
    "issue_to_person",
    "mailbox",
    "read_certificate",
    "read_credential",
    "revocation_list",
    "roots",
    "sealed_by",
]
