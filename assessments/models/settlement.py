"""Contradictions that someone explained, and disagreements that someone settled."""

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


class DisagreementSettlement(Identified):
    """What to make of two voices that differ on one question: the team's and a second respondent's."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="disagreement_settlements")
    question = models.CharField(max_length=64)
    voice = models.ForeignKey(Person, models.PROTECT, related_name="+")
    """The second respondent who differs."""
    why = models.TextField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "question", "voice"], name="disagreement_settlement_once"
            ),
            models.CheckConstraint(condition=~Q(why=""), name="disagreement_settlement_says_why"),
            models.CheckConstraint(
                condition=~Q(by=models.F("voice")), name="disagreement_settlement_by_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} settled by {self.by}"
