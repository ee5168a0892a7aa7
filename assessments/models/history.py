"""What was ever changed: chains of entries that PostgreSQL writes and nobody alters.

Nothing in Python writes these tables. Triggers do (migrations/_history.py), as the owner; the application's
role may only read.
"""

from django.db import models
from django.db.models import Q

from .checks import SHA256


class HistoryEntry(models.Model):
    """One change of one row, as a link of its stream's chain.

    `entry` is JSON text: at, by, from, role, table, row, op, about, old, new, withheld. `hash` is the SHA-256
    of the hash before it and this text, both as UTF-8; the first follows the SHA-256 of the stream's name.
    """

    pk = models.CompositePrimaryKey("stream", "seq")
    stream = models.TextField()
    """`assessment:<id>`, `project:<id>`, `people`, or `anchors`, which names the heads of all others."""
    seq = models.PositiveBigIntegerField()
    """From 1, without gaps."""
    entry = models.TextField()
    hash = models.CharField(max_length=64)
    project = models.UUIDField(null=True, blank=True)
    """Whose members may read it; null where no project is concerned. No foreign key: history outlives all."""

    class Meta:
        verbose_name_plural = "history entries"
        constraints = [
            models.CheckConstraint(condition=Q(seq__gte=1), name="history_entry_from_one"),
            models.CheckConstraint(condition=Q(hash__regex=SHA256), name="history_entry_hash_is_sha256"),
        ]

    def __str__(self) -> str:
        return f"{self.stream} {self.seq}"


class HistoryHead(models.Model):
    """Where a stream's chain ends; its row is the lock under which entries get their places."""

    stream = models.TextField(primary_key=True)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64)
    project = models.UUIDField(null=True, blank=True)
    """As in its entries."""
    anchored = models.PositiveBigIntegerField(default=0)
    """Up to which entry the chain `anchors` names it."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(hash__regex=SHA256), name="history_head_hash_is_sha256")
        ]

    def __str__(self) -> str:
        return f"{self.stream} {self.seq} {self.hash}"
