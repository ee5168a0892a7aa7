"""From answers to levels and findings: rules 1 to 3 and 7 of the scoring, redoable by hand.

Nothing left out ever helps: a blank, an unknown and an unagreed "not applicable" all count as level 0.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from .case import Answer, Case, Choice, Evidence, NotApplicable, Pair
from .follow_ups import reduced
from .language import gettext as _
from .levels import coverage_of, level_of
from .questionnaire import Coverage, Kind, Measure, Question, Questionnaire, Section, ZeroProduction

JUST_OVER = Fraction(105, 100)
"""Up to this multiple of a threshold, a coverage is "just over the line"."""

RULES_VERSION = "honest-pilot-rules/1"


class Finding(StrEnum):
    """What a section shows about production."""

    MATCHED = "matched"
    PARTIAL = "partial"
    UNMATCHED = "unmatched"
    UNKNOWN = "unknown"

    @property
    def shows_nothing(self) -> bool:
        """Unmatched and unknown weigh the same: nothing was shown."""
        return self in {Finding.UNMATCHED, Finding.UNKNOWN}


@dataclass(frozen=True)
class Scored:
    """One question with its answer's claimed and evidenced level.

    `claimed` is None for a blank, an unknown and a dropped question; `evidenced` is then 0. `coverage` is the
    exact ratio of a pair, at most 1, None where it has none. `grade` is the evidence grade in force, after
    rulings.
    """

    question: Question
    answer: Answer | None
    claimed: int | None
    evidenced: int
    grade: Evidence
    dropped: bool = False
    coverage: Fraction | None = None
    remarks: tuple[str, ...] = ()
    just_over_line: bool = False

    @property
    def key(self) -> str:
        """The question's key."""
        return self.question.key

    @property
    def follows(self) -> str:
        """The key of the question that this one is a follow-up to; empty for any other."""
        return self.question.follows

    @property
    def known(self) -> bool:
        """Whether the answer states a level."""
        return self.claimed is not None

    @property
    def blank(self) -> bool:
        """Whether nothing at all was answered."""
        return self.answer is None

    @property
    def unknown(self) -> bool:
        """Whether it counts as not known: blank, said so, half a pair, an unagreed "not applicable"."""
        return self.claimed is None and not self.dropped

    @property
    def lacks_proof(self) -> bool:
        """Whether a known critical answer names nothing that backs it."""
        return self.question.critical and self.known and not (self.answer and self.answer.proof)


@dataclass(frozen=True)
class SectionResult:
    """One section's levels and finding; `claimed` is None where no critical answer is known."""

    section: Section
    questions: tuple[Scored, ...]
    level: int
    claimed: int | None
    finding: Finding
    held_down_by: tuple[str, ...]

    @property
    def optimism(self) -> Fraction:
        """The mean of claimed minus evidenced over the section's known answers."""
        return optimism(self.questions)


def score(case: Case, questionnaire: Questionnaire) -> dict[str, Scored]:
    """Score every question that is asked, answered or not, in catalogue order."""
    lowered: dict[str, Evidence] = {}
    for ruling in case.lowered_grades:
        lowered[ruling.question] = weakest(ruling.evidence, lowered.get(ruling.question))
    return {
        question.key: _score_question(
            question, case, _grade(case.answers.get(question.key), lowered.get(question.key))
        )
        for question in reduced(questionnaire, case.answers)
    }


def section_results(scored: dict[str, Scored], questionnaire: Questionnaire) -> dict[str, SectionResult]:
    """Judge each of the eight sections, in catalogue order."""
    return {
        section.key: _judge(section, tuple(scored[key] for key in section.by_key if key in scored))
        for section in questionnaire.sections
    }


def optimism(scored: Iterable[Scored]) -> Fraction:
    """Mean of claimed minus evidenced over the known answers; 0 where nothing is known."""
    gaps = [item.claimed - item.evidenced for item in scored if item.claimed is not None]
    return Fraction(sum(gaps), len(gaps)) if gaps else Fraction(0)


def weakest(grade: Evidence, other: Evidence | None) -> Evidence:
    """The weaker of two grades."""
    return min(grade, other, key=lambda each: each.strength) if other else grade


def _grade(answer: Answer | None, lowered: Evidence | None) -> Evidence:
    return weakest(answer.evidence if answer else Evidence.NONE, lowered)


def _score_question(question: Question, case: Case, grade: Evidence) -> Scored:
    answer = case.answers.get(question.key)
    said = answer.said if answer else None
    if isinstance(said, Choice) and question.kind is Kind.CHOICE:
        return Scored(question, answer, said.level, min(said.level, _cap(question, grade)), grade)
    if isinstance(said, Pair) and question.measure:
        return _score_pair(question, answer, said, grade)
    dropped = (
        isinstance(said, NotApplicable) and bool(said.agreed_by.strip()) and may_be_dropped(question, case)
    )
    return Scored(question, answer, None, 0, grade, dropped=dropped)


def may_be_dropped(question: Question, case: Case) -> bool:
    """Whether "not applicable" is open to this question: if not critical, or by its own condition."""
    if not question.critical:
        return True
    other = case.answers.get(question.not_applicable_when_none or "")
    return other is not None and isinstance(other.said, Pair) and other.said.production == 0


def _score_pair(question: Question, answer: Answer | None, pair: Pair, grade: Evidence) -> Scored:
    measure = question.measure
    coverage = coverage_of(pair, measure) if measure else None
    if measure is None or coverage is None:
        return Scored(question, answer, None, 0, grade)
    if _unproved_nothing(pair, measure, grade):
        remark = _("production 0 counts as not known until it is measured or verified")
        return Scored(question, answer, None, 0, grade, remarks=(remark,))
    level = level_of(coverage, measure.thresholds)
    return Scored(
        question,
        answer,
        level,
        min(level, _cap(question, grade)),
        grade,
        coverage=coverage,
        remarks=tuple(_remarks(pair, measure)),
        just_over_line=_just_over(coverage, level, measure),
    )


def _unproved_nothing(pair: Pair, measure: Measure, grade: Evidence) -> bool:
    nothing = pair.production == 0 and measure.zero_production is ZeroProduction.NOTHING_NEEDED
    return nothing and grade.strength < Evidence.MEASURED.strength


def _remarks(pair: Pair, measure: Measure) -> Iterable[str]:
    pilot, production = pair.pilot or Decimal(0), pair.production or Decimal(0)
    if production == 0:
        yield _("production has none")
    elif measure.coverage is Coverage.PILOT_OVER_PRODUCTION and pilot > production:
        yield _("the pilot had more than production; counted as 100 %")
    elif measure.coverage is Coverage.PRODUCTION_OVER_PILOT and production > pilot:
        yield _("production has more than the pilot; counted as 100 %")


def _just_over(coverage: Fraction, level: int, measure: Measure) -> bool:
    """Full coverage has no line left to fall short of."""
    return (
        level > 0 and coverage < 1 and coverage * 100 <= Fraction(measure.thresholds[level - 1]) * JUST_OVER
    )


def _cap(question: Question, grade: Evidence) -> int:
    if grade in question.caps:
        return question.caps[grade]
    if grade is Evidence.NONE:
        return 1 if question.critical else 2
    if grade is Evidence.DOCUMENTED:
        return 2 if question.critical and question.kind is Kind.PAIR else 3
    return 4


@dataclass(frozen=True)
class _Weighed:
    """What a question counts with: the lowest of its own levels and its follow-ups'; `key` says whose.

    Since a follow-up only ever lowers its question, which counts 0 anyway where it is not known, no worse
    answer helps by taking a follow-up away, and no better one hurts by less than the answer itself allows.
    """

    key: str
    critical: bool
    unknown: bool
    claimed: int | None
    evidenced: int


def _weighed(scored: tuple[Scored, ...]) -> tuple[_Weighed, ...]:
    """Every question that counts, with its follow-ups; none of these counts by itself."""
    following: dict[str, list[Scored]] = {}
    for item in scored:
        if item.follows and not item.dropped:
            following.setdefault(item.follows, []).append(item)
    return tuple(
        _weigh(item, following.get(item.key, ())) for item in scored if not (item.dropped or item.follows)
    )


def _weigh(item: Scored, following: Sequence[Scored]) -> _Weighed:
    lowest = min((item, *following), key=lambda each: each.evidenced)
    claimed = [each.claimed for each in (item, *following) if each.claimed is not None]
    return _Weighed(
        lowest.key,
        item.question.critical,
        item.unknown,
        min(claimed) if item.known else None,
        lowest.evidenced,
    )


def _judge(section: Section, scored: tuple[Scored, ...]) -> SectionResult:
    counted = _weighed(scored)
    critical = tuple(item for item in counted if item.critical)
    level = _formula([item.evidenced for item in critical], [item.evidenced for item in counted])
    known = [item.claimed for item in counted if item.claimed is not None]
    known_critical = [item.claimed for item in critical if item.claimed is not None]
    finding = _finding(level, known_critical, known, critical_unknown=any(item.unknown for item in critical))
    return SectionResult(
        section,
        scored,
        level,
        _formula(known_critical, known) if known_critical else None,
        finding,
        _held_down_by(counted, finding),
    )


def _formula(critical: Sequence[int], levels: Sequence[int]) -> int:
    ceiling = 2 if 0 in levels else 4
    return min(*critical, _one_above_mean(levels), ceiling)


def _one_above_mean(levels: Sequence[int]) -> int:
    return sum(levels) // len(levels) + 1


def _finding(level: int, known_critical: list[int], known: list[int], *, critical_unknown: bool) -> Finding:
    if known and min([*known_critical, _one_above_mean(known)]) <= 1:
        return Finding.UNMATCHED
    if critical_unknown or level <= 1:
        return Finding.UNKNOWN
    return Finding.PARTIAL if level == 2 else Finding.MATCHED


def _held_down_by(counted: Sequence[_Weighed], finding: Finding) -> tuple[str, ...]:
    if finding is Finding.MATCHED:
        return ()
    critical = sorted(
        (item for item in counted if item.critical and item.evidenced < 3),
        key=lambda item: item.evidenced,
    )
    if critical:
        return tuple(item.key for item in critical)
    lowest = min(item.evidenced for item in counted)
    return tuple(item.key for item in counted if item.evidenced == lowest)
