"""The proofs under one answer, kept in the round's register of evidence."""

from collections.abc import Sequence
from datetime import datetime

from ..domain.case import Proof
from ..models import Answer, AnswerEvidence, Assessment, EvidenceItem, Person


def add_proofs(row: Answer, proofs: Sequence[Proof], *, by: Person, at: datetime) -> None:
    """Put these behind the answer's proofs where they are not among them; no query where all of them are.

    None is ever taken away here: whoever saves an answer may not have seen what somebody else just added.
    """
    standing = {_proof(link.item) for link in row.links}
    missing = [proof for proof in dict.fromkeys(proofs) if proof not in standing]
    if missing:
        items = found_or_made(row.assessment, missing, voice=row.voice, by=by, at=at)
        add_links(row, [items[proof] for proof in missing])


def add_links(row: Answer, items: Sequence[EvidenceItem]) -> None:
    """Let these pieces back the answer, behind those that do already."""
    first = max((link.position for link in row.links), default=-1) + 1
    row.links += AnswerEvidence.objects.bulk_create(
        AnswerEvidence(answer=row, item=item, position=place) for place, item in enumerate(items, start=first)
    )


def proofs_of(row: Answer) -> tuple[Proof, ...]:
    """What backs the answer, whether it says anything or not."""
    return tuple(_proof(link.item) for link in row.links)


def found_or_made(
    assessment: Assessment, proofs: Sequence[Proof], *, voice: Person | None = None, by: Person, at: datetime
) -> dict[Proof, EvidenceItem]:
    """The pieces of a voice's register for these proofs; made where it has none such."""
    register = EvidenceItem.objects.filter(assessment=assessment, voice=voice)
    named = register.filter(title__in=[proof.title for proof in proofs])
    items = {_proof(item): item for item in named}
    made = {
        proof: EvidenceItem(assessment=assessment, voice=voice, added_by=by, added_at=at, **vars(proof))
        for proof in proofs
        if proof not in items
    }
    EvidenceItem.objects.bulk_create(made.values())
    return {proof: item for proof, item in (items | made).items() if proof in proofs}


def _proof(item: EvidenceItem) -> Proof:
    return Proof(item.title, item.link, item.sha256)
