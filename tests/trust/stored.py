"""What the database holds of a round, in the words of the rules restated; and every row of it, to compare."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import connection

from assessments.models import (
    Answer,
    AnswerAuthor,
    Assessment,
    Challenge,
    Membership,
    Project,
    Remedy,
    Said,
    Settlement,
)
from reports.models import Record

from .round import Asked, Objection, Row, Signing

Names = Mapping[UUID, str]
EVERYTHING = """
    SELECT to_jsonb(row)::text FROM assessments_assessment row WHERE id = %(round)s
    UNION ALL SELECT to_jsonb(row)::text FROM assessments_answer row WHERE assessment_id = %(round)s
    UNION ALL SELECT to_jsonb(row)::text FROM assessments_answerauthor row WHERE assessment_id = %(round)s
    UNION ALL SELECT to_jsonb(row)::text FROM assessments_settlement row WHERE assessment_id = %(round)s
    UNION ALL SELECT to_jsonb(row)::text FROM assessments_ruling row WHERE assessment_id = %(round)s
    UNION ALL SELECT to_jsonb(row)::text FROM assessments_challenge row WHERE assessment_id = %(round)s
    UNION ALL SELECT to_jsonb(row)::text FROM assessments_remedy row WHERE assessment_id = %(round)s
    UNION ALL SELECT to_jsonb(row)::text FROM assessments_submission row WHERE assessment_id = %(round)s
    UNION ALL SELECT to_jsonb(row)::text FROM reports_record row WHERE assessment_id = %(round)s
"""


def facts(project: Project, round_: Assessment, names: Names) -> dict[str, Any]:
    """What is stored of a project's people and of its latest round."""
    rounds = list(Assessment.objects.filter(project=project).order_by("round"))
    now = rounds[-1]
    assert now.pk == round_.pk
    members = Membership.objects.filter(project=project).values_list("person", "role", "sections")
    authors = AnswerAuthor.objects.filter(assessment=now).values_list("question", "person")
    settled = Settlement.objects.filter(assessment=now).values_list("by", flat=True).first()
    records = Record.objects.filter(assessment=now)
    record = records.standing().first()
    assert bool(record) == (now.state == "accepted")
    return {
        "roles": {(names[person], role) for person, role, _ in members},
        "limits": {names[person]: ", ".join(sections) for person, _, sections in members if sections},
        "rounds": [one.state for one in rounds],
        "state": now.state,
        "answers": {row.question: _row(row, names) for row in Answer.objects.filter(assessment=now)},
        "authors": {(question, names[person]) for question, person in authors},
        "asked": {names[person] for person in now.second_opinions.values_list("person", flat=True)},
        "settled_by": names[settled] if settled else None,
        "reviewer": names[now.review_started_by_id] if now.review_started_by_id else None,
        "ruled": {row.question: (names[row.by_id], row.decision, row.version) for row in now.rulings.all()},
        "objections": [_objection(row, names) for row in now.challenges.order_by("raised_at", "pk")],
        "remedy": _remedy(now, names),
        "claim": now.claim_metric,
        "claim_version": now.claim_version,
        "late_claim": now.claim_after_verdict,
        "submissions": now.submissions.count(),
        "signing": _signing(record, names) if record else None,
        "taken_back": records.count() - bool(record),
    }


def everything(round_: UUID) -> list[str]:
    """Every row of a round, as text."""
    with connection.cursor() as cursor:
        cursor.execute(EVERYTHING, {"round": round_})
        return sorted(row for (row,) in cursor.fetchall())


def _row(row: Answer, names: Names) -> Row:
    return Row(
        said=_said(row),
        by=names[row.answered_by_id],
        version=row.version,
        agreed_by=names[row.agreed_by_id] if row.agreed_by_id else None,
        carried=row.carried_over,
        late=row.after_verdict,
    )


def _said(row: Answer) -> str:
    if row.said == Said.LEVEL:
        return "verified" if row.verified_by else str(row.level)
    return {Said.BLANK: "blank", Said.NOT_KNOWN: "unknown", Said.NOT_APPLICABLE: "n/a"}[Said(row.said)]


def _objection(row: Challenge, names: Names) -> Objection:
    return Objection(
        by=names[row.raised_by_id],
        version=row.version,
        replied_by=names[row.replied_by_id] if row.replied_by_id else None,
        contested=row.contested,
        judgement=row.judgement,
        judged_by=names[row.settled_by_id] if row.settled_by_id else None,
    )


def _signing(record: Record, names: Names) -> Signing | None:
    """Who signs; and whether the report stands where their words put it, with a file for each signature."""
    signers = tuple(names[one.person_id] for one in record.signatories.order_by("place"))
    report = record.reports.first()
    if not signers:
        return None
    said = {names[row.by_id]: row.state for row in report.sign_offs.order_by("asked_at")} if report else {}
    signing = Signing(signers, sealed=report is not None, said=said)
    if report:
        assert report.state == signing.state
        assert report.issued_files.count() == 1 + [*said.values()].count("signed")
        assert report.issued_files.filter(sha256=report.sha256).exists()
    return signing


def _remedy(now: Assessment, names: Names) -> Asked | None:
    remedy = Remedy.objects.filter(assessment=now).first()
    if remedy is None:
        return None
    approver = names[remedy.approver_id] if remedy.approver_id else None
    return Asked(names[remedy.chosen_by_id], approver, approved=remedy.approved_at is not None)
