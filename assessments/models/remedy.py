"""The two honest moves for a finding that is not matched: fix it, or acknowledge it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from ..domain.questionnaire import SECTIONS
from .assessment import Assessment
from .checks import one_of
from .identity import Identified
from .person import Person

NOTHING_ACKNOWLEDGED = Q(
    expectation="",
    adjusted_value__isnull=True,
    adjusted_unit="",
    asked_by__isnull=True,
    approver__isnull=True,
    approved_at__isnull=True,
    expires_on__isnull=True,
)
ALL_ACKNOWLEDGED = ~Q(expectation="") & Q(
    adjusted_value__isnull=False,
    asked_by__isnull=False,
    approver__isnull=False,
    expires_on__isnull=False,
)


class RemedyKind(models.TextChoices):
    """The two moves."""

    FIX = "fix", pgettext_lazy("kind of remedy", "fix")
    ACKNOWLEDGE = "acknowledge", pgettext_lazy("kind of remedy", "acknowledge")


class Remedy(Identified):
    """What is done about one section's finding; `kind` decides which of the columns are filled."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="remedies")
    section = models.CharField(max_length=16)
    kind = models.CharField(max_length=16, choices=RemedyKind)
    chosen_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()

    expectation = models.TextField(blank=True)
    adjusted_value = models.DecimalField(max_digits=21, decimal_places=6, null=True, blank=True)
    adjusted_unit = models.CharField(max_length=500, blank=True)
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    approver = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    """When the named approver approved; null while the acknowledgement waits."""
    expires_on = models.DateField(null=True, blank=True)
    """The day on which the finding reopens."""

    class Meta:
        verbose_name_plural = "remedies"
        constraints = [
            models.UniqueConstraint(fields=["assessment", "section"], name="remedy_once"),
            one_of("remedy", "section", SECTIONS),
            models.CheckConstraint(
                condition=(Q(kind="fix") & NOTHING_ACKNOWLEDGED) | (Q(kind="acknowledge") & ALL_ACKNOWLEDGED),
                name="remedy_columns_fit_kind",
            ),
            models.CheckConstraint(
                condition=Q(asked_by__isnull=True) | ~Q(asked_by=F("approver")),
                name="remedy_approver_did_not_ask",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.section}"

    @property
    def waits_for_approval(self) -> bool:
        """Whether it is an acknowledgement that its approver has not approved yet."""
        return self.kind == RemedyKind.ACKNOWLEDGE and self.approved_at is None


class Action(Identified):
    """A piece of a fix."""

    remedy = models.ForeignKey(Remedy, models.CASCADE, related_name="actions")
    position = models.PositiveSmallIntegerField(default=0)
    what = models.TextField()
    owner = models.CharField(max_length=500)
    due_on = models.DateField()
    done = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["remedy", "position"], name="action_position_once"),
            models.CheckConstraint(condition=~Q(what="") & ~Q(owner=""), name="action_says_what_and_who"),
        ]

    def __str__(self) -> str:
        return self.what
