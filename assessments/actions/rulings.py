"""What a reviewer decides answer by answer: agrees, lowers the evidence grade, refuses "not applicable"."""

from datetime import datetime

from django.utils.translation import gettext as _

from ..domain.case import Evidence
from ..domain.casefile.values import Told
from ..models import Answer, Assessment, Decision, Person, Ruling, Said, State
from ..permissions import Permission
from ..queries import (
    answer_to,
    answers_in,
    looked_at,
    questionnaire_of,
    questions_answered_by,
    rulings_of,
    version_of,
)
from .answers import StaleAnswer
from .refusal import InvalidInput, NotAllowed, Refused, shape_errors
from .work import renew_work
from .working import working_on

REVIEWED = (State.IN_REVIEW,)
"""In this state a reviewer rules on answers."""


class InvalidRuling(InvalidInput):
    """The ruling does not fit the answer, or does not say why; errors by field: decision, grade, why."""


class StaleSection(Refused):
    """The round was submitted anew since the page was shown."""


def rule_on_answer(
    *,
    assessment: Assessment,
    question: str,
    decision: Decision,
    seen_version: int,
    by: Person,
    at: datetime,
    grade: str = "",
    why: str = "",
) -> Ruling:
    """Rule on one answer, as a reviewer who answered nothing; replaces what was ruled before.

    `seen_version` is that of the answer that was looked at, 0 for a question that nobody answered.
    """
    with working_on(assessment, by=by, permission=Permission.REVIEW, states=REVIEWED):
        check_independent(assessment, by)
        row = answer_to(assessment, question)
        _check_ruling(assessment, question, row, decision, grade, why)
        if version_of(row) != seen_version:
            raise StaleAnswer(row or Answer(assessment=assessment, question=question))
        changed = keep_ruling(
            assessment, question, row, by=by, at=at, decision=decision, grade=grade, why=why.strip()
        )
        if changed:
            renew_work(project=assessment.project, at=at)
    return assessment.rulings.get(question=question)


def agree_to_rest(*, assessment: Assessment, section: str, submission: int, by: Person, at: datetime) -> int:
    """Agree to every answer of a section that nobody looked at yet; return how many these were.

    Never to "not applicable": that takes a decision of its own. `submission` is the number of the one that
    was shown.
    """
    with working_on(assessment, by=by, permission=Permission.REVIEW, states=REVIEWED):
        check_independent(assessment, by)
        if assessment.submissions.count() != submission:
            raise StaleSection(_("The round was submitted anew since you opened the page: look again."))
        left = _left(assessment, section)
        for question, row in left.items():
            keep_ruling(assessment, question, row, by=by, at=at, decision=Decision.AGREES)
    return len(left)


def keep_ruling(
    assessment: Assessment,
    question: str,
    row: Answer | None,
    *,
    by: Person,
    at: datetime,
    decision: Decision,
    grade: str = "",
    why: str = "",
) -> bool:
    """Store a ruling, and the agreement to "not applicable" with it; whether it changes what counts."""
    before = assessment.rulings.filter(question=question).exclude(decision=Decision.AGREES).exists()
    Ruling.objects.update_or_create(
        assessment=assessment,
        question=question,
        defaults={
            "version": version_of(row),
            "decision": decision,
            "grade": grade,
            "why": why,
            "by": by,
            "at": at,
        },
    )
    dropped = row is not None and row.said == Said.NOT_APPLICABLE
    if row and dropped:
        agrees = decision == Decision.AGREES
        row.agreed_by, row.agreed_at = (by, at) if agrees else (None, None)
        row.save(update_fields=["agreed_by", "agreed_at"])
    return before or dropped or decision != Decision.AGREES


def check_independent(assessment: Assessment, by: Person) -> None:
    """Whoever answered anything in the round, ever, does not review it."""
    if questions_answered_by(assessment, by):
        raise NotAllowed(_("You answered in this round: a reviewer who answered nothing must review it."))


def _check_ruling(
    assessment: Assessment, question: str, row: Answer | None, decision: Decision, grade: str, why: str
) -> None:
    errors = {}
    if question not in questionnaire_of(assessment).by_key:
        errors["question"] = _("%(key)s is not a question of this round") % {"key": question}
    if decision == Decision.REFUSES and (row is None or row.said != Said.NOT_APPLICABLE):
        errors["decision"] = _("this question is not answered with “not applicable”")
    if decision == Decision.LOWERS and not _is_weaker(grade, row):
        errors["grade"] = _("choose a grade that is weaker than what the answer states")
    if decision != Decision.AGREES:
        errors |= shape_errors(Told, why.strip(), "why")
    if errors:
        raise InvalidRuling(errors)


def _is_weaker(grade: str, row: Answer | None) -> bool:
    strengths = {each.value: each.strength for each in Evidence}
    return row is not None and grade in strengths and strengths[grade] < strengths[row.evidence]


def _left(assessment: Assessment, section: str) -> dict[str, Answer | None]:
    found = questionnaire_of(assessment).by_section.get(section)
    if found is None:
        return {}
    rows = answers_in(assessment, found)
    seen = looked_at(rulings_of(assessment), rows)
    return {
        question.key: rows.get(question.key)
        for question in found.questions
        if question.key not in seen and not _drops(rows.get(question.key))
    }


def _drops(row: Answer | None) -> bool:
    return row is not None and row.said == Said.NOT_APPLICABLE
