"""The outbox: one row per report asked for, from the asking to the sealed file."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from assessments.models.checks import SHA256, one_of
from assessments.models.identity import Identified

OPEN = ("requested", "rendering")
"""The states in which someone is waiting."""

ATTEMPTS = 12
"""How often one asking may be tried: workers also die of what has nothing to do with the report."""

_NO_FILE = Q(file="", sha256="", size__isnull=True, sealed_at__isnull=True)
_A_FILE = ~Q(file="") & Q(sha256__regex=SHA256, size__gt=0, sealed_at__isnull=False)
ISSUED = ("sealed", "signing", "signed", "declined")
"""The states in which there is a file that holds."""

REVOKED = Q(state="revoked")
"""It holds no longer, whether it was written by then or not."""


class Report(Identified):
    """One report of one record.

    `announced_at` says when workers were last told of it, and keeps the sweep from telling them all the time.
    While it is rendering, `lease_until` says until when its worker is believed to be alive.
    `attempts` counts how often a worker took it, over all askings, and is what a worker must still find when
    it finishes: so one that was thought dead cannot overwrite the work of the one that replaced it.
    """

    class Kind(models.TextChoices):
        """What is reported."""

        READINESS = "readiness", _("Readiness report")

    class State(models.TextChoices):
        """Where the report stands."""

        REQUESTED = "requested", pgettext_lazy("state of a report", "Waiting its turn")
        RENDERING = "rendering", pgettext_lazy("state of a report", "Being written")
        SEALED = "sealed", pgettext_lazy("state of a report", "Sealed")
        SIGNING = "signing", pgettext_lazy("state of a report", "Being signed")
        SIGNED = "signed", pgettext_lazy("state of a report", "Signed")
        DECLINED = "declined", pgettext_lazy("state of a report", "Declined")
        FAILED = "failed", pgettext_lazy("state of a report", "Could not be written")
        REVOKED = "revoked", pgettext_lazy("state of a report", "Revoked")

    record = models.ForeignKey("reports.Record", on_delete=models.PROTECT, related_name="reports")
    project = models.ForeignKey("assessments.Project", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.READINESS)
    state = models.CharField(max_length=16, choices=State.choices, default=State.REQUESTED)
    requested_by = models.ForeignKey("assessments.Person", on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    announced_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    attempts_allowed = models.PositiveIntegerField(default=ATTEMPTS)
    error = models.TextField(blank=True, default="")
    file = models.CharField(max_length=200, blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="")
    size = models.PositiveIntegerField(null=True, blank=True)
    sealed_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["record", "kind"], condition=~REVOKED, name="report_once"),
            UniqueConstraint(fields=["sha256"], condition=~Q(sha256=""), name="report_sha256_once"),
            CheckConstraint(
                condition=Q(state="rendering", lease_until__isnull=False)
                | (~Q(state="rendering") & Q(lease_until__isnull=True)),
                name="report_lease_while_rendering",
            ),
            CheckConstraint(
                condition=((Q(state__in=ISSUED) | REVOKED) & _A_FILE) | (~Q(state__in=ISSUED) & _NO_FILE),
                name="report_file_once_sealed",
            ),
            CheckConstraint(
                condition=(Q(state="failed") & ~Q(error="")) | (~Q(state="failed") & Q(error="")),
                name="report_error_when_failed",
            ),
            CheckConstraint(
                condition=(REVOKED & Q(revoked_at__isnull=False)) | (~REVOKED & Q(revoked_at__isnull=True)),
                name="report_revoked_with_time",
            ),
            one_of("report", "state", [*OPEN, *ISSUED, "failed", "revoked"]),
            one_of("report", "kind", ["readiness"]),
        ]
        indexes = [
            Index(fields=["requested_at"], condition=Q(state__in=OPEN), name="report_open"),
            Index(fields=["requested_by"], condition=Q(state__in=OPEN), name="report_open_by"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.get_state_display()})"

    def get_absolute_url(self) -> str:
        """The page that shows its progress and, when there is one, its file."""
        return reverse("report", args=[self.id])

    @property
    def reason(self) -> str:
        """Why it could not be written, in the language of whoever reads; empty unless it failed."""
        return gettext(self.error) % {"report": self.pk} if self.error else ""

    @property
    def is_issued(self) -> bool:
        """Whether there is a file to read."""
        return self.state in ISSUED

    @property
    def is_open(self) -> bool:
        """Whether someone is still waiting for it."""
        return self.state in OPEN
