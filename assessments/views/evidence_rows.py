"""Pieces of evidence as pages show them: in a card, on the page of an answer, in the register."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.urls import reverse

from assessments import queries
from assessments.actions import Description
from assessments.domain.files import KINDS, PREVIEWED
from assessments.domain.questionnaire import Questionnaire
from assessments.forms.proofs import ShownProof
from assessments.models import Answer, Assessment, EvidenceFile, EvidenceItem

from .moments import day
from .sizes import in_bytes

WORDS = {kind.media_type: kind.word for kind in KINDS}
NO_PREVIEW, DRAWING = "No preview", "The preview is being made"


@dataclass(frozen=True)
class ShownFile:
    """One version of a file."""

    version: int
    name: str
    url: str
    facts: str
    sha256: str
    added: str


@dataclass(frozen=True)
class RegisteredProof:
    """One piece of the register: itself, its versions, latest first, and what rests on it."""

    proof: ShownProof
    sha256: str
    added: str
    uses: tuple[tuple[str, str], ...]
    """Names of questions, and where each is answered; no address where that is closed."""
    files: tuple[ShownFile, ...]


def shown_proofs(row: Answer, today: date) -> tuple[ShownProof, ...]:
    """What backs one answer, in its order; the pieces are at hand."""
    place = (row.assessment_id, row.question)
    return tuple(
        _shown(
            link.item,
            row.assessment_id,
            today,
            remove_url=reverse("answer_evidence_remove", args=[*place, link.item_id]),
        )
        for link in row.links
    )


def register(assessment: Assessment, questionnaire: Questionnaire, today: date) -> list[RegisteredProof]:
    """The whole register of a round."""
    return [registered(item, assessment, questionnaire, today) for item in queries.evidence_of(assessment)]


def registered(
    item: EvidenceItem, assessment: Assessment, questionnaire: Questionnaire, today: date
) -> RegisteredProof:
    """One piece of it, as `queries.evidence_of` gives it."""
    return RegisteredProof(
        proof=_shown(item, assessment.pk, today),
        sha256=item.sha256,
        added=_added(item),
        uses=tuple(_uses(item, assessment, questionnaire)),
        files=tuple(_file(file, assessment.pk) for file in item.files),
    )


def description_in_words(said: Description) -> str:
    """A description whole, a line for each part."""
    dated, expires_on = (day(one) if one else "none" for one in (said.dated, said.expires_on))
    return f"{said.title}\nDate of the proof: {dated}\nExpires on: {expires_on}"


def _shown(item: EvidenceItem, assessment: UUID, today: date, **more: Any) -> ShownProof:
    file = item.latest
    expired = item.expires_on is not None and item.expires_on <= today
    return ShownProof(
        item=str(item.pk),
        title=item.title,
        url=reverse("evidence_file", args=[assessment, file.pk]) if file else item.link,
        is_file=file is not None,
        facts=_facts(file) if file else urlsplit(item.link).hostname or "File kept elsewhere",
        dates=_dates(item, expired),
        expired=expired,
        change_url=reverse("evidence_item", args=[assessment, item.pk]),
        **_picture(file, assessment),
        **more,
    )


def _facts(file: EvidenceFile) -> str:
    return f"{WORDS.get(file.media_type, 'File')}, {in_bytes(file.size)}"


def _dates(item: EvidenceItem, expired: bool) -> str:
    dated = f"dated {day(item.dated)}" if item.dated else ""
    until = f"{'expired' if expired else 'expires'} on {day(item.expires_on)}" if item.expires_on else ""
    return ", ".join(filter(None, (dated, until))).capitalize()


def _picture(file: EvidenceFile | None, assessment: UUID) -> dict[str, str]:
    if file is None:
        return {}
    preview = getattr(file, "preview", None)
    if preview and preview.stored:
        return {"picture": reverse("evidence_preview", args=[assessment, file.pk])}
    waits = preview is None and file.media_type in PREVIEWED
    return {"no_picture": DRAWING if waits else NO_PREVIEW}


def _file(file: EvidenceFile, assessment: UUID) -> ShownFile:
    url = reverse("evidence_file", args=[assessment, file.pk])
    return ShownFile(file.version, file.name, url, _facts(file), file.sha256, _added(file))


def _added(row: EvidenceItem | EvidenceFile) -> str:
    at: datetime = row.added_at
    return f"{day(at)} by {row.added_by}"


def _uses(
    item: EvidenceItem, assessment: Assessment, questionnaire: Questionnaire
) -> Iterable[tuple[str, str]]:
    for key in [use.answer.question for use in item.uses]:
        question = questionnaire.by_key[key]
        page = reverse("check_answers", args=[assessment.pk])
        if assessment.takes_answers and question.section in assessment.reader_sections:
            page = reverse("section", args=[assessment.pk, question.section])
            yield question.name, f"{page}#{key.replace('.', '__')}"
        else:
            yield question.name, f"{page}#{question.section}"
