"""The result rows of a record: what lists and heat maps read, and of which record that is."""

from decimal import Decimal
from typing import Any

from assessments.domain.case import Case, Pair
from assessments.domain.numbers import half_up
from assessments.domain.scope import WHOLE, summed
from assessments.domain.verdict import Assessed

from ..models import FINDING_CODES, QuestionRow, Record, RecordRow


def write_rows(record: Record, assessed: Assessed) -> None:
    """From here on this record is the project's latest."""
    RecordRow.objects.filter(project=record.project, is_latest=True).update(is_latest=False)
    _row(record, assessed).save(force_insert=True)
    _write_questions(record)


def take_rows_back(record: Record, earlier: Record | None) -> None:
    """From here on this record is in no list, and the `earlier` one is the project's latest again."""
    RecordRow.objects.filter(record=record).delete()
    if earlier is None:
        QuestionRow.objects.filter(record=record).delete()
        return
    RecordRow.objects.filter(record=earlier).update(is_latest=True)
    _write_questions(earlier)


def _write_questions(record: Record) -> None:
    """What the record froze of each question, and nothing worked out anew."""
    QuestionRow.objects.filter(project=record.project).delete()
    QuestionRow.objects.bulk_create(
        _question_row(record, question)
        for section in record.as_json["sections"]
        for question in section["questions"]
    )


def _row(record: Record, assessed: Assessed) -> RecordRow:
    results = assessed.sections
    return RecordRow(
        record=record,
        project=record.project,
        initiative_id=record.project.initiative_id,
        unit_id=record.project.unit_id,
        round=record.round,
        findings="".join(FINDING_CODES[result.finding] for result in results.values()),
        fail_count=sum(result.finding.shows_nothing for result in results.values()),
        verdict=record.verdict,
        index=record.index,
        concluded_at=record.concluded_at,
        **{f"{section}_level": result.level for section, result in results.items()},
        **_deferred(assessed.case),
    )


def _deferred(case: Case) -> dict[str, Decimal | int | None]:
    """The sums of what was left out; of cases a month, where both the share and a month's cases are known."""
    sums, sample = summed(case.scope_register), case.answers.get("scope.sample")
    month = sample.said.production if sample and isinstance(sample.said, Pair) else None
    monthly = half_up(month * sums.volume.share / WHOLE, 6) if month and sums.volume.stated else None
    return {
        "deferred_kinds": sums.kinds,
        "deferred_volume": sums.volume.share,
        "deferred_volume_of": sums.volume.stated,
        "deferred_effort": sums.effort.share,
        "deferred_effort_of": sums.effort.stated,
        "deferred_monthly": monthly,
    }


def _question_row(record: Record, question: dict[str, Any]) -> QuestionRow:
    return QuestionRow(
        record=record,
        project=record.project,
        question=question["key"],
        claimed=question["claimed"],
        evidenced=question["evidenced"],
        grade=question["grade"],
        unknown=question["claimed"] is None and not question["dropped"],
    )
