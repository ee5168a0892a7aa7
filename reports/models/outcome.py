"""What happened in production, beside what a record predicted: its first day, and 30, 90 and 180 days on."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from assessments.domain.questionnaire import SECTIONS
from assessments.models.checks import one_of
from assessments.models.identity import Identified

MILESTONES = (30, 90, 180)
"""Days after go-live on which the project is asked what happened."""


class Running(models.TextChoices):
    """How the system runs on that day."""

    AS_EXPECTED = "as_expected", pgettext_lazy("state of a system in production", "Running as expected")
    BELOW = "below", pgettext_lazy("state of a system in production", "Running below expectation")
    ROLLED_BACK = "rolled_back", pgettext_lazy("state of a system in production", "Rolled back")


class GoLive(Identified):
    """The day on which a project's system began to work in production; one a project.

    `why` it was corrected is told and empty while it never was.
    """

    project = models.OneToOneField("assessments.Project", on_delete=models.PROTECT, related_name="go_live")
    day = models.DateField()
    why = models.TextField(blank=True)
    set_by = models.ForeignKey("assessments.Person", on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        indexes = [Index(fields=["day"], name="golive_by_day")]

    def __str__(self) -> str:
        return f"{self.project}: {self.day.isoformat()}"


class Outcome(Identified):
    """What was measured so many days after go-live, beside the record that had predicted it.

    Everything but `running` is null or empty where it is not known; 0 incidents are none.
    """

    record = models.ForeignKey("reports.Record", on_delete=models.PROTECT, related_name="outcomes")
    project = models.ForeignKey("assessments.Project", on_delete=models.PROTECT, related_name="outcomes")
    days = models.PositiveSmallIntegerField()
    running = models.CharField(max_length=16, choices=Running)
    metric_value = models.DecimalField(max_digits=21, decimal_places=6, null=True, blank=True)
    metric_unit = models.CharField(max_length=500, blank=True)
    users = models.PositiveBigIntegerField(null=True, blank=True)
    cost = models.DecimalField(max_digits=21, decimal_places=6, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    data_incidents = models.PositiveIntegerField(null=True, blank=True)
    users_incidents = models.PositiveIntegerField(null=True, blank=True)
    load_incidents = models.PositiveIntegerField(null=True, blank=True)
    integration_incidents = models.PositiveIntegerField(null=True, blank=True)
    change_incidents = models.PositiveIntegerField(null=True, blank=True)
    support_incidents = models.PositiveIntegerField(null=True, blank=True)
    scope_incidents = models.PositiveIntegerField(null=True, blank=True)
    criteria_incidents = models.PositiveIntegerField(null=True, blank=True)
    note = models.TextField(blank=True)
    recorded_by = models.ForeignKey("assessments.Person", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["record", "days"], name="outcome_once"),
            UniqueConstraint(fields=["project", "days"], name="outcome_once_a_project"),
            CheckConstraint(condition=Q(days__in=MILESTONES), name="outcome_on_a_milestone"),
            one_of("outcome", "running", Running.values),
            CheckConstraint(
                condition=Q(metric_value__isnull=False) | Q(metric_unit=""), name="outcome_unit_of_a_value"
            ),
            CheckConstraint(
                condition=Q(cost__isnull=True, currency="") | Q(cost__gte=0, currency__regex="^[A-Z]{3}$"),
                name="outcome_cost_with_currency",
            ),
        ]
        indexes = [
            # For the ledger: how the latest outcomes stand, whatever the project.
            Index(fields=["days", "running", "record"], name="outcome_for_ledger"),
        ]

    def __str__(self) -> str:
        return f"{self.project}, day {self.days}: {self.get_running_display()}"

    def get_absolute_url(self) -> str:
        """Where it stands beside the prediction."""
        return reverse("what_happened", args=[self.project_id])

    @property
    def incidents(self) -> dict[str, int | None]:
        """The count by section in catalogue order; None where it is not known."""
        return {section: getattr(self, f"{section}_incidents") for section in SECTIONS}
