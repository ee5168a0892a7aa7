"""Answers in words, for the lists that people read before they submit and beside a clash."""

from collections.abc import Callable, Iterator
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from assessments.domain.case import Answer, Choice, Evidence, How, NotApplicable, NotKnown, Pair
from assessments.domain.levels import coverage_of
from assessments.domain.numbers import NO_BREAK, counted, whole_percent
from assessments.domain.questionnaire import Measure, Question

GRADES: Final = {
    Evidence.NONE: gettext_noop("No evidence"),
    Evidence.DOCUMENTED: gettext_noop("Documented"),
    Evidence.MEASURED: gettext_noop("Measured"),
    Evidence.VERIFIED: gettext_noop("Verified"),
}
PAIRS: Final = {
    (How.LIVE, False): gettext_noop("Pilot %(pilot)s, production %(production)s"),
    (How.LIVE, True): gettext_noop("Pilot %(pilot)s, production %(production)s (coverage %(coverage)s)"),
    (How.LOAD_TEST, False): gettext_noop("Pilot %(pilot)s in a load test, production %(production)s"),
    (How.LOAD_TEST, True): gettext_noop(
        "Pilot %(pilot)s in a load test, production %(production)s (coverage %(coverage)s)"
    ),
}
"""Two numbers in words, by how the pilot reached its own, and whether they give a coverage."""


def grade_in_words(grade: Evidence) -> str:
    """How strong what backs an answer is."""
    return _(GRADES[grade])


def said_in_words(question: Question, answer: Answer | None) -> str:
    """Say what was answered, as one line without the evidence."""
    match answer.said if answer else None:
        case Choice(level=level):
            return question.levels[level].text
        case Pair() as pair if question.measure:
            return _pair_in_words(pair, question.measure)
        case NotKnown():
            return _("Not known")
        case NotApplicable(reason=reason, agreed_by=agreed_by):
            return _dropped_in_words(reason, agreed_by)
    return _("Not answered")


def _dropped_in_words(reason: str, agreed_by: str) -> str:
    if agreed_by:
        text = _("Not applicable (agreed by %(name)s): %(reason)s")
        return text % {"name": agreed_by, "reason": reason}
    text = _("Not applicable (not agreed yet, so it counts as not known): %(reason)s")
    return text % {"reason": reason}


def answer_in_words(question: Question, answer: Answer | None, reasons: Callable[[str], str] = str) -> str:
    """Say an answer whole, a line for each part: what was said, its evidence, its `reasons`."""
    return "\n".join(_lines(question, answer, reasons))


def _lines(question: Question, answer: Answer | None, reasons: Callable[[str], str]) -> Iterator[str]:
    yield said_in_words(question, answer)
    if answer is None:
        return
    if answer.evidence is not Evidence.NONE:
        yield _backing_in_words(answer)
    yield from (_("Proof: %(title)s") % {"title": proof.title} for proof in answer.proof)
    if answer.rationale:
        yield reasons(answer.rationale)


def _backing_in_words(answer: Answer) -> str:
    grade = grade_in_words(answer.evidence)
    if not answer.verified_by:
        return grade
    # Translators: how strong the evidence is, and who verified it: "Verified by Ada".
    return _("%(grade)s by %(name)s") % {"grade": grade, "name": answer.verified_by}


def _pair_in_words(pair: Pair, measure: Measure) -> str:
    pilot, production = (
        pgettext("in place of a number", "not known")
        if side is None
        else counted(side, measure.unit, NO_BREAK)
        for side in (pair.pilot, pair.production)
    )
    how = pair.how if measure.asks_how else How.LIVE
    coverage = coverage_of(pair, measure)
    share = "" if coverage is None else whole_percent(coverage)
    numbers = {"pilot": pilot, "production": production, "coverage": share}
    return _(PAIRS[how, bool(share)]) % numbers
