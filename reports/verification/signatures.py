"""What approvers' signatures state, held against their certificates, the file and one another."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from pyhanko.sign.validation import EmbeddedPdfSignature

from ..authority import NAME_LENGTH, mailbox
from ..content.statement import SignatureStatement, Stated, read_stated
from . import words
from .agreement import misfits
from .chain import Approval, Chain
from .embedded import timestamp_of
from .lasting import Judge
from .parts import STATEMENT


@dataclass(frozen=True, kw_only=True)
class SignatureFound(SignatureStatement):
    """One approver's signature that holds: what they state, in which field, and when it was signed."""

    field: str
    signed_at: datetime


def check_signatures(chain: Chain, judge: Judge, record_sha256: str) -> Iterator[str]:
    """Yield why signatures do not count: each by itself, and beside those before it."""
    before: dict[str, SignatureStatement] = {}
    for approval in chain.approvals:
        name, said = approval.field, statement_in(approval.signature)
        yield from judge.doubts(approval)
        if said is None:
            yield words.NO_STATEMENT.format(name=name)
            continue
        yield from _beside_it(approval, said)
        found = misfits(
            said.statement, field=name, before=before, states=chain.states, record_sha256=record_sha256
        )
        yield from (words.MISFITS[misfit].format(name=name) for misfit in found)
        before[name] = said.statement


def found_in(approval: Approval) -> SignatureFound:
    """Return what a signature that was checked says."""
    said = statement_in(approval.signature)
    if said is None:
        raise ValueError(f"nothing is stated in {approval.field}")
    return SignatureFound(
        **vars(said.statement), field=approval.field, signed_at=timestamp_of(approval.signature)
    )


def statement_in(signature: EmbeddedPdfSignature) -> Stated | None:
    """Return what a signature states; None where it states nothing, or not as ours do."""
    values = [
        value.native
        for attribute in signature.signer_info["signed_attrs"]
        if attribute["type"].dotted == STATEMENT
        for value in attribute["values"]
    ]
    try:
        (text,) = values
        return read_stated(text)
    except (KeyError, TypeError, ValueError):
        return None


def _beside_it(approval: Approval, said: Stated) -> Iterator[str]:
    """Hold a statement against the certificate, and against what PDF readers show."""
    certificate, shown = approval.signature.signer_cert, approval.signature.sig_object
    addresses = certificate.subject_alt_name_value.native if certificate.subject_alt_name_value else []
    statement = said.statement
    if (certificate.subject.native.get("common_name"), list(map(mailbox, addresses))) != (
        statement.name[:NAME_LENGTH],
        [mailbox(statement.email)],
    ):
        yield words.OTHER_SIGNER.format(name=approval.field)
    if (shown.get("/Name"), shown.get("/Reason")) != (statement.name, said.sentence):
        yield words.OTHER_SENTENCE.format(name=approval.field)
