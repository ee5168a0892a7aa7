"""Deciding, countersigning and declining: what somebody says of a report that they read.

A worker then signs it. Whatever is signed is bound to the record and to the very file that was read; nothing
of it can change between the reading and the signature without voiding it.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from celery import current_app
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.actions import InvalidInput, NotAllowed, Refused, renew_work
from assessments.actions.refusal import shape_errors
from assessments.domain.casefile.values import Told
from assessments.models import Person
from assessments.models.identity import new_id
from assessments.queries import later_accepted

from ..assertion import objection_to, passkey_used
from ..content.statement import Decision, Reauthentication
from ..models import Report, Signatory, SignOff
from ..queries import (
    decision_of,
    decisions_open,
    people_who_may_sign,
    possible_delegates,
    signatories_of,
    standing_sign_offs,
)
from .outbox import QUEUE

TASK = "reports.tasks.sign_report"
VALID = timedelta(minutes=5)
"""So old the proof of who signs may be, and so long may a signature wait for its worker."""

SIGNABLE = (Report.State.SEALED, Report.State.SIGNING)


class CannotSign(Refused):
    """The report is not one that this person can sign now; the message says what to do."""


class NotAsserted(CannotSign):
    """Who signs has a passkey, and it did not answer for exactly this."""


class InvalidSignOff(InvalidInput):
    """Something is missing or does not fit; errors by field."""


class InvalidDelegation(InvalidInput):
    """Nobody, or nobody who may sign, is named, or no reason is given."""


@dataclass(frozen=True)
class Proof:
    """Which file somebody read, and how and when they proved to be the one who is signed in.

    A passkey's answer (`assertion`) names the sign-off that is to be, and `at` is when it was asked for.
    """

    read_sha256: str
    at: datetime
    by: Reauthentication
    assertion: str = ""
    sign_off: UUID = field(default_factory=new_id)


@dataclass(frozen=True)
class Words:
    """What a signatory writes: always the reason.

    `conditions` is what the decision maker ties the decision to, `dissent` what a countersigner sees
    otherwise and signs all the same.
    """

    reason: str
    conditions: str = ""
    dissent: str = ""


def ask_sign_off(
    *,
    report: Report,
    decision: Decision | None = None,
    words: Words,
    proof: Proof,
    by: Person,
    at: datetime,
) -> SignOff:
    """Sign a report that one has read, as decision maker or as countersigner; a worker sets the signature.

    `decision` is the decision maker's own; a countersigner gives none, and agrees to the one that stands.
    Whoever has a passkey gives its answer. Asked twice, the second finds the first.
    """
    with transaction.atomic():
        row = prepare_sign_off(report=report, decision=decision, words=words, proof=proof, by=by, at=at)
        if row.is_stored:
            return row
        _check_asserted(row)
        row.save(force_insert=True)
        if row.assertion:
            passkey_used(row).record_usage()
        transaction.on_commit(lambda: announce_sign_off(row.pk), robust=True)
        renew_work(project=report.project, at=at)
    return row


def prepare_sign_off(
    *,
    report: Report,
    decision: Decision | None = None,
    words: Words,
    proof: Proof,
    by: Person,
    at: datetime,
) -> SignOff:
    """What `ask_sign_off` would store, for a passkey to answer for, or the one that stands.

    Refused for the same reasons, and stored nowhere.
    """
    with transaction.atomic():
        signatory = _taking_part(report, by)
        if standing := _standing_of(report, signatory):
            return standing
        decided = _decided(report, signatory, decision, at)
        # A countersigner reads the file that holds the decision.
        _check_proof(report, proof, at, signatures=0 if signatory.decides else 1)
        _refuse(_text_errors(words))
        return _said(
            report,
            signatory,
            SignOff.State.ASKED,
            proof,
            decision=decided,
            reason=words.reason.strip(),
            conditions=words.conditions.strip() if signatory.decides else "",
            dissent="" if signatory.decides else words.dissent.strip(),
            by=by,
            at=at,
        )


def decline_sign_off(*, report: Report, reason: str, proof: Proof, by: Person, at: datetime) -> SignOff:
    """Refuse to sign, in writing: the report ends as declined, and nothing is added to its file."""
    with transaction.atomic():
        signatory = _taking_part(report, by)
        if standing := _standing_of(report, signatory):
            return standing
        _check_proof(report, proof, at)
        _refuse(_text_errors(Words(reason)))
        row = _said(
            report,
            signatory,
            SignOff.State.DECLINED,
            proof,
            decision=decision_of(report) or "",
            reason=reason.strip(),
            by=by,
            at=at,
            finished_at=at,
        )
        row.save(force_insert=True)
        Report.objects.filter(pk=report.pk).update(state=Report.State.DECLINED)
        renew_work(project=report.project, at=at)
    return row


def delegate_signing(*, report: Report, to: Person, reason: str, by: Person, at: datetime) -> Signatory:
    """Hand one's signature to somebody else for one's absence, once; they then sign in their own name."""
    with transaction.atomic():
        signatory = _taking_part(report, by)
        if signatory.delegate_id is not None:
            raise CannotSign(_("It was handed on once already: whoever has it now signs or declines."))
        if _standing_of(report, signatory):
            raise CannotSign(_("You have signed or declined already."))
        return hand_on(signatory, report=report, to=to, reason=reason, by=by, at=at)


def hand_on(
    signatory: Signatory, *, report: Report, to: Person, reason: str, by: Person, at: datetime
) -> Signatory:
    """Let somebody else sign in a place that is free for it; the caller has locked the report.

    Raises InvalidDelegation where `to` cannot take it over, or no reason is given.
    """
    _check_delegation(report, to, reason)
    signatory.delegate, signatory.delegated_by, signatory.delegated_at = to, by, at
    signatory.delegation_reason = reason.strip()
    signatory.save()
    renew_work(project=report.project, at=at)
    return signatory


def _check_delegation(report: Report, to: Person, reason: str) -> None:
    errors = shape_errors(Told, reason.strip(), "reason")
    if not possible_delegates(report).filter(pk=to.pk).exists():
        errors["to"] = _("must be an approver of this project who answered nothing and does not sign already")
    if errors:
        raise InvalidDelegation(errors)


def lock_signable(report: Report) -> None:
    """Lock a report and bring it up to date; CannotSign where its time has not come or is over."""
    locked = Report.objects.select_for_update(no_key=True).get(pk=report.pk)
    report.state, report.sha256 = locked.state, locked.sha256
    if report.state not in (*SIGNABLE, Report.State.SIGNED, Report.State.DECLINED):
        raise CannotSign(_("There is nothing to sign yet: the report is still being written."))
    if (later := later_accepted(report.record.assessment)) and report.state in SIGNABLE:
        raise CannotSign(
            _("Round %(round)s was accepted since: its report is the one to sign.") % {"round": later.round}
        )


def announce_sign_off(sign_off: UUID) -> None:
    """Tell the workers that a signature waits."""
    current_app.send_task(TASK, kwargs={"sign_off_id": str(sign_off)}, queue=QUEUE)


def _taking_part(report: Report, by: Person) -> Signatory:
    """The person's place, with the report locked and up to date."""
    lock_signable(report)
    signatory = next((one for one in signatories_of(report.record) if one.signer_id == by.pk), None)
    if signatory is None or not by.is_active:
        raise NotAllowed(_("Only who was named when the round was accepted signs this report."))
    if not people_who_may_sign(report.record.assessment).filter(pk=by.pk).exists():
        raise NotAllowed(_("You are no approver of this project any more, or answered: somebody else signs."))
    return signatory


def _standing_of(report: Report, signatory: Signatory) -> SignOff | None:
    standing = standing_sign_offs(report).filter(signatory=signatory).first()
    if standing is None and report.state not in SIGNABLE:
        raise CannotSign(_("This report was declined: nobody can sign it any more."))
    return standing


def _check_proof(report: Report, proof: Proof, at: datetime, *, signatures: int = 0) -> None:
    """What was read is a file of this report, with at least so many signatures, and the proof is fresh."""
    if not report.issued_files.filter(sha256=proof.read_sha256, signatures__gte=signatures).exists():
        raise CannotSign(_("What you read is not this report as it stands now. Read it again."))
    if not timedelta(0) <= at - proof.at < VALID:
        raise CannotSign(_("Prove once more that it is you, then sign: the last proof is too old."))


def _check_asserted(row: SignOff) -> None:
    if why := objection_to(row):
        raise NotAsserted(_(why))


def _decided(report: Report, signatory: Signatory, decision: Decision | None, at: datetime) -> Decision:
    """The decision that is signed: one's own where one decides, else the one that stands."""
    if not signatory.decides:
        found = decision_of(report)
        if found is None:
            raise CannotSign(_("The decision maker signs first; you will be told when it is your turn."))
        return Decision(found)
    if decision not in [offer.decision for offer in decisions_open(report.record, timezone.localdate(at))]:
        raise InvalidSignOff({"decision": _("Choose one of the decisions that are offered today.")})
    return Decision(decision)


def _text_errors(words: Words) -> dict[str, str]:
    errors: dict[str, str] = {}
    for name, text in vars(words).items():
        if text.strip() or name == "reason":
            errors |= shape_errors(Told, text.strip(), name)
    return errors


def _refuse(errors: dict[str, str]) -> None:
    if errors:
        raise InvalidSignOff(errors)


def _said(
    report: Report,
    signatory: Signatory,
    state: SignOff.State,
    proof: Proof,
    *,
    by: Person,
    at: datetime,
    **words: object,
) -> SignOff:
    return SignOff(
        id=proof.sign_off,
        report=report,
        record_id=report.record_id,
        project_id=report.project_id,
        signatory=signatory,
        state=state,
        by=by,
        record_sha256=report.record.sha256,
        read_sha256=proof.read_sha256,
        proved_at=proof.at,
        proved_by=proof.by,
        assertion=proof.assertion,
        asked_at=at,
        announced_at=at,
        **words,
    )
