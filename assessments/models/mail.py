"""What people are told by mail: notices wait, are gathered into mails, and each goes once."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .checks import one_of, only_when
from .identity import Identified
from .organisation import Project
from .person import Person
from .thread import Comment


class NoticeKind(models.TextChoices):
    """Why somebody is told."""

    MENTION = "mention", _("you were mentioned")
    REPLY = "reply", _("somebody answered in a talk of yours")
    RESOLVED = "resolved", _("a talk of yours was resolved")
    ASSIGNED = "assigned", _("you were asked to answer")
    DUE = "due", _("something is due soon")
    OVERDUE = "overdue", _("something is overdue")
    RETURNED = "returned", _("a round was returned")
    REVIEW = "review", _("a round waits for review")
    CHALLENGE = "challenge", _("something was said about a challenge")
    ACCEPTED = "accepted", _("your invitation was accepted")
    ESCALATED = "escalated", _("something has been overdue for a week")
    OUTCOME = "outcome", _("you are asked what happened in production")


class Mail(Identified):
    """One mail to one person: made, taken by one worker at a time, and sent, or given up.

    Its id makes the Message-ID, so that a mail that had to be sent again can be told from a second one.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    digest = models.BooleanField()
    """Whether it counts for how often somebody gets mail; one for a mention alone does not."""
    next_try_at = models.DateTimeField()
    """Not before; while a worker sends it, the end of that worker's lease."""
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    """Given up, or empty by the time it was to be sent."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(ended_at__isnull=True), name="mail_ends_one_way"
            )
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(sent_at__isnull=True, ended_at__isnull=True),
                name="mail_to_send",
            ),
            models.Index(fields=["person", "-made_at"], name="mail_of_person"),
        ]

    def __str__(self) -> str:
        return f"mail to {self.person}"


class Notice(Identified):
    """One thing that one person is told, and where it is to be seen; `key` makes it once for each cause.

    It says that something waits, never an answer or a level. Of a comment the first line may be quoted, by
    what the comment says when the mail is written.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=NoticeKind)
    key = models.CharField(max_length=100)
    project = models.ForeignKey(Project, models.PROTECT, null=True, blank=True, related_name="+")
    comment = models.ForeignKey(Comment, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField()
    address = models.CharField(max_length=500)
    """The path of the page."""
    at = models.DateTimeField()
    mail = models.ForeignKey(Mail, models.PROTECT, null=True, blank=True, related_name="notices")
    dropped_at = models.DateTimeField(null=True, blank=True)
    """When it was found that the person is not to be told."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "key"], name="notice_once"),
            one_of("notice", "kind", NoticeKind.values),
            models.CheckConstraint(condition=~Q(text="") & Q(address__startswith="/"), name="notice_leads"),
            only_when("notice", "dropped_unsent", Q(dropped_at__isnull=False), Q(mail__isnull=True)),
        ]
        indexes = [
            models.Index(
                fields=["person", "at"],
                condition=Q(mail__isnull=True, dropped_at__isnull=True),
                name="notice_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, to {self.person}"
