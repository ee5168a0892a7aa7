"""Two to five records side by side: what differs most comes first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assessments.domain.comparison import Difference, Profile, compare
from assessments.domain.scoring import Finding
from assessments.queries import extended_among

from ..charts import PairRow, draw, pairs_chart
from ..content import words
from ..content.parts import Answer, Pair, Section
from ..content.report import ReportContent, report_content
from ..content.standing import Extended
from ..models import Record

NOT_ASKED = gettext_noop("not in its question set")
_WHY_MISSING = {"not_applicable": words.NOT_APPLICABLE, "not_answered": words.NOT_ANSWERED}

AT_ONCE = 8
"""So many questions and measures are shown before the rest is folded away."""


@dataclass(frozen=True)
class Column:
    """One project's latest record, in words."""

    project: UUID
    assessment: UUID
    name: str
    content: ReportContent
    concluded_on: date


@dataclass(frozen=True)
class SectionLine:
    """One section over all columns."""

    key: str
    name: str
    sections: tuple[Section, ...]
    differs: bool


@dataclass(frozen=True)
class QuestionLine:
    """One question over all columns; None where a column's question set has no such question."""

    key: str
    name: str
    section: str
    critical: bool
    answers: tuple[Answer | None, ...]
    spread: int


@dataclass(frozen=True)
class PairLine:
    """One measured pair of several columns, drawn on one scale; `missing` are those without it, and why."""

    key: str
    name: str
    unit: str
    critical: bool
    chart: SafeString
    missing: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SideBySide:
    """Everything that the comparison shows; `common_gaps` are the sections that nobody shows as matched."""

    columns: tuple[Column, ...]
    sections: tuple[SectionLine, ...]
    questions: tuple[QuestionLine, ...]
    pairs: tuple[PairLine, ...]
    common_gaps: tuple[str, ...]

    @property
    def first_questions(self) -> tuple[QuestionLine, ...]:
        """Those that are shown at once."""
        return self.questions[:AT_ONCE]

    @property
    def more_questions(self) -> tuple[QuestionLine, ...]:
        """Those that are folded away."""
        return self.questions[AT_ONCE:]

    @property
    def first_pairs(self) -> tuple[PairLine, ...]:
        """Those that are shown at once."""
        return self.pairs[:AT_ONCE]

    @property
    def more_pairs(self) -> tuple[PairLine, ...]:
        """Those that are folded away."""
        return self.pairs[AT_ONCE:]


def side_by_side(records: Sequence[Record], today: date) -> SideBySide:
    """Compare records, each with its project loaded; the weakest stands first."""
    extended = extended_among([record.assessment_id for record in records])
    columns = {
        str(record.project_id): _column(record, today, extended[record.assessment_id]) for record in records
    }
    compared = compare([_profile(key, column.content) for key, column in columns.items()])
    ranked = tuple(columns[profile.name] for profile in compared.profiles)
    names = {section.key: section.name for section in ranked[0].content.sections}
    return SideBySide(
        columns=ranked,
        sections=tuple(sorted(_section_lines(ranked), key=lambda line: not line.differs)),
        questions=tuple(sorted(_question_lines(compared.differences, ranked, names), key=_rank)),
        pairs=tuple(sorted(_pair_lines(ranked), key=lambda line: not line.critical)),
        common_gaps=tuple(names[key] for key in compared.common_gaps),
    )


def _column(record: Record, today: date, extended: Extended) -> Column:
    content = report_content(record.as_json, on=today, extended=extended)
    concluded_on = timezone.localdate(record.concluded_at)
    return Column(record.project_id, record.assessment_id, record.project.name, content, concluded_on)


def _profile(name: str, content: ReportContent) -> Profile:
    return Profile(
        name=name,
        findings={section.key: Finding(section.finding) for section in content.sections},
        evidenced={answer.key: answer.evidenced for answer in content.answers},
        index=float(content.standing.index),
    )


def _section_lines(columns: Sequence[Column]) -> Iterator[SectionLine]:
    for sections in zip(*(column.content.sections for column in columns), strict=True):
        looks = {(section.finding, section.level) for section in sections}
        yield SectionLine(sections[0].key, sections[0].name, sections, len(looks) > 1)


def _question_lines(
    differences: Sequence[Difference], columns: Sequence[Column], names: Mapping[str, str]
) -> Iterator[QuestionLine]:
    """Only the questions on which evidence differs, the widest difference first."""
    by_key: list[dict[str, Answer]] = [
        {answer.key: answer for answer in column.content.answers} for column in columns
    ]
    for difference in differences:
        answers = tuple(answers.get(difference.key) for answers in by_key)
        named: Any = next(answer for answer in answers if answer is not None)
        if difference.spread:
            section = names[difference.key.partition(".")[0]]
            yield QuestionLine(
                difference.key, named.name, section, named.critical, answers, difference.spread
            )


def _rank(line: QuestionLine) -> tuple[int, bool]:
    """The widest difference first, critical questions before others."""
    return -line.spread, not line.critical


def _pair_lines(columns: Sequence[Column]) -> Iterator[PairLine]:
    """The pairs that at least two columns measured."""
    drawn: dict[str, list[tuple[Column, Pair]]] = {}
    critical = {answer.key for column in columns for answer in column.content.answers if answer.critical}
    for column in columns:
        for pair in column.content.pairs:
            drawn.setdefault(pair.key, []).append((column, pair))
    for key, pairs in drawn.items():
        if len(pairs) > 1:
            first = pairs[0][1]
            rows = [
                PairRow(column.name, pair.pilot, pair.production, pair.unit, pair.ratio, pair.direction)
                for column, pair in pairs
            ]
            missing = tuple(_missing(key, columns, [column for column, _ in pairs]))
            yield PairLine(key, first.name, first.unit, key in critical, draw(pairs_chart(rows)), missing)


def _missing(key: str, columns: Sequence[Column], drawn: Sequence[Column]) -> Iterator[tuple[str, str]]:
    """Every column that is not drawn, by name, and why."""
    for column in columns:
        if column not in drawn:
            states = [answer.state for answer in column.content.answers if answer.key == key]
            yield column.name, _(_WHY_MISSING.get(states[0], words.NOT_KNOWN) if states else NOT_ASKED)
