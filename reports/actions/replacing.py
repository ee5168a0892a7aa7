"""Naming somebody else to sign where who was named cannot any more: they left, lost the role, or answered."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.actions import NotAllowed
from assessments.models import Person
from assessments.permissions import Permission, may

from ..models import Report, Signatory
from ..queries import Place, place_at
from .signing_off import CannotSign, hand_on, lock_signable


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
        found = place_at(report, place)
        if why := why_not_replaced(found):
            raise CannotSign(why)
        return hand_on(found.signatory, report=report, to=to, reason=reason, by=by, at=at)


def why_not_replaced(place: Place) -> str:
    """Why nobody else can be named in a place; empty where somebody can."""
    person = {"person": place.signatory.signer}
    if place.is_replaceable:
        return ""
    if place.is_lost:
        return (
            _("It was handed on once already. What is left is a new round, or the role for %(person)s again.")
            % person
        )
    if place.open:
        return _("%(person)s can sign, or hand it on.") % person
    return _("%(person)s has signed or declined, or need not sign any more.") % person
