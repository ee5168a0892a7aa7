"""The proofs under one answer, kept in the round's register of evidence."""

from collections.abc import Sequence
from datetime import datetime

from ..domain.case import Proof
from ..models import Answer, AnswerEvidence, EvidenceItem, Person


def keep_proofs(row: Answer, proofs: Sequence[Proof], *, by: Person, at: datetime) -> None:
    """Make these the answer's proofs, in this order; several answers may share an item.

    No query where nothing changed; an item that no answer names any more leaves the register.
    """
    links = [] if row.version == 1 else row.links
    if [_proof(link.item) for link in links] == list(proofs):
        return
    items = _found_or_made(row, proofs, by, at)
    AnswerEvidence.objects.filter(pk__in=[link.pk for link in links]).delete()
    row.links = AnswerEvidence.objects.bulk_create(
        AnswerEvidence(answer=row, item=items[proof], position=place) for place, proof in enumerate(proofs)
    )
    dropped = {link.item_id for link in links} - {item.pk for item in items.values()}
    EvidenceItem.objects.filter(pk__in=dropped, answer_links__isnull=True).delete()


def _found_or_made(
    row: Answer, proofs: Sequence[Proof], by: Person, at: datetime
) -> dict[Proof, EvidenceItem]:
    register = EvidenceItem.objects.filter(assessment=row.assessment, voice=row.voice)
    named = register.filter(title__in=[proof.title for proof in proofs])
    items = {_proof(item): item for item in named}
    made = {
        proof: EvidenceItem(
            assessment=row.assessment, voice=row.voice, added_by=by, added_at=at, **vars(proof)
        )
        for proof in proofs
        if proof not in items
    }
    EvidenceItem.objects.bulk_create(made.values())
    return {proof: item for proof, item in (items | made).items() if proof in proofs}


def _proof(item: EvidenceItem) -> Proof:
    return Proof(item.title, item.link, item.sha256)
