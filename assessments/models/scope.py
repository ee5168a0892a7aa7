"""The register of what a pilot left out: each kind of case with its share of volume and of effort."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import MD5

from .assessment import Assessment
from .identity import Identified
from .person import Person


class DeferredCase(Identified):
    """One kind of case that was left out, as the team states it; shares in %, null where not known."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="deferred_cases")
    kind_of_case = models.TextField()
    volume_share = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    effort_share = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    plan = models.TextField(blank=True)
    due_on = models.DateField(null=True, blank=True)
    stated_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint("assessment", MD5("kind_of_case"), name="deferred_case_once"),
            models.CheckConstraint(condition=~Q(kind_of_case=""), name="deferred_case_says_which"),
            models.CheckConstraint(
                condition=Q(volume_share__isnull=True) | Q(volume_share__range=(0, 100)),
                name="deferred_case_volume_is_share",
            ),
            models.CheckConstraint(
                condition=Q(effort_share__isnull=True) | Q(effort_share__range=(0, 100)),
                name="deferred_case_effort_is_share",
            ),
        ]

    def __str__(self) -> str:
        return self.kind_of_case
