"""One round of one project's answering, and what was frozen of it at each submission."""

from enum import StrEnum

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from ..domain.case import Outcome
from .checks import SHA256, both_or_neither, one_of, only_when
from .identity import Identified
from .organisation import Project
from .person import Person
from .question_set import QuestionSet


class State(models.TextChoices):
    """Where a round stands."""

    DRAFT = "draft", pgettext_lazy("state of a round", "draft")
    SUBMITTED = "submitted", pgettext_lazy("state of a round", "submitted")
    IN_REVIEW = "in_review", pgettext_lazy("state of a round", "in review")
    ACCEPTED = "accepted", pgettext_lazy("state of a round", "accepted")
    RETURNED = "returned", pgettext_lazy("state of a round", "returned")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a round", "withdrawn")


CLOSED = (State.ACCEPTED, State.WITHDRAWN)
"""In these states a round is over, and the next may start."""

EDITABLE = (State.DRAFT, State.RETURNED)
"""In these states answers and the claim may be changed."""

JUDGED = (State.SUBMITTED, State.IN_REVIEW)
"""In these states the answers stand still and what they say is decided on.

Not in a returned round: its answers move, and a judgement of them would be a meter to tune them by.
"""

OPEN = (*EDITABLE, *JUDGED)
"""In these states a round is under way."""


class OpinionState(StrEnum):
    """How far a second opinion is, in the words of the database's `opinion_of`."""

    ASKED = "asked"
    COMPLETE = "complete"
    OPENED = "opened"


class Assessment(Identified):
    """One round: its question set, its state, and the pilot claim that it examines."""

    reader_roles: frozenset[str] = frozenset()
    """The roles in the project of whoever read the round through its door; no column."""
    reader_sections: frozenset[str] = frozenset()
    """The sections that this reader may answer; no column."""
    asked_for: frozenset[str] = frozenset()
    """The sections and questions that somebody was asked for, as `working_on` read them; no column."""
    voice: Person | None = None
    """Whose voice this object reads and writes: None the team's, or its reader's own; no column."""
    opinion: str = ""
    """How far that voice's second opinion is, an `OpinionState`; no column."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="assessments")
    round = models.PositiveIntegerField()
    question_set = models.ForeignKey(QuestionSet, models.PROTECT, related_name="assessments")
    state = models.CharField(max_length=16, choices=State, default=State.DRAFT)
    previous = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    """The round whose answers this one started from."""

    claim_metric = models.CharField(max_length=500, blank=True)
    claim_value = models.DecimalField(max_digits=21, decimal_places=6, null=True, blank=True)
    claim_unit = models.CharField(max_length=500, blank=True)
    claim_sample_size = models.PositiveBigIntegerField(null=True, blank=True)
    claim_proportion = models.BooleanField(default=True)
    claim_criterion = models.CharField(max_length=500, blank=True)
    claim_result = models.CharField(
        max_length=16,
        choices=[(outcome.value, outcome.value) for outcome in Outcome],
        default=Outcome.NONE.value,
    )
    claim_period = models.CharField(max_length=500, blank=True)
    claim_baseline = models.CharField(max_length=500, blank=True)
    claim_version = models.PositiveIntegerField(default=1)
    claim_after_verdict = models.BooleanField(default=False)
    """Changed after the team had seen the verdict."""

    started_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    submitted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    verdict_seen_at = models.DateTimeField(null=True, blank=True)
    """When the team first saw the verdict: the first submission."""
    review_started_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    review_started_at = models.DateTimeField(null=True, blank=True)
    """When what was submitted last was first taken up by a reviewer."""
    returned_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    returned_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.TextField(blank=True)
    accepted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    accept_reason = models.TextField(blank=True, default="", db_default="")
    """Why it was accepted although something was open; empty where nothing was."""
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdraw_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "round"], name="assessment_round_once"),
            models.UniqueConstraint(
                fields=["project"], condition=~Q(state__in=CLOSED), name="assessment_one_open_round"
            ),
            one_of("assessment", "state", State.values),
            one_of("assessment", "claim_result", [outcome.value for outcome in Outcome]),
            models.CheckConstraint(condition=Q(round__gte=1), name="assessment_round_from_one"),
            only_when("assessment", "first_follows_none", Q(round=1), Q(previous__isnull=True)),
            models.CheckConstraint(
                condition=Q(claim_sample_size__isnull=True) | Q(claim_sample_size__gte=1),
                name="assessment_sample_not_empty",
            ),
            only_when(
                "assessment",
                "claim_after_verdict",
                Q(claim_after_verdict=True),
                Q(verdict_seen_at__isnull=False),
            ),
            both_or_neither("assessment", "submitted"),
            both_or_neither("assessment", "review_started"),
            only_when(
                "assessment",
                "reviewed_by_someone",
                Q(state=State.IN_REVIEW),
                Q(review_started_at__isnull=False),
            ),
            only_when(
                "assessment", "accept_reason_of_accepted", ~Q(state=State.ACCEPTED), Q(accept_reason="")
            ),
            both_or_neither("assessment", "returned"),
            both_or_neither("assessment", "accepted"),
            both_or_neither("assessment", "withdrawn"),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, verdict_seen_at__isnull=True)
                | Q(submitted_at__isnull=False, verdict_seen_at__isnull=False),
                name="assessment_submission_shows_verdict",
            ),
            only_when("assessment", "draft_unsubmitted", Q(state=State.DRAFT), Q(submitted_at__isnull=True)),
            only_when(
                "assessment",
                "submitted_by_someone",
                ~Q(state__in=[State.DRAFT, State.WITHDRAWN]),
                Q(submitted_at__isnull=False),
            ),
            only_when(
                "assessment",
                "returned_with_reason",
                Q(state=State.RETURNED) | Q(returned_at__isnull=False),
                Q(returned_at__isnull=False) & ~Q(return_reason=""),
            ),
            models.CheckConstraint(
                condition=Q(state=State.ACCEPTED, accepted_at__isnull=False)
                | (~Q(state=State.ACCEPTED) & Q(accepted_at__isnull=True)),
                name="assessment_accepted_when_accepted",
            ),
            models.CheckConstraint(
                condition=(Q(state=State.WITHDRAWN, withdrawn_at__isnull=False) & ~Q(withdraw_reason=""))
                | (~Q(state=State.WITHDRAWN) & Q(withdrawn_at__isnull=True, withdraw_reason="")),
                name="assessment_withdrawn_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"round {self.round} of {self.project}"

    def get_absolute_url(self) -> str:
        """The round's task list."""
        return reverse("assessment", args=[self.pk])

    @property
    def is_editable(self) -> bool:
        """Whether answers and claim may be changed now."""
        return self.state in EDITABLE

    @property
    def is_judged(self) -> bool:
        """Whether the answers stand still and what they say is decided on."""
        return self.state in JUDGED

    @property
    def takes_answers(self) -> bool:
        """Whether this voice may be changed now; a second one until its opinion is complete."""
        if self.voice is None:
            return self.is_editable
        return self.is_open and self.opinion == OpinionState.ASKED

    @property
    def is_open(self) -> bool:
        """Whether the round is still under way."""
        return self.state not in CLOSED

    @property
    def shows_verdict(self) -> bool:
        """Whether levels and findings may be seen: from the first submission on."""
        return self.verdict_seen_at is not None


class Submission(Identified):
    """What a round said when it was submitted, frozen."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="submissions")
    number = models.PositiveIntegerField()
    content = models.TextField()
    """The case file as canonical JSON: keys sorted, no spaces, UTF-8."""
    sha256 = models.CharField(max_length=64)
    """Of the content's UTF-8 bytes."""
    submitted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], name="submission_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="submission_number_from_one"),
            models.CheckConstraint(condition=Q(sha256__regex=SHA256), name="submission_sha256_is_sha256"),
        ]

    def __str__(self) -> str:
        return f"submission {self.number} of {self.assessment}"
