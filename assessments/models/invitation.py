"""Invitations: who is asked to take part, and as what; accepted once, with the link and the address."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from .checks import SHA256, both_or_neither, one_of
from .identity import Identified
from .organisation import (
    LONGEST_ROLE,
    Initiative,
    MemberRole,
    OversightRole,
    Project,
    Unit,
    sections_field,
    sections_fit,
)
from .person import Person

IN_PROJECT = Q(project__isnull=False, unit__isnull=True, initiative__isnull=True, role__in=MemberRole.values)
ABOVE = Q(project__isnull=True, role__in=OversightRole.values) & (
    Q(unit__isnull=True) | Q(initiative__isnull=True)
)


class Invitation(Identified):
    """A role in a project, or one above the projects, offered to an e-mail address.

    The link that was sent holds a secret, of which only the hash is kept: whoever reads this table cannot
    accept anything.
    """

    email = models.EmailField("e-mail address")
    """In small letters."""
    secret_sha256 = models.CharField(max_length=64, unique=True)
    role = models.CharField(max_length=LONGEST_ROLE)
    project = models.ForeignKey(Project, models.PROTECT, null=True, blank=True, related_name="invitations")
    sections = sections_field()
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    initiative = models.ForeignKey(Initiative, models.PROTECT, null=True, blank=True, related_name="+")

    invited_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email", "role", "project", "unit", "initiative"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                nulls_distinct=False,
                name="invitation_once_while_open",
            ),
            models.CheckConstraint(condition=IN_PROJECT | ABOVE, name="invitation_to_one_thing"),
            models.CheckConstraint(condition=Q(secret_sha256__regex=SHA256), name="invitation_keeps_a_hash"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("invited_at")), name="invitation_expires"),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="invitation_ends_one_way",
            ),
            one_of("invitation", "role", [*MemberRole.values, *OversightRole.values]),
            *sections_fit("invitation"),
            both_or_neither("invitation", "accepted"),
            both_or_neither("invitation", "withdrawn"),
        ]

    def __str__(self) -> str:
        return f"{self.role} for {self.email}"

    def has_expired(self, now: datetime) -> bool:
        """Whether it is too late to accept it."""
        return self.expires_at <= now
