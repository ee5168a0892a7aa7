"""Result rows: what lists and heat maps read, written once when a record is made."""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from assessments.domain.questionnaire import SECTIONS
from assessments.domain.scoring import Finding

FINDING_CODES = {Finding.MATCHED: "m", Finding.PARTIAL: "p", Finding.UNMATCHED: "u", Finding.UNKNOWN: "k"}
"""One letter per finding, for `RecordRow.findings`."""

_FINDING_OF = {code: finding for finding, code in FINDING_CODES.items()}
_LEVELS_IN_RANGE = Q(*(Q(**{f"{section}_level__range": (0, 4)}) for section in SECTIONS))


class RecordRow(models.Model):
    """One record on one wide row: eight levels and eight findings; `is_latest` once per project.

    `findings` holds one letter per section in catalogue order (`FINDING_CODES`); `fail_count` counts the
    sections that show nothing. `deferred_*` are the sums of the register of what was left out: kinds of case,
    shares in % with how many kinds state them, and cases a month, null where the record cannot tell.
    """

    record = models.OneToOneField(
        "reports.Record", on_delete=models.CASCADE, primary_key=True, related_name="row"
    )
    project = models.ForeignKey("assessments.Project", on_delete=models.CASCADE, related_name="+")
    initiative = models.ForeignKey("assessments.Initiative", on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey("assessments.Unit", on_delete=models.CASCADE, related_name="+")
    round = models.PositiveIntegerField()
    data_level = models.PositiveSmallIntegerField()
    users_level = models.PositiveSmallIntegerField()
    load_level = models.PositiveSmallIntegerField()
    integration_level = models.PositiveSmallIntegerField()
    change_level = models.PositiveSmallIntegerField()
    support_level = models.PositiveSmallIntegerField()
    scope_level = models.PositiveSmallIntegerField()
    criteria_level = models.PositiveSmallIntegerField()
    findings = models.CharField(max_length=8)
    fail_count = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=24)
    index = models.DecimalField(max_digits=4, decimal_places=1)
    concluded_at = models.DateTimeField()
    deferred_kinds = models.PositiveSmallIntegerField(default=0, db_default=0)
    deferred_volume = models.DecimalField(max_digits=9, decimal_places=6, default=0, db_default=0)
    deferred_volume_of = models.PositiveSmallIntegerField(default=0, db_default=0)
    deferred_effort = models.DecimalField(max_digits=9, decimal_places=6, default=0, db_default=0)
    deferred_effort_of = models.PositiveSmallIntegerField(default=0, db_default=0)
    deferred_monthly = models.DecimalField(max_digits=21, decimal_places=6, null=True, blank=True)
    is_latest = models.BooleanField(default=True)
    extended_until = models.DateField(null=True, blank=True)
    """Until when the record's readiness holds, where acknowledgements were extended since; else as frozen."""

    class Meta:
        constraints = [
            UniqueConstraint(fields=["project"], condition=Q(is_latest=True), name="recordrow_latest_once"),
            CheckConstraint(condition=_LEVELS_IN_RANGE, name="recordrow_levels_0_to_4"),
            CheckConstraint(condition=Q(findings__regex="^[mpuk]{8}$"), name="recordrow_findings_eight"),
            CheckConstraint(condition=Q(fail_count__range=(0, 8)), name="recordrow_fail_count"),
            CheckConstraint(
                condition=Q(
                    deferred_volume_of__lte=F("deferred_kinds"), deferred_effort_of__lte=F("deferred_kinds")
                ),
                name="recordrow_deferred_stated",
            ),
        ]
        indexes = [
            Index(
                fields=["-fail_count", "index", "record"],
                condition=Q(is_latest=True),
                name="recordrow_latest_worst",
            ),
            Index(
                fields=["project"],
                condition=Q(is_latest=True, deferred_kinds__gt=0),
                name="recordrow_latest_deferred",
            ),
            Index(fields=["unit", "fail_count"], condition=Q(is_latest=True), name="recordrow_latest_unit"),
            Index(
                fields=["initiative", "fail_count"], condition=Q(is_latest=True), name="recordrow_latest_init"
            ),
            Index(
                fields=["verdict", "fail_count"], condition=Q(is_latest=True), name="recordrow_latest_verdict"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.findings} {self.verdict}"

    @property
    def levels(self) -> dict[str, int]:
        """The eight levels by section, in catalogue order."""
        return {section: getattr(self, f"{section}_level") for section in SECTIONS}

    @property
    def findings_by_section(self) -> dict[str, Finding]:
        """The eight findings by section, in catalogue order."""
        return {section: _FINDING_OF[code] for section, code in zip(SECTIONS, self.findings, strict=True)}


class QuestionRow(models.Model):
    """One question of a project's latest record; `claimed` is null where nothing is known or applicable."""

    record = models.ForeignKey("reports.Record", on_delete=models.CASCADE, related_name="question_rows")
    project = models.ForeignKey("assessments.Project", on_delete=models.CASCADE, related_name="+")
    question = models.CharField(max_length=64)
    claimed = models.PositiveSmallIntegerField(null=True, blank=True)
    evidenced = models.PositiveSmallIntegerField()
    grade = models.CharField(max_length=16)
    unknown = models.BooleanField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["record", "question"], name="questionrow_once"),
            CheckConstraint(condition=Q(evidenced__range=(0, 4)), name="questionrow_evidenced"),
        ]
        indexes = [Index(fields=["question", "evidenced"], name="questionrow_common_gaps")]

    def __str__(self) -> str:
        return self.question
