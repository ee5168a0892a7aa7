"""Whose role demands a second factor at sign-in."""

from typing import Final

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
