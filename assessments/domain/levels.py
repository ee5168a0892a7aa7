"""From what was said to a level, 0 to 4: a choice states its own, a pair's coverage reaches one."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from .case import Choice, Pair, Said
from .questionnaire import Coverage, Measure, Question, ZeroProduction


def level_said(question: Question, said: Said | None) -> int | None:
    """The level that this asserts, whatever backs it; None where it states none."""
    if isinstance(said, Choice):
        return said.level
    if not isinstance(said, Pair) or question.measure is None:
        return None
    coverage = coverage_of(said, question.measure)
    return None if coverage is None else level_of(coverage, question.measure.thresholds)


def coverage_of(pair: Pair, measure: Measure) -> Fraction | None:
    """Divide as the question says, capped at 1; None where a side is missing or the ratio has no meaning."""
    if pair.pilot is None or pair.production is None:
        return None
    pilot, production = Fraction(pair.pilot), Fraction(pair.production)
    if production == 0:
        return _coverage_of_nothing(pilot, measure)
    if measure.coverage is Coverage.PRODUCTION_OVER_PILOT:
        return Fraction(1) if pilot <= production else production / pilot
    return min(pilot / production, Fraction(1))


def _coverage_of_nothing(pilot: Fraction, measure: Measure) -> Fraction | None:
    if measure.zero_production is ZeroProduction.NOTHING_NEEDED:
        return Fraction(1)
    if measure.zero_production is ZeroProduction.PILOT_HAD_MORE:
        return Fraction(0) if pilot > 0 else Fraction(1)
    return None


def level_of(coverage: Fraction, thresholds: Sequence[Decimal]) -> int:
    """The level, 0 to 4, that a coverage reaches; `thresholds` in %, where levels 1 to 4 begin."""
    return sum(coverage * 100 >= Fraction(threshold) for threshold in thresholds)
