"""The two honest moves for a finding that is not matched."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from ..domain import case
from ..domain.casefile.remedies import AcknowledgementPart, FixPart
from ..domain.remedies import may_acknowledge
from ..domain.scoring import Finding, SectionResult, score, section_results
from ..models import JUDGED, Assessment, Person, Remedy, RemedyKind
from ..permissions import Permission
from ..queries import case_of, possible_approvers, questionnaire_of, questions_answered_by
from .planning import keep_actions, plan_errors, standing_actions
from .refusal import InvalidInput, NotAllowed, Refused, shape_errors
from .work import renew_work
from .working import working_on

LONGEST: Final = timedelta(days=2 * 365 + 1)
"""An expectation is looked at again after two years at the latest."""


class InvalidRemedy(InvalidInput):
    """Something is missing or does not fit; errors by field."""


class NothingToRemedy(Refused):
    """The section is matched, or no section has this key."""


class NotAcknowledgeable(Refused):
    """The finding is unknown because critical questions are blank: they must be answered first."""


class NothingToApprove(Refused):
    """No acknowledgement waits here."""


class StaleAcknowledgement(Refused):
    """What the approver read is not what stands now."""

    def __init__(self) -> None:
        super().__init__(_("This acknowledgement was changed meanwhile: read it again."))


def choose_fix(
    *,
    assessment: Assessment,
    section: str,
    actions: Sequence[case.Action],
    owners: Sequence[Person | None] = (),
    by: Person,
    at: datetime,
) -> Remedy:
    """Promise to close the gap before deployment, piece by piece; replaces what was chosen before.

    `owners` are people of the project, in the order of the actions, where one is meant and not only named. An
    action that is there already under the same words keeps how far it is, its history and its proofs.
    """
    _refuse(shape_errors(FixPart, {"actions": [_part(action) for action in actions]}, "actions"))
    with working_on(assessment, by=by, permission=Permission.CHOOSE_REMEDY, states=JUDGED):
        _open_finding(assessment, section)
        standing = standing_actions(assessment, section)
        _refuse(plan_errors(assessment, actions, owners, standing, at))
        remedy = _fix(assessment, section, by, at)
        keep_actions(remedy, actions, owners, standing, by=by, at=at)
        renew_work(project=assessment.project, at=at)
    return remedy


def ask_acknowledgement(  # noqa: PLR0913 - each is a line that people read
    *,
    assessment: Assessment,
    section: str,
    expectation: str,
    adjusted: case.Quantity,
    approver: Person,
    expires_on: date,
    effect: str = "",
    by: Person,
    at: datetime,
) -> Remedy:
    """Adjust the expectation in words and a number, and ask `approver`; counts once they approve.

    `effect` is what that does to cost or time; it holds for at most two years.
    """
    _refuse(_acknowledgement_errors(expectation, adjusted, approver, expires_on, effect, by, at))
    with working_on(assessment, by=by, permission=Permission.CHOOSE_REMEDY, states=JUDGED):
        if not possible_approvers(assessment, section, by).filter(pk=approver.pk).exists():
            raise InvalidRemedy(
                {"approver": _("must be a lead or an approver who answered nothing in this section")}
            )
        if not may_acknowledge(_open_finding(assessment, section)):
            raise NotAcknowledgeable(
                _("Answer this section's critical questions first, if only with “not known”.")
            )
        remedy = _replace(
            assessment,
            section,
            RemedyKind.ACKNOWLEDGE,
            by,
            at,
            expectation=expectation,
            adjusted_value=adjusted.value,
            adjusted_to=adjusted.to,
            adjusted_unit=adjusted.unit,
            effect=effect.strip(),
            asked_by=by,
            approver=approver,
            expires_on=expires_on,
        )
        renew_work(project=assessment.project, at=at)
    return remedy


def approve_acknowledgement(
    *, assessment: Assessment, section: str, remedy_id: UUID | str, by: Person, at: datetime
) -> Remedy:
    """Approve what one was asked to approve and has read, `remedy_id`; approving twice changes nothing."""
    with working_on(assessment, by=by, permission=Permission.APPROVE_ACKNOWLEDGEMENT, states=JUDGED):
        remedy = assessment.remedies.filter(section=section, kind=RemedyKind.ACKNOWLEDGE).first()
        if remedy is None:
            raise NothingToApprove(_("No acknowledgement waits for approval in this section."))
        if str(remedy.pk) != str(remedy_id):
            raise StaleAcknowledgement
        if remedy.approver_id != by.pk:
            raise NotAllowed(_("Only the named approver can approve this acknowledgement."))
        if has_answered_in(assessment, section, by):
            raise NotAllowed(
                _(
                    "You answered in this section, so somebody else must approve: ask the lead to name "
                    "another approver."
                )
            )
        if remedy.expires_on and remedy.expires_on <= timezone.localdate(at):
            raise NothingToApprove(_("This acknowledgement has expired; ask for a new one."))
        remedy.approved_at = remedy.approved_at or at
        remedy.save(update_fields=["approved_at"])
        renew_work(project=assessment.project, at=at)
    return remedy


def has_answered_in(assessment: Assessment, section: str, by: Person) -> bool:
    """Whether somebody answered a question of the section, and so approves nothing about it."""
    return any(key.partition(".")[0] == section for key in questions_answered_by(assessment, by))


def _refuse(errors: dict[str, str]) -> None:
    if errors:
        raise InvalidRemedy(errors)


def end_errors(approver: Person, expires_on: date, by: Person, at: datetime) -> dict[str, str]:
    """What is wrong with who approves and until when, for an acknowledgement and for a later end of one."""
    today = timezone.localdate(at)
    if approver.is_same(by):
        return {"approver": _("must be someone else than who asks")}
    if expires_on <= today:
        return {"expires_on": _("must be after today")}
    if expires_on > today + LONGEST:
        return {"expires_on": _("must be at most two years ahead: ask again when it ends")}
    return {}


def _acknowledgement_errors(
    expectation: str,
    adjusted: case.Quantity,
    approver: Person,
    expires_on: date,
    effect: str,
    by: Person,
    at: datetime,
) -> dict[str, str]:
    if errors := end_errors(approver, expires_on, by, at):
        return errors
    part = {
        "expectation": expectation.strip(),
        "adjusted": asdict(adjusted),
        "asked_by": by.email,
        "approver": approver.email,
        "expires": expires_on.isoformat(),
        "effect": effect.strip(),
    }
    return shape_errors(AcknowledgementPart, part, "expectation")


def _open_finding(assessment: Assessment, section: str) -> SectionResult:
    """The section's result, unless there is nothing to remedy."""
    questionnaire = questionnaire_of(assessment)
    found = section_results(score(case_of(assessment), questionnaire), questionnaire).get(section)
    if found is None or found.finding is Finding.MATCHED:
        raise NothingToRemedy(_("This section is matched: there is nothing to fix or to acknowledge."))
    return found


def _part(action: case.Action) -> dict[str, Any]:
    """An action as a case file has it."""
    return asdict(action) | {"due": action.due.isoformat(), "status": action.status.value}


def _fix(assessment: Assessment, section: str, by: Person, at: datetime) -> Remedy:
    """The section's fix, said anew; another move's row goes."""
    standing = assessment.remedies.filter(section=section, kind=RemedyKind.FIX).first()
    if standing is None:
        return _replace(assessment, section, RemedyKind.FIX, by, at)
    standing.chosen_by, standing.chosen_at = by, at
    standing.save(update_fields=["chosen_by", "chosen_at"])
    return standing


def _replace(
    assessment: Assessment, section: str, kind: RemedyKind, by: Person, at: datetime, **columns: Any
) -> Remedy:
    assessment.remedies.filter(section=section).delete()
    return Remedy.objects.create(
        assessment=assessment, section=section, kind=kind, chosen_by=by, chosen_at=at, **columns
    )


def drop_needless(*, assessment: Assessment, sections: Collection[str]) -> None:
    """Of sections that turned out to be matched nothing is promised any more; only the history tells of it.

    Part of accepting a round, in its transaction. Therefore not among the package's names.
    """
    assessment.remedies.filter(section__in=sections).delete()
