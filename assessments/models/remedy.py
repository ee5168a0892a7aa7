"""The two honest moves for a finding that is not matched: fix it, or acknowledge it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from ..domain.case import Progress
from ..domain.questionnaire import SECTIONS
from .assessment import Assessment
from .checks import one_of
from .evidence import EvidenceItem
from .identity import Identified
from .person import Person

NOTHING_ACKNOWLEDGED = Q(
    expectation="",
    adjusted_value__isnull=True,
    adjusted_to__isnull=True,
    adjusted_unit="",
    effect="",
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


class ActionStatus(models.TextChoices):
    """How far a piece of a fix has come."""

    OPEN = "open", pgettext_lazy("status of an action", "open")
    IN_PROGRESS = "in_progress", pgettext_lazy("status of an action", "in progress")
    DONE = "done", pgettext_lazy("status of an action", "done")
    DROPPED = "dropped", pgettext_lazy("status of an action", "dropped")


class Remedy(Identified):
    """What is done about one section's finding; `kind` decides which of the columns are filled."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="remedies")
    section = models.CharField(max_length=16)
    kind = models.CharField(max_length=16, choices=RemedyKind)
    chosen_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()

    expectation = models.TextField(blank=True)
    adjusted_value = models.DecimalField(max_digits=21, decimal_places=6, null=True, blank=True)
    adjusted_to = models.DecimalField(max_digits=21, decimal_places=6, null=True, blank=True)
    """The upper end, where a range is expected."""
    adjusted_unit = models.CharField(max_length=500, blank=True)
    effect = models.TextField(blank=True, default="", db_default="")
    """What the adjustment does to cost or time."""
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
            models.CheckConstraint(
                condition=Q(adjusted_to__isnull=True) | Q(adjusted_to__gt=F("adjusted_value")),
                name="remedy_range_goes_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.section}"

    @property
    def waits_for_approval(self) -> bool:
        """Whether it is an acknowledgement that its approver has not approved yet."""
        return self.kind == RemedyKind.ACKNOWLEDGE and self.approved_at is None


class Action(Identified):
    """A piece of a fix; `owner` is a name in words, of `owner_person` where somebody of the project is meant.

    Its status moves on also in a round that is concluded: the record keeps the one at acceptance.
    """

    remedy = models.ForeignKey(Remedy, models.CASCADE, related_name="actions")
    position = models.PositiveSmallIntegerField(default=0)
    what = models.TextField()
    owner = models.CharField(max_length=500)
    owner_person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField()
    cost = models.CharField(max_length=500, blank=True, default="", db_default="")
    shown_by = models.TextField(blank=True, default="", db_default="")
    """What will show that it worked; empty in actions older than the question."""
    status = models.CharField(max_length=16, choices=ActionStatus, default=ActionStatus.OPEN)
    dropped_because = models.TextField(blank=True, default="", db_default="")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["remedy", "position"],
                name="action_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=~Q(what="") & ~Q(owner=""), name="action_says_what_and_who"),
            one_of("action", "status", ActionStatus.values),
            models.CheckConstraint(
                condition=Q(status="dropped") & ~Q(dropped_because="")
                | ~Q(status="dropped") & Q(dropped_because=""),
                name="action_dropped_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    def is_followed_by(self, person: Person) -> bool:
        """Whether this person of the project is its owner."""
        return self.owner_person_id == person.pk

    @property
    def goes_on(self) -> bool:
        """Whether there is something left to do."""
        return Progress(self.status).goes_on


class ActionProgress(Identified):
    """One step of an action's history: who said when how far it is, and what else there was to say."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="progress")
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="+")
    status = models.CharField(max_length=16, choices=ActionStatus)
    remark = models.TextField(blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "action progress"
        ordering = ["at", "pk"]
        constraints = [one_of("actionprogress", "status", ActionStatus.values)]

    def __str__(self) -> str:
        return f"{self.get_status_display()}, by {self.by}"


class ActionProof(Identified):
    """A piece of the round's register of evidence that shows what became of an action."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="proofs")
    item = models.ForeignKey(EvidenceItem, models.PROTECT, related_name="action_links")
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["action", "item"], name="action_proof_once")]

    def __str__(self) -> str:
        return str(self.item)


class Extension(Identified):
    """A later end of an acknowledgement that a record holds: asked by one, approved by another.

    It stands beside the record, which never changes; it counts once it is approved.
    """

    remedy = models.ForeignKey(Remedy, models.PROTECT, related_name="extensions")
    expires_on = models.DateField()
    why = models.TextField()
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    approver = models.ForeignKey(Person, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="extension_says_why"),
            models.CheckConstraint(
                condition=~Q(asked_by=F("approver")), name="extension_approver_did_not_ask"
            ),
            models.UniqueConstraint(
                fields=["remedy"], condition=Q(approved_at__isnull=True), name="extension_waits_once"
            ),
        ]

    def __str__(self) -> str:
        return f"until {self.expires_on}"
