"""Question sets as they were when an assessment pinned them."""

from django.db import models
from django.db.models import Q

from .checks import SHA256
from .identity import Identified


class QuestionSet(Identified):
    """One version of the questions, wording included; never changed, one row for each digest."""

    identifier = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)
    content = models.JSONField()
    """The whole questionnaire in plain JSON types."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(digest__regex=SHA256), name="question_set_digest_is_sha256")
        ]

    def __str__(self) -> str:
        return f"{self.identifier} ({self.digest[:8]})"
