"""Cases made for the rules' tests: a perfect one, and changes to it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from assessments.domain.case import Answer, Case, Choice, Claim, Evidence, How, NotKnown, Outcome, Pair, Proof
from assessments.domain.questionnaire import Question, Questionnaire
from assessments.domain.verdict import Assessed, assess
from assessments.questionnaires import load

from .followed import FOLLOWED

TODAY = date(2026, 11, 22)
PROOF = (Proof("Protocol", "https://wiki.example.org/protocol"),)
QUESTIONNAIRE: Questionnaire = load("honest-pilot/1")
CRITICAL = tuple(question.key for question in QUESTIONNAIRE if question.critical)
CLAIM = Claim(
    metric="accuracy",
    value=Decimal(95),
    unit="%",
    sample_size=500,
    criterion="at least 90 %",
    result=Outcome.MET,
)


def choice(level: int, evidence: Evidence = Evidence.MEASURED) -> Answer:
    """A choice with as much proof as its grade demands."""
    return backed(Answer(Choice(level), evidence))


def pair(
    pilot: int | str | None,
    production: int | str | None,
    evidence: Evidence = Evidence.MEASURED,
    how: How = How.LIVE,
) -> Answer:
    """A pair with as much proof as its grade demands."""
    sides = [None if side is None else Decimal(side) for side in (pilot, production)]
    return backed(Answer(Pair(sides[0], sides[1], how), evidence))


def backed(answer: Answer) -> Answer:
    """The answer with a proof where its grade needs one."""
    if answer.evidence is Evidence.NONE:
        return answer
    return replace(answer, proof=PROOF, verified_by="audit" if answer.evidence is Evidence.VERIFIED else "")


def perfect(question: Question, evidence: Evidence = Evidence.MEASURED) -> Answer:
    """The answer of a pilot run exactly as production will be."""
    return (
        pair(1000, 1000, evidence)
        if question.measure and not question.measure.share
        else (pair(20, 20, evidence) if question.measure else choice(4, evidence))
    )


def with_question(key: str, **changes: object) -> Questionnaire:
    """The question set with one question changed."""
    sections = tuple(
        section.model_copy(
            update={
                "questions": tuple(
                    question.model_copy(update=changes) if question.key == key else question
                    for question in section.questions
                )
            }
        )
        for section in QUESTIONNAIRE.sections
    )
    return QUESTIONNAIRE.model_copy(update={"sections": sections})


def perfect_case(**changes: object) -> Case:
    """A pilot that predicts production; `changes` replace fields of the case."""
    answers = {question.key: perfect(question) for question in QUESTIONNAIRE}
    case = Case(QUESTIONNAIRE.id, "Invoice triage", "Finance automation", claim=CLAIM, answers=answers)
    return replace(case, **changes)  # type: ignore[arg-type]  # names are checked by the call itself


def with_answers(case: Case, answers: Mapping[str, Answer | None]) -> Case:
    """The case with some answers replaced; None leaves a question blank."""
    merged = {**case.answers, **answers}
    return replace(case, answers={key: answer for key, answer in merged.items() if answer is not None})


def judged(case: Case, as_of: date = TODAY) -> Assessed:
    """The case, judged by its question set."""
    return assess(case, FOLLOWED if case.questionnaire == FOLLOWED.id else QUESTIONNAIRE, as_of)


def perfect_but(answers: Mapping[str, Answer | None]) -> Assessed:
    """A perfect pilot with some answers replaced, judged."""
    return judged(with_answers(perfect_case(), answers))


UNKNOWN = Answer(NotKnown())
