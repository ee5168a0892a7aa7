"""What a reviewer decided about the answers of a round: rulings, and challenges with what became of them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..domain.case import Evidence
from .assessment import Assessment
from .checks import both_or_neither, one_of, only_when
from .identity import Identified
from .person import Person


class Decision(models.TextChoices):
    """What a ruling says."""

    AGREES = "agrees", _("agrees")
    LOWERS = "lowers", _("lowers the evidence grade")
    REFUSES = "refuses", _("refuses “not applicable”")


class Ruling(Identified):
    """What a reviewer decided about one answer, in the version that was looked at; 0 where there was none.

    Once the answer has another version it is shown as changed since. A lowered grade goes on counting until a
    reviewer looks again.
    """

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="rulings")
    question = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    decision = models.CharField(max_length=16, choices=Decision)
    grade = models.CharField(max_length=16, blank=True)
    """To which the evidence is lowered."""
    why = models.TextField(blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "question"], name="ruling_once"),
            one_of("ruling", "decision", Decision.values),
            models.CheckConstraint(
                condition=Q(
                    decision="lowers", grade__in=[grade.value for grade in Evidence][:-1], version__gte=1
                )
                | (~Q(decision="lowers") & Q(grade="")),
                name="ruling_grade_fits",
            ),
            only_when("ruling", "says_why", ~Q(decision="agrees"), ~Q(why="")),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.get_decision_display()}"


class Judgement(models.TextChoices):
    """How a challenge was settled."""

    UPHELD = "upheld", _("upheld")
    DROPPED = "dropped", _("dropped")


class Challenge(Identified):
    """A reviewer's objection to an answer, to be answered by a day.

    The team replies, or contests it; a reviewer settles what was replied to, the PMO what is contested. One
    that is upheld holds the verdict like one that is open, until the answer was changed and a reviewer has
    settled it anew.
    """

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="challenges")
    question = models.CharField(max_length=64)
    text = models.TextField()
    due_on = models.DateField()
    raised_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    reply = models.TextField(blank=True)
    contested = models.BooleanField(default=False)
    """Whether the reply says that the objection is wrong, which the PMO then decides."""
    replied_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    replied_at = models.DateTimeField(null=True, blank=True)
    judgement = models.CharField(max_length=16, choices=Judgement, blank=True)
    why = models.TextField(blank=True)
    version = models.PositiveIntegerField()
    """Of the answer that it objects to, and once it is settled of the answer that was looked at."""
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "question"],
                condition=~Q(judgement="dropped"),
                name="challenge_one_open",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="challenge_says_something"),
            one_of("challenge", "judgement", ["", *Judgement.values]),
            both_or_neither("challenge", "replied"),
            both_or_neither("challenge", "settled"),
            models.CheckConstraint(
                condition=Q(replied_at__isnull=True, reply="", contested=False)
                | (Q(replied_at__isnull=False) & ~Q(reply="")),
                name="challenge_reply_fits",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, judgement="", why="")
                | (Q(settled_at__isnull=False, replied_at__isnull=False) & ~Q(judgement="") & ~Q(why="")),
                name="challenge_settled_fits",
            ),
            models.CheckConstraint(
                condition=(Q(replied_by__isnull=True) | ~Q(replied_by=F("raised_by")))
                & (Q(settled_by__isnull=True) | ~Q(settled_by=F("replied_by"))),
                name="challenge_replied_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"challenge on {self.question}"

    @property
    def is_settled(self) -> bool:
        """Whether it holds nothing any more."""
        return self.judgement == Judgement.DROPPED

    @property
    def waits_for_reply(self) -> bool:
        """Whether the team is to say something."""
        return self.replied_at is None

    @property
    def waits_for_pmo(self) -> bool:
        """Whether the team contests it and nobody has decided."""
        return self.contested and not self.judgement
