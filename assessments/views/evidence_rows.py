"""Pieces of evidence as pages show them: in a card, on the page of an answer, in the register."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from assessments import queries
from assessments.actions import Description
from assessments.domain.files import KINDS, PREVIEWED
from assessments.domain.questionnaire import Questionnaire
from assessments.forms.proofs import ShownProof
from assessments.models import Action, Answer, Assessment, EvidenceFile, EvidenceItem

from .moments import day
from .sizes import in_bytes

WORDS = {kind.media_type: kind.word for kind in KINDS}
UNKNOWN_KIND = gettext_noop("File")
NO_PREVIEW, DRAWING = gettext_noop("No preview"), gettext_noop("The preview is being made")


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
    """Names of questions and actions, and where each stands."""
    files: tuple[ShownFile, ...]

    @property
    def linked_uses(self) -> SafeString:
        """The questions, each leading to where it is answered, to stand within a sentence."""
        between = pgettext("between the parts of a list", ", ")
        return format_html_join(between, '<a href="{}">{}</a>', ((url, name) for name, url in self.uses))


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


def shown_on_action(action: Action, assessment: UUID, today: date) -> tuple[ShownProof, ...]:
    """What shows what became of an action, as `queries.action_for` gives it."""
    return tuple(
        _shown(
            link.item,
            assessment,
            today,
            remove_url=reverse("action_proof_remove", args=[assessment, action.pk, link.item_id]),
        )
        for link in action.proofs.all()
    )


def register(assessment: Assessment, questionnaire: Questionnaire, today: date) -> list[RegisteredProof]:
    """The whole register of a round; `questionnaire` is what its answers ask."""
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
    dated = _("Date of the proof: %(day)s") if said.dated else _("Date of the proof: none")
    expires = _("Expires on: %(day)s") if said.expires_on else _("Expires on: none")
    days = [_with_day(dated, said.dated), _with_day(expires, said.expires_on)]
    return "\n".join([said.title, *days])


def _shown(item: EvidenceItem, assessment: UUID, today: date, **more: Any) -> ShownProof:
    file = item.latest
    expired = item.expires_on is not None and item.expires_on <= today
    return ShownProof(
        item=str(item.pk),
        title=item.title,
        url=reverse("evidence_file", args=[assessment, file.pk]) if file else item.link,
        is_file=file is not None,
        facts=_facts(file) if file else urlsplit(item.link).hostname or _("File kept elsewhere"),
        dates=_dates(item, expired),
        expired=expired,
        change_url=reverse("evidence_item", args=[assessment, item.pk]),
        **_picture(file, assessment),
        **more,
    )


def _facts(file: EvidenceFile) -> str:
    kind = _(WORDS.get(file.media_type, UNKNOWN_KIND))
    return _("%(kind)s, %(size)s") % {"kind": kind, "size": in_bytes(file.size)}


def _dates(item: EvidenceItem, expired: bool) -> str:
    if item.expires_on is None:
        return _with_day(_("Dated %(day)s"), item.dated) if item.dated else ""
    if item.dated is None:
        return _with_day(_("Expired on %(day)s") if expired else _("Expires on %(day)s"), item.expires_on)
    text = _("Dated %(day)s, expired on %(end)s") if expired else _("Dated %(day)s, expires on %(end)s")
    return text % {"day": day(item.dated), "end": day(item.expires_on)}


def _with_day(text: str, on: date | None) -> str:
    return text % {"day": day(on)} if on else text


def _picture(file: EvidenceFile | None, assessment: UUID) -> dict[str, str]:
    if file is None:
        return {}
    preview = getattr(file, "preview", None)
    if preview and preview.stored:
        return {"picture": reverse("evidence_preview", args=[assessment, file.pk])}
    waits = preview is None and file.media_type in PREVIEWED
    return {"no_picture": _(DRAWING if waits else NO_PREVIEW)}


def _file(file: EvidenceFile, assessment: UUID) -> ShownFile:
    url = reverse("evidence_file", args=[assessment, file.pk])
    return ShownFile(file.version, file.name, url, _facts(file), file.sha256, _added(file))


def _added(row: EvidenceItem | EvidenceFile) -> str:
    at: datetime = row.added_at
    return _("%(day)s by %(person)s") % {"day": day(at), "person": row.added_by}


def _uses(
    item: EvidenceItem, assessment: Assessment, questionnaire: Questionnaire
) -> Iterable[tuple[str, str]]:
    for link in item.fixes:
        yield link.action.what, reverse("action", args=[assessment.pk, link.action_id])
    asked = [key for use in item.uses if (key := use.answer.question) in questionnaire.by_key]
    for key in asked:
        question = questionnaire.by_key[key]
        page = reverse("check_answers", args=[assessment.pk])
        if assessment.takes_answers and question.section in assessment.reader_sections:
            page = reverse("section", args=[assessment.pk, question.section])
            yield question.name, f"{page}#{key.replace('.', '__')}"
        else:
            yield question.name, f"{page}#{question.section}"
