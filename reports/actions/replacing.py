"""Naming somebody else to sign where who was named cannot any more: they left, lost the role, or answered."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.actions import NotAllowed, renew_work
from assessments.models import Person
from assessments.permissions import Permission, may

from ..models import Report, Signatory
from ..queries import place_at
from .signing_off import CannotSign, check_delegation, hand_on, lock_signable


def replace_signatory(
    *, report: Report, place: int, to: Person, reason: str, by: Person, at: datetime
) -> Signatory:
    """Let `to` sign in place of who cannot any more; they sign in their own name.

    `by` is whoever may accept the round. Raises NotAllowed, CannotSign or InvalidDelegation.
    """
    with transaction.atomic():
        lock_signable(report)
        if not may(by, Permission.ACCEPT, report.project):
            raise NotAllowed(_("Whoever may accept the round names who signs."))
        if why := why_not_replaced(report, place):
            raise CannotSign(why)
        check_delegation(report, to, reason)
        signatory = hand_on(report.record.signatories.get(place=place), to=to, reason=reason, by=by, at=at)
        renew_work(project=report.project, at=at)
    return signatory


def why_not_replaced(report: Report, place: int) -> str:
    """Why nobody else can be named in a place; empty where somebody can."""
    found = place_at(report, place)
    person = {"person": found.signatory.signer}
    if not found.open:
        return _("%(person)s has signed or declined, or need not sign any more.") % person
    if found.able:
        return _("%(person)s can sign, or hand it on.") % person
    if found.signatory.delegate_id is not None:
        return (
            _("It was handed on once already. What is left is a new round, or the role for %(person)s again.")
            % person
        )
    return ""
