"""The private address at which one person's calendar reads what is due."""

from django.db import models
from django.db.models import Q

from .checks import SHA256
from .identity import Identified
from .person import Person


class CalendarAddress(Identified):
    """Somebody's calendar address, as long as there is one; a new one takes the place of the old.

    It holds a secret, of which only the hash is kept: whoever reads this table can open no calendar.
    """

    person = models.OneToOneField(Person, models.PROTECT, related_name="+")
    secret_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "calendar addresses"
        constraints = [
            models.CheckConstraint(
                condition=Q(secret_sha256__regex=SHA256), name="calendar_address_keeps_a_hash"
            )
        ]

    def __str__(self) -> str:
        return f"calendar of {self.person}"
