"""What a round said at each of its submissions."""

from dataclasses import dataclass

from ..domain import case, casefile
from ..models import Assessment, Submission
from .question_sets import questionnaire_of


@dataclass(frozen=True)
class Stated:
    """One submission with what it says."""

    submission: Submission
    case: case.Case


def submissions_of(assessment: Assessment) -> list[Submission]:
    """Every submission with who made it, first to last, their texts left for later; one query."""
    found = assessment.submissions.select_related("submitted_by").defer("content")
    return list(found.order_by("number"))


def stated_in(assessment: Assessment, number: int) -> Stated | None:
    """What the round said at this submission; None where there is none."""
    found = assessment.submissions.select_related("submitted_by").filter(number=number).first()
    if found is None:
        return None
    return Stated(found, casefile.parse(found.content, lambda _: questionnaire_of(assessment)))


def changed_between(earlier: case.Case, later: case.Case) -> frozenset[str]:
    """The questions that are answered otherwise, agreements to "not applicable" left aside."""
    keys = earlier.answers.keys() | later.answers.keys()
    return frozenset(key for key in keys if _own(earlier, key) != _own(later, key))


def _own(stated: case.Case, key: str) -> case.Answer | None:
    """What the team said: not what a reviewer said to it."""
    answer = stated.answers.get(key)
    if answer is None or not isinstance(answer.said, case.NotApplicable):
        return answer
    said = case.NotApplicable(answer.said.reason)
    return case.Answer(said, answer.evidence, answer.rationale, answer.proof, answer.verified_by)
