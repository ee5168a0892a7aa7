"""Answers: a row for each question and voice, with a version that a save must name, and who gave them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from ..domain.case import Evidence, How
from .assessment import Assessment
from .checks import both_or_neither, one_of, only_when
from .evidence import EvidenceItem
from .identity import Identified
from .person import Person


class Said(models.TextChoices):
    """The form of an answer."""

    BLANK = "", pgettext_lazy("what was answered", "not answered")
    LEVEL = "level", pgettext_lazy("what was answered", "a level")
    PAIR = "pair", pgettext_lazy("what was answered", "pilot and production")
    NOT_KNOWN = "not_known", pgettext_lazy("what was answered", "not known")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("what was answered", "not applicable")


class Answer(Identified):
    """What one voice said to one question; `said` decides which of the columns are filled.

    A blanked answer keeps its row, so that its version goes on counting. Version 0 was never answered: there
    is proof for it already.
    """

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="answers")
    question = models.CharField(max_length=64)
    """The question's permanent key."""
    voice = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    """Null for the team's shared voice; else the second respondent's."""
    version = models.PositiveIntegerField(default=1)

    said = models.CharField(max_length=16, choices=Said, blank=True, default=Said.BLANK)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    pilot = models.DecimalField(max_digits=21, decimal_places=6, null=True, blank=True)
    production = models.DecimalField(max_digits=21, decimal_places=6, null=True, blank=True)
    how = models.CharField(max_length=16, blank=True, choices=[(how.value, how.value) for how in How])
    reason = models.TextField(blank=True)
    """Why a question is not applicable."""
    agreed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)

    evidence = models.CharField(
        max_length=16, choices=[(grade.value, grade.value) for grade in Evidence], default=Evidence.NONE.value
    )
    rationale = models.TextField(blank=True)
    verified_by = models.CharField(max_length=500, blank=True)
    """The name of who verified it independently; often someone without an account."""
    items = models.ManyToManyField(EvidenceItem, through="AnswerEvidence", related_name="answers")

    answered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    """Who gave the answer that stands; `AnswerAuthor` keeps everybody who ever did."""
    answered_at = models.DateTimeField()
    carried_over = models.BooleanField(default=False)
    """Taken over from the last round and not confirmed in this one."""
    after_verdict = models.BooleanField(default=False)
    """Changed after the team had seen the verdict."""

    links: "list[AnswerEvidence]"
    """The proofs in their order, where `queries.answers_of` and its like fetched them along."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "question", "voice"], nulls_distinct=False, name="answer_once"
            ),
            models.CheckConstraint(
                condition=Q(voice__isnull=True) | Q(voice=models.F("answered_by")), name="answer_own_voice"
            ),
            one_of("answer", "said", Said.values),
            one_of("answer", "evidence", [grade.value for grade in Evidence]),
            models.CheckConstraint(condition=Q(version__gte=1) | Q(said=""), name="answer_version_from_one"),
            models.CheckConstraint(
                condition=Q(said="level", level__isnull=False, level__range=(0, 4))
                | (~Q(said="level") & Q(level__isnull=True)),
                name="answer_level_fits",
            ),
            models.CheckConstraint(
                condition=(
                    Q(said="pair", how__in=[how.value for how in How])
                    & (Q(pilot__isnull=False) | Q(production__isnull=False))
                )
                | (~Q(said="pair") & Q(how="", pilot__isnull=True, production__isnull=True)),
                name="answer_pair_fits",
            ),
            models.CheckConstraint(
                condition=(Q(pilot__isnull=True) | Q(pilot__gte=0))
                & (Q(production__isnull=True) | Q(production__gte=0)),
                name="answer_pair_not_negative",
            ),
            models.CheckConstraint(
                condition=(Q(said="not_applicable") & ~Q(reason=""))
                | (~Q(said="not_applicable") & Q(reason="", agreed_by__isnull=True)),
                name="answer_not_applicable_fits",
            ),
            both_or_neither("answer", "agreed"),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=models.F("answered_by")),
                name="answer_agreed_by_another",
            ),
            models.CheckConstraint(
                condition=(Q(evidence="verified") & ~Q(verified_by=""))
                | (~Q(evidence="verified") & Q(verified_by="")),
                name="answer_verified_by_someone",
            ),
            only_when("answer", "blank_says_nothing", Q(said=""), Q(evidence="none", rationale="")),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.get_said_display()}"

    @property
    def is_answered(self) -> bool:
        """Whether anything was said, "not known" included."""
        return self.said != Said.BLANK


class AnswerAuthor(Identified):
    """Somebody who gave an answer to a question of a round; stays, whoever answers it afterwards."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="authors")
    question = models.CharField(max_length=64)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    voice = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    """In which voice, as in `Answer`; nobody has two in one round."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "question", "person"], name="answer_author_once"),
            models.CheckConstraint(
                condition=Q(voice__isnull=True) | Q(voice=models.F("person")), name="answer_author_own_voice"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} answered {self.question}"


class AnswerEvidence(Identified):
    """One proof under one answer, in the order in which the team named them."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="proof_links")
    item = models.ForeignKey(EvidenceItem, models.PROTECT, related_name="answer_links")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["answer", "item"], name="answer_evidence_once")]

    def __str__(self) -> str:
        return f"{self.item} for {self.answer}"
