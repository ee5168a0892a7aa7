"""Second opinions: who was asked to answer a round unseen, and how far that went."""

from django.db import models
from django.db.models import F, Q

from .assessment import Assessment
from .checks import only_when
from .identity import Identified
from .person import Person


class SecondOpinion(Identified):
    """One second respondent's voice in one round.

    Asked, then complete once they say so, then opened: from there on both sides are seen, and it stands as it
    was given. It stays when its person leaves, so that what was asked for and never given is seen as well.
    """

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="second_opinions")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    """When both were in: this one complete, and the team's round submitted."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "person"], name="second_opinion_once"),
            only_when(
                "second_opinion",
                "opened_when_complete",
                Q(opened_at__isnull=False),
                Q(completed_at__isnull=False, opened_at__gte=F("completed_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"second opinion of {self.person}"
