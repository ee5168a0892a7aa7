"""Contradictions that someone explained."""

from django.db import models
from django.db.models import Q

from ..domain.contradictions import rule_names
from .assessment import Assessment
from .checks import one_of
from .identity import Identified
from .person import Person


class Settlement(Identified):
    """Why two answers that seem to exclude each other are both true after all."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="settlements")
    rule = models.CharField(max_length=8)
    why = models.TextField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "rule"], name="settlement_once"),
            one_of("settlement", "rule", rule_names()),
            models.CheckConstraint(condition=~Q(why=""), name="settlement_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} settled by {self.by}"
