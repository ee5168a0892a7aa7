"""Who was asked to answer a section or a question, and by when. Being asked gives no right."""

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat

from ..domain.questionnaire import SECTIONS
from .assessment import Assessment
from .checks import both_or_neither, one_of
from .identity import Identified
from .person import Person


class Assignment(Identified):
    """One section, or one question of it, that one person was asked to answer in a round.

    It ends when it is answered (`done_at`), or when it is taken back, handed on or handed back.
    """

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="assignments")
    section = models.CharField(max_length=16)
    question = models.CharField(max_length=64, blank=True)
    """Empty for the whole section."""
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "section", "question"],
                condition=Q(done_at__isnull=True, ended_at__isnull=True),
                name="assignment_to_one_person",
            ),
            one_of("assignment", "section", SECTIONS),
            models.CheckConstraint(
                condition=Q(question="") | Q(question__startswith=Concat(F("section"), Value("."))),
                name="assignment_question_in_section",
            ),
            both_or_neither("assignment", "ended"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(ended_at__isnull=True), name="assignment_ends_one_way"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}, for {self.person}"

    @property
    def subject(self) -> str:
        """The key of what is to be answered: a question's, or a section's."""
        return self.question or self.section
