"""The questions that an assessment pinned."""

from ..domain.questionnaire import Questionnaire
from ..models import Assessment, QuestionSet

_BY_DIGEST: dict[str, Questionnaire] = {}
"""A digest stands for one content for good, so what was read once is never stale."""


def questionnaire_of(assessment: Assessment) -> Questionnaire:
    """The question set in the wording that the round started with; read from the database once a process."""
    digest = assessment.question_set.digest
    if digest not in _BY_DIGEST:
        _BY_DIGEST[digest] = Questionnaire.model_validate(assessment.question_set.content)
    return _BY_DIGEST[digest]


def questionnaire_with(digest: str) -> Questionnaire:
    """The same by its digest, for lists of many rounds."""
    if digest not in _BY_DIGEST:
        content = QuestionSet.objects.values_list("content", flat=True).get(digest=digest)
        _BY_DIGEST[digest] = Questionnaire.model_validate(content)
    return _BY_DIGEST[digest]
