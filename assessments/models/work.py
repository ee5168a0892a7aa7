"""What waits for whom: the one table that "my work" and every reminder read."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .assessment import Assessment
from .checks import one_of
from .identity import Identified
from .organisation import Project
from .person import Person


class WorkKind(models.TextChoices):
    """What is asked of somebody."""

    START = "start", _("start the first round")
    ANSWER = "answer", _("answer the questions")
    ASSIGNED = "assigned", _("answer what you were asked for")
    RETURNED = "returned", _("change what was returned")
    SUBMIT = "submit", _("submit the round")
    OPINION = "opinion", _("give a second opinion")
    AGREE = "agree", _("agree to “not applicable”")
    SETTLE = "settle", _("explain a contradiction")
    DECIDE = "decide", _("choose fix or acknowledge")
    APPROVE = "approve", _("approve an acknowledgement")
    REVIEW = "review", _("review the round")
    CHALLENGE = "challenge", _("see to a challenge")
    CONCLUDE = "conclude", _("accept the round")
    FIX = "fix", _("see that a gap is fixed")
    EXPIRY = "expiry", _("renew an acknowledgement")
    REPORT = "report", _("ask for a report again")
    SIGN = "sign", _("read and sign a report")
    OUTCOME = "outcome", _("say what happened in production")


class WorkItem(Identified):
    """One thing that waits for one person, from `created_at` until `done_at`.

    It follows from the rows of its project and is never the truth itself: `renew_work` writes it anew.
    `subject` tells items of one kind and round apart, as a section or a rule does.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="work_items")
    project = models.ForeignKey(Project, models.PROTECT, related_name="work_items")
    assessment = models.ForeignKey(
        Assessment, models.PROTECT, null=True, blank=True, related_name="work_items"
    )
    kind = models.CharField(max_length=16, choices=WorkKind)
    subject = models.CharField(max_length=64, blank=True)
    text = models.TextField()
    address = models.CharField(max_length=500)
    """The path of the page on which it can be done."""
    created_at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "project", "assessment", "subject"],
                condition=Q(done_at__isnull=True),
                nulls_distinct=False,
                name="workitem_open_once",
            ),
            one_of("workitem", "kind", WorkKind.values),
            models.CheckConstraint(condition=~Q(text="") & Q(address__startswith="/"), name="workitem_leads"),
        ]
        indexes = [
            models.Index(
                fields=["person", "due_on", "-created_at", "-id"],
                condition=Q(done_at__isnull=True),
                name="workitem_open_of_person",
            ),
            models.Index(
                fields=["project"], condition=Q(done_at__isnull=True), name="workitem_open_in_project"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, for {self.person}"

    def get_absolute_url(self) -> str:
        """The page on which it can be done."""
        return self.address
