"""Whether a statement fits the file that it is signed in, and the statements that were signed before it.

The same rules hold before somebody signs and whenever the file is checked.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from ..content.statement import SignatureStatement, SignerRole
from .parts import approver_fields


class Misfit(StrEnum):
    """What does not fit."""

    OUT_OF_ORDER = "out of order"
    OTHER_ROLE = "other role"
    OTHER_DECISION = "other decision"
    OTHER_RECORD = "other record"
    OTHER_FILE = "other file"
    SIGNED_TWICE = "signed twice"


def misfits(
    statement: SignatureStatement,
    *,
    field: str,
    before: Mapping[str, SignatureStatement],
    states: Sequence[str],
    record_sha256: str,
) -> Iterator[Misfit]:
    """Yield what does not fit in a statement.

    `before` has the earlier statements by field; `states` the SHA-256 of the file as it was sealed and after
    each of them: who decides has read the first, who countersigns one with the decision in it.
    """
    (decisive,) = approver_fields(1)
    decides = field == decisive
    if not decides and decisive not in before:
        yield Misfit.OUT_OF_ORDER
    if decides is not (statement.role is SignerRole.DECIDES):
        yield Misfit.OTHER_ROLE
    if decisive in before and before[decisive].decision is not statement.decision:
        yield Misfit.OTHER_DECISION
    if statement.record_sha256 != record_sha256:
        yield Misfit.OTHER_RECORD
    if statement.pdf_sha256 not in (states[:1] if decides else states[1 : len(before) + 1]):
        yield Misfit.OTHER_FILE
    if statement.email.casefold() in {earlier.email.casefold() for earlier in before.values()}:
        yield Misfit.SIGNED_TWICE
