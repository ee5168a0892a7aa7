"""What backs answers: attached, taken off, described; beside the saving of answers, and never against it.

None of these names a version of an answer, and saving one takes no proof away: whatever two people do at
once, both stand. They are changes of the answers all the same: whoever makes them has answered, and in a
round that was seen or returned they are told and undo what rested on the answer.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ..domain.case import Evidence, Proof
from ..domain.casefile.parts import ProofPart
from ..models import Answer, Assessment, EvidenceItem, Person, State
from ..queries import answer_to, evidence_for, questionnaire_of
from .answers import answering, check_section, unanswered
from .authors import keep_author
from .proofs import add_links, add_proofs, proofs_of
from .reconsidering import after_answer
from .refusal import InvalidInput, NotAllowed, Refused, shape_errors

MOST_PROOFS = 50
"""Behind one answer: as many as a case file holds."""


class InvalidEvidence(InvalidInput):
    """The piece cannot be stored. Errors by field: title, link, file, dated, expires_on."""


class LastProof(Refused):
    """The answer's grade rests on this piece alone."""


class StaleEvidence(Refused):
    """The piece is not described as it was seen; `current` is how it stands now."""

    def __init__(self, current: EvidenceItem) -> None:
        super().__init__(_("Somebody else changed this since you opened the page."))
        self.current = current


class EvidenceKept(Refused):
    """The piece cannot leave the register: answers rest on it, or what was submitted did."""


@dataclass(frozen=True)
class Description:
    """What a piece is called, the day it bears, and from which day on it counts no more."""

    title: str
    dated: date | None = None
    expires_on: date | None = None


def described(item: EvidenceItem) -> Description:
    """How a piece is described now."""
    return Description(item.title, item.dated, item.expires_on)


def attach_link(
    *, assessment: Assessment, question: str, title: str, link: str, by: Person, at: datetime
) -> EvidenceItem:
    """Let a document at an address back an answer; one that the register knows already is not made twice."""
    if errors := shape_errors(ProofPart, {"title": title.strip(), "link": link}, "link"):
        raise InvalidEvidence(errors)
    with changing_proofs(assessment, question, by=by, at=at) as row:
        proof = Proof(title.strip(), link)
        if proof not in proofs_of(row):
            _check_room(row)
            add_proofs(row, [proof], by=by, at=at)
        return row.links[proofs_of(row).index(proof)].item


def attach_evidence(
    *, assessment: Assessment, question: str, item_id: UUID | str, by: Person, at: datetime
) -> EvidenceItem:
    """Let a piece that is in the register already back this answer too. Http404 where there is none such."""
    with changing_proofs(assessment, question, by=by, at=at) as row:
        item = evidence_for(assessment, item_id)
        attach(row, item)
        return item


def detach_evidence(
    *, assessment: Assessment, question: str, item_id: UUID | str, by: Person, at: datetime
) -> None:
    """Take a piece off an answer; it stays in the register. What is off already is no error.

    A grade keeps its last proof: LastProof says what to do.
    """
    with changing_proofs(assessment, question, by=by, at=at, begins=False) as row:
        link = next((link for link in row.links if str(link.item_id) == str(item_id)), None)
        if link is None:
            return
        if len(row.links) == 1 and row.evidence != Evidence.NONE:
            raise LastProof(
                _(
                    "This is all that backs the answer. Add another proof first, or set the strength of the "
                    "evidence to “None”; then take this one away."
                )
            )
        link.delete()
        row.links.remove(link)


def describe_evidence(
    *,
    assessment: Assessment,
    item_id: UUID | str,
    said: Description,
    seen: Description,
    by: Person,
) -> EvidenceItem:
    """Say what a piece is called and which days it bears; `seen` is what stood there when that was typed.

    Saying what stands already changes nothing, and nobody has answered by it.
    """
    said = replace(said, title=said.title.strip())
    _check_description(said)
    with changing_item(assessment, item_id, by=by) as item:
        if described(item) not in {seen, said}:
            raise StaleEvidence(item)
        if described(item) != said:
            item.title, item.dated, item.expires_on = said.title, said.dated, said.expires_on
            _store(item, "title", ["title", "dated", "expires_on"])
    return item


@contextmanager
def changing_proofs(
    assessment: Assessment, question: str, *, by: Person, at: datetime, begins: bool = True
) -> Iterator[Answer]:
    """The answer whose proofs are changed; a question that nobody answered gets a row of version 0.

    Where the change `begins` nothing, that row is not stored, and nobody has answered by it.
    """
    with answering(assessment, by):
        if question not in questionnaire_of(assessment).by_key:
            text = _("%(question)s is not a question of this round")
            raise InvalidEvidence({"question": text % {"question": question}})
        check_section(assessment, question)
        row = answer_to(assessment, question)
        if row is None:
            row = unanswered(assessment, question)
            if begins:
                keep_author(row, by)
                row.answered_by, row.answered_at = by, at
                row.save(force_insert=True)
        before = [link.pk for link in row.links]
        yield row
        if before != [link.pk for link in row.links]:
            _changed(assessment, [row], by)


@contextmanager
def changing_item(assessment: Assessment, item_id: UUID | str, *, by: Person) -> Iterator[EvidenceItem]:
    """A piece of the register; where it is changed, so is every answer that rests on it.

    Refused to whom one of these answers is not theirs to give.
    """
    with answering(assessment, by):
        item = evidence_for(assessment, item_id)
        rows = [use.answer for use in item.uses]
        if any(row.question.partition(".")[0] not in assessment.reader_sections for row in rows):
            raise NotAllowed(
                _(
                    "An answer in somebody else’s section rests on this too. Ask the lead to change it, or "
                    "add a piece of your own."
                )
            )
        before = (described(item), item.latest_id)
        yield item
        if before != (described(item), item.latest_id):
            _changed(assessment, rows, by)


def attach(row: Answer, item: EvidenceItem) -> None:
    """Let the piece back the answer, if it does not yet."""
    if item.pk not in {link.item_id for link in row.links}:
        _check_room(row)
        add_links(row, [item])


def taken(field: str) -> InvalidEvidence:
    """The refusal of what would stand in the register twice."""
    return InvalidEvidence({field: _("the register has the same under this title already: choose it there")})


def _check_room(row: Answer) -> None:
    if len(row.links) >= MOST_PROOFS:
        text = _("at most %(count)s pieces back one answer")
        raise InvalidEvidence({"answer": text % {"count": MOST_PROOFS}})


def _changed(assessment: Assessment, rows: Iterable[Answer], by: Person) -> None:
    for row in rows:
        row.assessment = assessment
        keep_author(row, by)
        if assessment.voice is not None:
            continue
        if assessment.shows_verdict and not row.after_verdict:
            row.after_verdict = True
            row.save(update_fields=["after_verdict"])
        if assessment.state == State.RETURNED:
            after_answer(assessment, row.question)


def _store(item: EvidenceItem, field: str, columns: list[str]) -> None:
    try:
        with transaction.atomic():
            item.save(update_fields=columns)
    except IntegrityError as twice:
        raise taken(field) from twice


def _check_description(said: Description) -> None:
    errors = shape_errors(ProofPart, {"title": said.title, "link": "https://example.org"}, "title")
    if said.dated and said.expires_on and said.expires_on <= said.dated:
        errors["expires_on"] = _("must be after the day that it bears")
    if errors:
        raise InvalidEvidence(errors)
