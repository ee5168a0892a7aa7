"""Stored answers as pages need them: for a section's form, and as rows to read."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from assessments import queries
from assessments.domain.case import Answer as Stated
from assessments.domain.case import Choice, Proof
from assessments.domain.questionnaire import Question
from assessments.forms.cards import Stored
from assessments.forms.words import GRADES, said_in_words
from assessments.models import Answer, Assessment, Person, Said
from assessments.permissions import Permission

from .evidence_rows import shown_proofs
from .moments import saved_at


@dataclass(frozen=True)
class AnswerRow:
    """One question with its answer in words; `bridge` names the glyph of a choice."""

    question: str
    critical: bool
    said: str
    open: bool
    bridge: str
    grade: str
    grade_word: str
    rationale: str
    proof: tuple[Proof, ...]
    verified_by: str
    note: str
    change_url: str
    agree_url: str


@dataclass(frozen=True)
class CheckedSection:
    """One section's answers, all of them."""

    key: str
    name: str
    rows: tuple[AnswerRow, ...]


def stored(row: Answer | None, now: datetime) -> Stored:
    """A stored answer with its version, and the line that says when it was saved; its proofs at hand."""
    if row is None:
        return Stored()
    text = saved_at(row.answered_at, now)
    return Stored(
        answer=queries.as_answer(row),
        version=row.version,
        saved_text=f"{text} by {row.answered_by}" if row.is_answered else "",
        by=str(row.answered_by),
        to_confirm=row.carried_over,
        proofs=shown_proofs(row, now.date()),
    )


def checked_sections(
    assessment: Assessment, reader: Person, granted: frozenset[Permission]
) -> list[CheckedSection]:
    """Every section with every question, answered or not."""
    rows = queries.answers_of(assessment)
    changeable = assessment.reader_sections if assessment.is_editable else frozenset()
    agrees = Permission.AGREE_NOT_APPLICABLE in granted and not queries.questions_answered_by(
        assessment, reader
    )
    return [
        CheckedSection(
            section.key,
            section.name,
            tuple(
                _row(assessment, question, rows.get(question.key), section.key in changeable, agrees)
                for question in section.questions
            ),
        )
        for section in queries.questionnaire_of(assessment).sections
    ]


def _row(
    assessment: Assessment, question: Question, row: Answer | None, changeable: bool, agrees: bool
) -> AnswerRow:
    answer = queries.as_answer(row)
    grade = str(answer.evidence) if answer else ""
    waits = row is not None and row.said == Said.NOT_APPLICABLE and row.agreed_by_id is None
    page = reverse("section", args=[assessment.pk, question.section])
    return AnswerRow(
        question=question.text,
        critical=question.critical,
        said=said_in_words(question, answer),
        open=answer is None,
        bridge=_bridge(answer),
        grade=grade,
        grade_word=GRADES[answer.evidence] if answer else "",
        rationale=answer.rationale if answer else "",
        proof=answer.proof if answer else (),
        verified_by=answer.verified_by if answer else "",
        note=_note(row),
        change_url=f"{page}#{question.key.replace('.', '__')}" if changeable else "",
        agree_url=reverse("agree_not_applicable", args=[assessment.pk, question.key])
        if waits and agrees
        else "",
    )


def _bridge(answer: Stated | None) -> str:
    return f"bridge-{answer.said.level}" if answer and isinstance(answer.said, Choice) else ""


def _note(row: Answer | None) -> str:
    if row is None or not row.is_answered:
        return ""
    if row.carried_over:
        return "Carried over from the last round, not confirmed yet"
    return "Changed after the verdict was seen" if row.after_verdict else ""
