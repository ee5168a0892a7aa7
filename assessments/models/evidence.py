"""What backs answers: one register for each assessment, shared by its answers."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.db.models.functions import MD5

from .assessment import Assessment
from .checks import SHA256
from .identity import Identified
from .person import Person

if TYPE_CHECKING:
    from .answer import AnswerEvidence
    from .remedy import ActionProof


class EvidenceItem(Identified):
    """One proof: a title with a link, a file's SHA-256, or both."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="evidence_items")
    voice = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    """Whose register it stands in, as in `Answer`: the team's, or a second respondent's."""
    title = models.CharField(max_length=500)
    link = models.CharField(max_length=5000, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    """Of the latest version, where there are files; else as somebody stated it."""
    latest = models.ForeignKey("EvidenceFile", models.PROTECT, null=True, blank=True, related_name="+")
    dated = models.DateField(null=True, blank=True)
    """The day that the proof itself bears."""
    expires_on = models.DateField(null=True, blank=True)
    """From this day on it is told as expired."""
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    uses: "list[AnswerEvidence]"
    fixes: "list[ActionProof]"
    files: "list[EvidenceFile]"
    """What it backs and its versions, latest first, where `queries.evidence_of` fetched them."""

    class Meta:
        constraints = [
            # Hashed, because a long link would not fit into an index entry.
            models.UniqueConstraint(
                "assessment",
                "voice",
                MD5("title"),
                MD5("link"),
                "sha256",
                nulls_distinct=False,
                name="evidence_item_once",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="evidence_item_has_title"),
            models.CheckConstraint(
                condition=~Q(link="") | ~Q(sha256=""), name="evidence_item_has_link_or_hash"
            ),
            models.CheckConstraint(
                condition=Q(sha256="") | Q(sha256__regex=SHA256), name="evidence_item_sha256_is_sha256"
            ),
            models.CheckConstraint(
                condition=Q(latest__isnull=True) | ~Q(sha256=""), name="evidence_item_file_has_hash"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class EvidenceFile(Identified):
    """One version of an item's file; a row is never changed, and `stored` names the file in the storage.

    A round that takes the evidence over from the last names the same file: it goes when no row names it.
    """

    item = models.ForeignKey(EvidenceItem, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField(default=1)
    name = models.CharField(max_length=200)
    """As it was called where it came from, made safe; never a path."""
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    stored = models.CharField(max_length=100, db_index=True)
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["item", "version"], name="evidence_file_version_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="evidence_file_version_from_one"),
            models.CheckConstraint(condition=Q(size__gte=1), name="evidence_file_not_empty"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(stored=""), name="evidence_file_has_names"),
            models.CheckConstraint(condition=Q(sha256__regex=SHA256), name="evidence_file_sha256_is_sha256"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, version {self.version}"


class EvidencePreview(Identified):
    """A picture of a file's first page, or that there can be none."""

    file = models.OneToOneField(EvidenceFile, models.CASCADE, related_name="preview")
    stored = models.CharField(max_length=100, blank=True)
    """Empty where the file could not be drawn."""
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Preview of {self.file}"
