"""Whose role demands a second factor at sign-in, and who has a passkey."""

from typing import Any, Final

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

from ..models import MemberRole, Membership, Oversight, OversightRole, Person

MEMBERS_WITH_IT: Final = (MemberRole.APPROVER,)
OWED: Final = "second_factor_owed"
"""Where a session keeps whether its person still has to use one."""
OVERSEERS_WITH_IT: Final = (OversightRole.PMO, OversightRole.ADMINISTRATOR)


def needs_second_factor(person: Person) -> bool:
    """Whether somebody approves anywhere, or oversees as PMO or administrator. One query."""
    approves = Membership.objects.filter(person=person, role__in=MEMBERS_WITH_IT)
    oversees = Oversight.objects.filter(person=person, role__in=OVERSEERS_WITH_IT)
    found = approves.values("pk").union(oversees.values("pk"))
    return found.exists()


def passkeys_of(person: Person) -> QuerySet[Any]:
    """The passkeys that somebody has set up, the oldest first."""
    found: QuerySet[Any] = Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN)
    return found.order_by("created_at")
