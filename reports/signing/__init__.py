"""What is signed: the seal under a finished report, and approvers' signatures after it."""

from .admission import AlreadySigned, DoesNotFit, NoSuchField, NotOurs, SignatureRefused
from .approving import append_signature
from .sealing import page_count, seal

__all__ = [
    "AlreadySigned",
    "DoesNotFit",
    "NoSuchField",
    "NotOurs",
    "SignatureRefused",
    "append_signature",
    "page_count",
    "seal",
]
