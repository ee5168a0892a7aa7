"""Stored answers as pages need them: for a section's form, and as rows to read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments import queries
from assessments.domain.case import Answer as Stated
from assessments.domain.case import Choice, Evidence
from assessments.domain.questionnaire import Question
from assessments.forms.answers import prefix_of
from assessments.forms.cards import Stored
from assessments.forms.layout import TalkLine
from assessments.forms.proofs import ShownProof
from assessments.forms.words import grade_in_words, said_in_words
from assessments.models import Answer, Assessment, Person, Said
from assessments.permissions import Permission

from .evidence_rows import shown_proofs
from .moments import moment, saved_at
from .talk_rows import TalkLines, talk_lines


@dataclass(frozen=True)
class AnswerRow:
    """One question with its answer in words; `bridge` names the glyph of a choice."""

    key: str
    question: str
    name: str
    critical: bool
    said: str
    open: bool
    bridge: str
    grade: str
    grade_word: str
    rationale: str
    proof: tuple[ShownProof, ...]
    verified_by: str
    given: str
    by: str
    """Whom `given` names."""
    """Who gave it and when; empty where nobody did."""
    note: str
    change_url: str
    agree_url: str
    version: int
    talk: TalkLine | None
    """The talk about it, for who may know of it."""

    @property
    def anchor(self) -> str:
        """Where it stands on the page of all answers."""
        return anchor_of(self.key)


@dataclass(frozen=True)
class CheckedSection:
    """One section's answers, all of them."""

    key: str
    name: str
    rows: tuple[AnswerRow, ...]

    @property
    def answered(self) -> int:
        """How many of its questions have an answer, "not known" included."""
        return sum(not row.open for row in self.rows)


def anchor_of(question: str) -> str:
    """Where a question stands on the page of all answers."""
    return f"answer-{prefix_of(question)}"


def stored(row: Answer | None, now: datetime) -> Stored:
    """A stored answer with its version, and the line that says when it was saved; its proofs at hand."""
    if row is None:
        return Stored()
    return Stored(
        answer=queries.as_answer(row),
        version=row.version,
        saved_text=_saved_by(row, now) if row.is_answered else "",
        by=str(row.answered_by),
        to_confirm=row.carried_over,
        proofs=shown_proofs(row, timezone.localdate(now)),
    )


def _saved_by(row: Answer, now: datetime) -> str:
    # Translators: when an answer was saved, and by whom: "Saved 14:02 by Ada".
    text = _("%(saved)s by %(person)s")
    return text % {"saved": saved_at(row.answered_at, now), "person": row.answered_by}


def checked_sections(
    assessment: Assessment, rows: Mapping[str, Answer], reader: Person, granted: frozenset[Permission]
) -> list[CheckedSection]:
    """Every section with every question that is asked, answered or not; for a second respondent their own.

    `rows` are the answers by question.
    """
    changeable = assessment.reader_sections if assessment.takes_answers else frozenset()
    agrees = Permission.AGREE_NOT_APPLICABLE in granted and not queries.questions_answered_by(
        assessment, reader
    )
    lines = talk_lines(assessment, queries.beside_questions(assessment), timezone.localdate())
    return [
        CheckedSection(
            section.key,
            section.name,
            tuple(
                _row(assessment, question, rows.get(question.key), section.key in changeable, agrees, lines)
                for question in section.questions
            ),
        )
        for section in queries.asked_by(rows, queries.questionnaire_of(assessment)).sections
        if assessment.voice is None or section.key in assessment.reader_sections
    ]


def _row(
    assessment: Assessment,
    question: Question,
    row: Answer | None,
    changeable: bool,
    agrees: bool,
    lines: TalkLines,
) -> AnswerRow:
    answer = queries.as_answer(row)
    grade = str(answer.evidence) if answer else ""
    waits = row is not None and row.said == Said.NOT_APPLICABLE and row.agreed_by_id is None
    page, prefix = reverse("section", args=[assessment.pk, question.section]), prefix_of(question.key)
    return AnswerRow(
        key=question.key,
        question=question.text,
        name=question.name,
        critical=question.critical,
        said=said_in_words(question, answer),
        open=answer is None,
        bridge=_bridge(answer),
        grade=grade,
        grade_word=_graded(answer) if answer else "",
        rationale=answer.rationale if answer else "",
        proof=tuple(shown_proofs(row, lines.today)) if row and answer else (),
        verified_by=answer.verified_by if answer else "",
        given=given_by(row),
        by=str(row.answered_by) if row and row.is_answered else "",
        note=note_of(row),
        change_url=f"{page}?back={prefix}#{prefix}" if changeable else "",
        agree_url=reverse("agree_not_applicable", args=[assessment.pk, question.key])
        if waits and agrees
        else "",
        version=row.version if row else 0,
        talk=lines.of(question),
    )


def _bridge(answer: Stated | None) -> str:
    return f"bridge-{answer.said.level}" if answer and isinstance(answer.said, Choice) else ""


def _graded(answer: Stated) -> str:
    if answer.evidence is Evidence.NONE and answer.proof:
        return _("Strength not said: counts as no evidence")
    return grade_in_words(answer.evidence)


def given_by(row: Answer | None) -> str:
    """Who gave an answer, and when; empty where nobody did."""
    if row is None or not row.is_answered:
        return ""
    return _("%(person)s, %(moment)s") % {"person": row.answered_by, "moment": moment(row.answered_at)}


def note_of(row: Answer | None) -> str:
    """What else there is to know about an answer: not confirmed yet, or changed late."""
    if row is None or not row.is_answered:
        return ""
    if row.carried_over:
        return _("Carried over from the last round, not confirmed yet")
    return _("Changed after the verdict was seen") if row.after_verdict else ""
