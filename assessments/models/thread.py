"""Talk: what a team says to each other about a question, one talk a question and round."""

from datetime import datetime, timedelta
from typing import Final

from django.db import models
from django.db.models import Q

from .assessment import Assessment
from .checks import both_or_neither
from .identity import Identified
from .person import Person

EDITABLE_FOR: Final = timedelta(minutes=15)
"""So long an author may correct a comment, before others rely on what they read."""


class Thread(Identified):
    """The talk about one question of a round: open until it is resolved, and again with a new comment."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="threads")
    question = models.CharField(max_length=64)
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    resolved_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "question"], name="thread_once"),
            both_or_neither("thread", "resolved"),
        ]

    def __str__(self) -> str:
        return f"talk about {self.question}"

    @property
    def is_open(self) -> bool:
        """Whether somebody still waits for something."""
        return self.resolved_at is None


class Comment(Identified):
    """One thing that was said; a withdrawn one keeps its text, which nobody is shown any more."""

    thread = models.ForeignKey(Thread, models.PROTECT, related_name="comments")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField()
    edited_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="comment_says_something")]
        indexes = [models.Index(fields=["thread", "at"], name="comment_in_thread")]

    def __str__(self) -> str:
        return f"{self.by} on {self.thread}"

    def may_be_edited(self, by: Person, now: datetime) -> bool:
        """Whether its author may still correct it."""
        return self.may_be_withdrawn(by) and now - self.at < EDITABLE_FOR

    def may_be_withdrawn(self, by: Person) -> bool:
        """Whether its author may still take it back."""
        return self.withdrawn_at is None and self.by_id == by.pk


class Mention(Identified):
    """Somebody whom a comment tells."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="mentions")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "person"], name="mention_once")]

    def __str__(self) -> str:
        return f"{self.person} in {self.comment}"
