"""What backs answers: one register for each assessment, shared by its answers."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import MD5

from .assessment import Assessment
from .checks import SHA256
from .identity import Identified
from .person import Person


class EvidenceItem(Identified):
    """One proof: a title with a link, a file's SHA-256, or both."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="evidence_items")
    voice = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    """Whose register it stands in, as in `Answer`: the team's, or a second respondent's."""
    title = models.CharField(max_length=500)
    link = models.CharField(max_length=5000, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

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
        ]

    def __str__(self) -> str:
        return self.title
