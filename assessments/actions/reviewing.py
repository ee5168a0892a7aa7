"""What someone who did not answer decides: a question has no meaning here, two answers are both true."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from ..domain.casefile.values import Told
from ..domain.contradictions import contradictions
from ..domain.scoring import score
from ..models import (
    JUDGED,
    OPEN,
    Answer,
    Assessment,
    Decision,
    DisagreementSettlement,
    Person,
    Said,
    Settlement,
)
from ..permissions import Permission
from ..queries import answer_to, case_of, differing_in, questionnaire_of, questions_answered_by
from .answers import StaleAnswer
from .refusal import InvalidInput, NotAllowed, Refused, shape_errors
from .rulings import keep_ruling
from .work import renew_work
from .working import working_on


class NothingToAgree(Refused):
    """The question is not answered with "not applicable"."""


class NothingToSettle(Refused):
    """The answers do not contradict each other by this rule."""


class InvalidSettlement(InvalidInput):
    """The explanation is missing or too long."""


def agree_not_applicable(
    *, assessment: Assessment, question: str, seen_version: int, by: Person, at: datetime
) -> Answer:
    """Agree, as someone who answered nothing in this round, that a question is not applicable.

    `seen_version` is that of the answer whose reason was read.
    """
    with working_on(assessment, by=by, permission=Permission.AGREE_NOT_APPLICABLE, states=OPEN):
        row = answer_to(assessment, question)
        if row is None or row.said != Said.NOT_APPLICABLE:
            raise NothingToAgree(_("This question is not answered with “not applicable”."))
        if questions_answered_by(assessment, by):
            raise NotAllowed(_("You answered in this round: someone who answered nothing must agree."))
        if row.version != seen_version:
            raise StaleAnswer(row)
        keep_ruling(assessment, question, row, by=by, at=at, decision=Decision.AGREES)
        renew_work(project=assessment.project, at=at)
    return row


def settle_contradiction(
    *, assessment: Assessment, rule: str, why: str, by: Person, at: datetime
) -> Settlement:
    """Explain a contradiction, as someone who answered none of its questions; replaces what was explained."""
    if errors := shape_errors(Told, why.strip(), "why"):
        raise InvalidSettlement(errors)
    with working_on(assessment, by=by, permission=Permission.SETTLE, states=JUDGED):
        involved = _involved(assessment, rule)
        if not involved:
            raise NothingToSettle(_("These answers do not contradict each other (any more)."))
        if questions_answered_by(assessment, by) & set(involved):
            raise NotAllowed(_("You answered one of these questions: someone else must settle this."))
        settlement: Settlement = Settlement.objects.update_or_create(
            assessment=assessment, rule=rule, defaults={"why": why, "by": by, "at": at}
        )[0]
        renew_work(project=assessment.project, at=at)
    return settlement


def settle_disagreement(
    *, assessment: Assessment, answer_id: UUID | str, why: str, by: Person, at: datetime
) -> DisagreementSettlement:
    """Say what to make of a second answer that differs from the team's, as someone who gave neither.

    `answer_id` is the second answer's. Replaces what was said before.
    """
    if errors := shape_errors(Told, why.strip(), "why"):
        raise InvalidSettlement(errors)
    with working_on(assessment, by=by, permission=Permission.SETTLE, states=JUDGED):
        differing = differing_in(assessment, case_of(assessment))
        second = next((item.second for item in differing if str(item.second.pk) == str(answer_id)), None)
        if second is None:
            raise NothingToSettle(_("These two answers do not differ by two levels (any more)."))
        if second.question in questions_answered_by(assessment, by):
            raise NotAllowed(_("You gave one of these answers: someone else must settle this."))
        settlement: DisagreementSettlement = DisagreementSettlement.objects.update_or_create(
            assessment=assessment,
            question=second.question,
            voice_id=second.voice_id,
            defaults={"why": why, "by": by, "at": at},
        )[0]
        renew_work(project=assessment.project, at=at)
    return settlement


def _involved(assessment: Assessment, rule: str) -> tuple[str, ...]:
    case = case_of(assessment)
    found = contradictions(case, score(case, questionnaire_of(assessment)))
    return next((item.questions for item in found if item.rule == rule), ())
