"""The evidence of a round: its register, one piece through its door, and what a case file tells of it."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet, Sum

from ..domain import case
from ..models import ActionProof, Answer, AnswerEvidence, Assessment, EvidenceFile, EvidenceItem
from .answers import as_answer
from .door import one


def evidence_of(assessment: Assessment) -> QuerySet[EvidenceItem]:
    """The voice's register, by title: each piece with its versions, the answers it backs and the actions.

    These are `uses` and `fixes`.
    """
    own = EvidenceItem.objects.filter(assessment=assessment, voice=assessment.voice)
    items = own.select_related("added_by", "latest__preview")
    uses = AnswerEvidence.objects.filter(answer__voice=assessment.voice).select_related("answer")
    versions = EvidenceFile.objects.select_related("added_by", "preview")
    return items.prefetch_related(  # type: ignore[no-redef]  # the model declares these for its readers
        Prefetch("answer_links", uses.order_by("answer__question"), to_attr="uses"),
        Prefetch("action_links", ActionProof.objects.select_related("action"), to_attr="fixes"),
        Prefetch("versions", versions, to_attr="files"),
    ).order_by("title", "pk")


def evidence_for(assessment: Assessment, item_id: UUID | str) -> EvidenceItem:
    """One piece of a round that somebody may see, as `evidence_of` gives it; Http404 for any other."""
    return one(evidence_of(assessment), item_id)


def evidence_file_for(assessment: Assessment, file_id: UUID | str) -> EvidenceFile:
    """One version of a file of such a round, its preview joined; Http404 for any other.

    Who reads the team's answers reads a second opinion's files too, once it is opened.
    """
    readable = Q(item__voice=assessment.voice)
    if assessment.voice is None:
        opened = assessment.second_opinions.filter(opened_at__isnull=False)
        readable |= Q(item__voice__in=opened.values("person"))
    files = EvidenceFile.objects.filter(readable, item__assessment=assessment)
    return one(files.select_related("preview"), file_id)


def evidence_bytes(assessment: Assessment) -> int:
    """How much the files of a round take."""
    files = EvidenceFile.objects.filter(item__assessment=assessment)
    return int(files.aggregate(total=Sum("size"))["total"] or 0)


def evidence_entries(rows: Mapping[str, Answer], order: Iterable[str]) -> tuple[case.EvidenceEntry, ...]:
    """The register as a case file has it: what backs a given answer, in the order of the questions."""
    backed: dict[UUID, tuple[EvidenceItem, list[str]]] = {}
    for key in order:
        row = rows.get(key)
        for link in row.links if row and as_answer(row) else ():
            backed.setdefault(link.item_id, (link.item, []))[1].append(key)
    return tuple(
        case.EvidenceEntry(item.title, item.link, item.sha256, item.dated, item.expires_on, tuple(keys))
        for item, keys in backed.values()
    )
