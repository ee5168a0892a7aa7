"""The frozen whole of a concluded round: the only thing that is reported and signed."""

import json
from typing import Any, Self

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from assessments.domain.case import Outcome
from assessments.domain.verdict import Readiness, Verdict
from assessments.models.checks import SHA256, both_or_neither, one_of, only_when
from assessments.models.identity import Identified

STANDING = Q(taken_back_at__isnull=True)
"""The condition that a record holds."""


class Records(models.QuerySet["Record"]):
    """Records, and which of them hold."""

    def standing(self) -> Self:
        """Those that were not taken back: at most one of each round."""
        return self.filter(STANDING)


class Record(Identified):
    """Submission, remedies, findings and verdict of one round, frozen at acceptance and never computed again.

    `content` is the canonical JSON text that `sha256` is the digest of. `ready_until` is the first day on
    which `readiness` no longer holds, null where it holds for good. Taken back, before anybody signed its
    report, it holds no longer: the round went back to its team, and gets another record once it is accepted.
    """

    assessment = models.ForeignKey("assessments.Assessment", on_delete=models.PROTECT, related_name="records")
    project = models.ForeignKey("assessments.Project", on_delete=models.PROTECT, related_name="records")
    round = models.PositiveIntegerField()
    content = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)
    verdict = models.CharField(max_length=24)
    result = models.CharField(max_length=8)
    readiness = models.CharField(max_length=32)
    ready_until = models.DateField(null=True, blank=True)
    index = models.DecimalField(max_digits=4, decimal_places=1)
    optimism = models.DecimalField(max_digits=4, decimal_places=2)
    concluded_by = models.ForeignKey("assessments.Person", on_delete=models.PROTECT, related_name="+")
    concluded_at = models.DateTimeField()
    taken_back_by = models.ForeignKey(
        "assessments.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_reason = models.TextField(blank=True, default="", db_default="")

    objects = Records.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["project", "round"], condition=STANDING, name="record_round_once"),
            UniqueConstraint(fields=["assessment"], condition=STANDING, name="record_stands_once"),
            both_or_neither("record", "taken_back"),
            only_when("record", "taken_back_with_reason", ~STANDING, ~Q(taken_back_reason="")),
            one_of("record", "verdict", [word.value for word in Verdict]),
            one_of("record", "result", [word.value for word in Outcome]),
            one_of("record", "readiness", [word.value for word in Readiness]),
            CheckConstraint(condition=Q(sha256__regex=SHA256), name="record_sha256_is_hex"),
            CheckConstraint(condition=Q(index__range=(0, 100)), name="record_index_range"),
        ]

    def __str__(self) -> str:
        return f"Record {self.sha256[:8]}"

    @property
    def outcome(self) -> Outcome:
        """Whether the claim met its own criterion."""
        return Outcome(self.result)

    @property
    def stands(self) -> bool:
        """Whether it holds: not after it was taken back."""
        return self.taken_back_at is None

    @property
    def as_json(self) -> Any:
        """The content as JSON types."""
        return json.loads(self.content)
