"""Answers as rows, and as the rules know them: the team's, or those of the voice whose round it is."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from ..domain import case
from ..domain.numbers import bare
from ..domain.questionnaire import Section
from ..models import (
    Answer,
    AnswerEvidence,
    Assessment,
    EvidenceFile,
    EvidenceItem,
    EvidencePreview,
    Person,
    Said,
)
from .question_sets import questionnaire_of
from .written import Reading, columns, from_json, made_of

ANSWERS = f"""
    SELECT {columns(Answer, "answer")}, author.name, author.email, agreed.name, agreed.email, (
        SELECT jsonb_agg(
            jsonb_build_array(to_jsonb(linked), to_jsonb(item), to_jsonb(file), to_jsonb(preview))
            ORDER BY linked.position, linked.id
        )
        FROM assessments_answerevidence linked JOIN assessments_evidenceitem item ON item.id = linked.item_id
            LEFT JOIN assessments_evidencefile file ON file.id = item.latest_id
            LEFT JOIN assessments_evidencepreview preview ON preview.file_id = file.id
        WHERE linked.answer_id = answer.id
    )
    FROM assessments_answer answer JOIN assessments_person author ON author.id = answer.answered_by_id
        LEFT JOIN assessments_person agreed ON agreed.id = answer.agreed_by_id
    WHERE answer.assessment_id = %(round)s
        AND CASE WHEN %(voices)s::uuid[] IS NULL THEN answer.voice_id IS NULL
            ELSE answer.voice_id = ANY(%(voices)s) END
        AND (%(questions)s::text[] IS NULL OR answer.question = ANY(%(questions)s))
"""  # noqa: S608 - names of columns
"""Written out: Django takes four times as long to put it together, for every section page and every save."""

OUTLINE = """
    SELECT question, said, evidence, carried_over FROM assessments_answer
    WHERE assessment_id = %s AND voice_id IS NOT DISTINCT FROM %s
"""


def said_in(assessment: Assessment) -> QuerySet[Answer]:
    """The answer rows of the voice whose round it is: the team's, where it is nobody's own."""
    return assessment.answers.filter(voice=assessment.voice)


def answers_of(assessment: Assessment) -> dict[str, Answer]:
    """The voice's answer rows by question, blanked ones included (their version counts).

    People and proofs come along; one query.
    """
    return _by_question(assessment)


def answers_in(assessment: Assessment, section: Section) -> dict[str, Answer]:
    """One section's rows by question, like `answers_of`; one query."""
    return _by_question(assessment, [question.key for question in section.questions])


def answer_to(assessment: Assessment, question: str) -> Answer | None:
    """The voice's row of one question, like those of `answers_of`; one query."""
    return _by_question(assessment, [question]).get(question)


def answers_by(assessment: Assessment, voices: list[UUID]) -> list[Answer]:
    """The rows of these second respondents' own voices, like those of `answers_of`; one query."""
    return _read(assessment, voices)


def _by_question(assessment: Assessment, questions: list[str] | None = None) -> dict[str, Answer]:
    voices = [assessment.voice.pk] if assessment.voice else None
    return {row.question: row for row in _read(assessment, voices, questions)}


def _read(
    assessment: Assessment, voices: list[UUID] | None, questions: list[str] | None = None
) -> list[Answer]:
    """The team's answers where `voices` is None, and to all questions where `questions` is."""
    with connection.cursor() as cursor:
        cursor.execute(ANSWERS, {"round": assessment.pk, "voices": voices, "questions": questions})
        return [_answer(assessment, row) for row in cursor.fetchall()]


def _answer(assessment: Assessment, row: Sequence[Any]) -> Answer:
    reading = Reading(row)
    answer = reading.take(Answer)
    name, email, agreed_name, agreed_email, links = reading.rest()
    answer.assessment = assessment
    answer.answered_by = made_of(Person, id=answer.answered_by_id, name=name, email=email)
    if answer.agreed_by_id:
        answer.agreed_by = made_of(Person, id=answer.agreed_by_id, name=agreed_name, email=agreed_email)
    answer.links = [_link(answer, *parts) for parts in json.loads(links or "[]")]
    return answer


def _link(answer: Answer, *parts: Mapping[str, Any]) -> AnswerEvidence:
    """A link, its item, and that one's latest file with its preview, where there are any."""
    linked, backing, latest, drawn = parts
    link, item = from_json(AnswerEvidence, linked), from_json(EvidenceItem, backing)
    link.answer, link.item = answer, item
    if latest:
        item.latest = from_json(EvidenceFile, latest)
        preview = from_json(EvidencePreview, drawn) if drawn else None
        EvidenceFile.preview.related.set_cached_value(item.latest, preview)
    return link


class Outline(NamedTuple):
    """What progress counts of an answer, as its row has it."""

    said: str
    evidence: str
    carried_over: bool
    level: int | None = None
    pilot: Decimal | None = None
    production: Decimal | None = None
    """These three are read only where questions have follow-ups."""

    @property
    def is_answered(self) -> bool:
        """Whether anything was said, "not known" included."""
        return self.said != Said.BLANK


def outline_of(assessment: Assessment) -> dict[str, Outline]:
    """The voice's answers by question, with only what progress counts; one query, and no text is read."""
    if questionnaire_of(assessment).follow_ups:
        rows = said_in(assessment).values_list("question", *Outline._fields)
        return {question: Outline(*row) for question, *row in rows}
    with connection.cursor() as cursor:
        cursor.execute(OUTLINE, [assessment.pk, assessment.voice.pk if assessment.voice else None])
        return {question: Outline(*row) for question, *row in cursor.fetchall()}


def questions_answered_by(assessment: Assessment, person: Person) -> frozenset[str]:
    """The questions that this person ever answered in this round, or whose carried-over answer is theirs.

    In whichever voice: who gave a second opinion on one is not independent of it either.
    Who answers them afterwards, or blanks them, makes nobody independent.
    """
    return frozenset(assessment.authors.filter(person=person).values_list("question", flat=True))


def as_answer(row: Answer | None) -> case.Answer | None:
    """What a row says, as the rules know it; None where nothing is said. Needs its proofs fetched along."""
    said = _said(row) if row else None
    if row is None or said is None:
        return None
    proof = tuple(case.Proof(link.item.title, link.item.link, link.item.sha256) for link in row.links)
    return case.Answer(said, case.Evidence(row.evidence), row.rationale, proof, row.verified_by)


def as_number(stored: Decimal | None) -> Decimal | None:
    """A stored number without the idle zeros of its column."""
    return None if stored is None else Decimal(bare(stored))


def _said(row: Answer) -> case.Said | None:
    match row.said:
        case Said.LEVEL if row.level is not None:
            return case.Choice(row.level)
        case Said.PAIR:
            return case.Pair(as_number(row.pilot), as_number(row.production), case.How(row.how))
        case Said.NOT_KNOWN:
            return case.NotKnown()
        case Said.NOT_APPLICABLE:
            return case.NotApplicable(row.reason, str(row.agreed_by) if row.agreed_by else "")
    return None
