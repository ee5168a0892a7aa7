"""Answers in words, for the lists that people read before they submit and beside a clash."""

from collections.abc import Callable, Iterator

from assessments.domain.case import Answer, Choice, Evidence, How, NotApplicable, NotKnown, Pair
from assessments.domain.numbers import NO_BREAK, counted, whole_percent
from assessments.domain.questionnaire import Measure, Question
from assessments.domain.scoring import coverage_of

NOT_ANSWERED = "Not answered"
SIDE_MISSING = "not known"

GRADES = {
    Evidence.NONE: "No evidence",
    Evidence.DOCUMENTED: "Documented",
    Evidence.MEASURED: "Measured",
    Evidence.VERIFIED: "Verified",
}


def said_in_words(question: Question, answer: Answer | None) -> str:
    """Say what was answered, as one line without the evidence."""
    match answer.said if answer else None:
        case Choice(level=level):
            return question.levels[level].text
        case Pair() as pair if question.measure:
            return _pair_in_words(pair, question.measure)
        case NotKnown():
            return "Not known"
        case NotApplicable(reason=reason, agreed_by=agreed_by):
            agreement = f"agreed by {agreed_by}" if agreed_by else "not agreed yet, so it counts as not known"
            return f"Not applicable ({agreement}): {reason}"
        case _:
            return NOT_ANSWERED


def answer_in_words(question: Question, answer: Answer | None, reasons: Callable[[str], str] = str) -> str:
    """Say an answer whole, a line for each part: what was said, its evidence, its `reasons`."""
    return "\n".join(_lines(question, answer, reasons))


def _lines(question: Question, answer: Answer | None, reasons: Callable[[str], str]) -> Iterator[str]:
    yield said_in_words(question, answer)
    if answer is None:
        return
    if answer.evidence is not Evidence.NONE:
        by = f" by {answer.verified_by}" if answer.verified_by else ""
        yield f"{GRADES[answer.evidence]}{by}"
    yield from (f"Proof: {proof.title}" for proof in answer.proof)
    if answer.rationale:
        yield reasons(answer.rationale)


def _pair_in_words(pair: Pair, measure: Measure) -> str:
    pilot, production = (
        SIDE_MISSING if side is None else counted(side, measure.unit, NO_BREAK)
        for side in (pair.pilot, pair.production)
    )
    tested = " in a load test" if measure.asks_how and pair.how is How.LOAD_TEST else ""
    coverage = coverage_of(pair, measure)
    share = "" if coverage is None else f" (coverage {whole_percent(coverage)})"
    return f"Pilot {pilot}{tested}, production {production}{share}"
