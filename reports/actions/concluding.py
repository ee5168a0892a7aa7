"""Concluding a round: what it says is frozen as a record, and the result rows that lists read are written."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from assessments.actions import InvalidInput, Refused, WrongState, history_until_now
from assessments.actions.remedies import drop_needless
from assessments.actions.transitions import accept_assessment
from assessments.domain.scoring import Finding
from assessments.domain.verdict import Assessed, assess
from assessments.models import Answer, Assessment, Person
from assessments.queries import answers_of, case_of, latest_anchor, questionnaire_of

from ..content.record import HistoryMark, Provenance, canonical, digest, freeze
from ..models import FIRST, Record, Signatory
from ..queries import course_of, people_who_may_sign, previous_record
from .result_rows import write_rows


class CannotConclude(Refused):
    """The round is not one that can be concluded now."""


class InvalidSignatories(InvalidInput):
    """Who is named cannot sign: errors by field, decision_maker and approvers."""


def conclude_assessment(
    *,
    assessment: Assessment,
    decision_maker: Person | None = None,
    approvers: Sequence[Person] = (),
    by: Person,
    at: datetime,
    reason: str = "",
) -> Record:
    """Accept a reviewed round and freeze its record.

    `decision_maker` signs the report first, with the decision, and each of `approvers` countersigns it. Where
    nobody is named, the report is sealed and nobody signs it. `reason` says why, where something is open.
    Raises CannotConclude, InvalidSignatories, NotAllowed or ReasonMissing.
    """
    with transaction.atomic():
        _check_signatories(assessment, decision_maker, approvers)
        try:
            accept_assessment(assessment=assessment, by=by, at=at, reason=reason)
        except WrongState as refused:
            raise CannotConclude(str(refused)) from refused
        with translation.override(settings.LANGUAGE_CODE):  # the same for all, whoever concludes
            record = _frozen(assessment, by, at)
        people = [decision_maker, *approvers] if decision_maker else []
        Signatory.objects.bulk_create(
            Signatory(record=record, project_id=record.project_id, place=place, person=person)
            for place, person in enumerate(people, FIRST)
        )
        return record


def _check_signatories(
    assessment: Assessment, decision_maker: Person | None, approvers: Sequence[Person]
) -> None:
    able = set(people_who_may_sign(assessment).values_list("pk", flat=True)) if decision_maker else set()
    errors = {}
    text = _("must be an approver of this project who answered nothing in this round")
    if decision_maker and decision_maker.pk not in able:
        errors["decision_maker"] = text
    named = [person.pk for person in approvers]
    if not able.issuperset(named):
        errors["approvers"] = text
    elif len({*named, decision_maker and decision_maker.pk}) <= len(named):
        errors["approvers"] = _("name each person once; the decision maker signs already")
    if errors:
        raise InvalidSignatories(errors)


def _frozen(assessment: Assessment, by: Person, at: datetime) -> Record:
    rows = answers_of(assessment)
    case, questionnaire = case_of(assessment, rows), questionnaire_of(assessment)
    assessed = assess(case, questionnaire, timezone.localdate(at))
    record = _record(assessment, assessed, rows, by, at)
    record.save(force_insert=True)
    write_rows(record, assessed)
    matched = [key for key, found in assessed.sections.items() if found.finding is Finding.MATCHED]
    drop_needless(assessment=assessment, sections=matched)
    return record


def _record(
    assessment: Assessment, assessed: Assessed, rows: Mapping[str, Answer], by: Person, at: datetime
) -> Record:
    frozen = freeze(assessed, provenance=_provenance(assessment, by, at), course=course_of(assessment, rows))
    return Record(
        assessment=assessment,
        project=assessment.project,
        round=assessment.round,
        content=canonical(frozen),
        sha256=digest(frozen),
        verdict=assessed.verdict.value,
        result=assessed.result.value,
        readiness=assessed.readiness.value,
        ready_until=assessed.ready_until,
        index=assessed.index,
        optimism=assessed.optimism,
        concluded_by=by,
        concluded_at=at,
    )


def _provenance(assessment: Assessment, by: Person, at: datetime) -> Provenance:
    submission = assessment.submissions.order_by("number").last()
    earlier = previous_record(assessment)
    head, anchor = history_until_now(assessment), latest_anchor()
    return Provenance(
        concluded_by=str(by),
        concluded_at=at,
        submission_sha256=submission.sha256 if submission else "",
        registered=True,
        source=assessment.project.source,
        previous=earlier.as_json if earlier else None,
        history=HistoryMark(head.stream, head.seq, head.hash, (anchor.seq, anchor.hash) if anchor else None),
    )
