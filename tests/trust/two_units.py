"""Two units with a project each, in which every table has rows for both."""

from datetime import date
from typing import Any

from django.apps import apps
from django.db import models

from assessments import actions
from assessments.domain.case import Action
from assessments.models import (
    Assessment,
    Assignment,
    CalendarAddress,
    Challenge,
    DeferredCase,
    DisagreementSettlement,
    EvidenceFile,
    EvidencePreview,
    Extension,
    HistoryEntry,
    HistoryHead,
    Initiative,
    Mail,
    MemberRole,
    Notice,
    Oversight,
    OversightRole,
    Person,
    Project,
    QuestionSet,
    Unit,
)
from reports.models import GoLive, IssuedFile, Outcome, Record, SignOff
from tests.assessments.invited import invited
from tests.assessments.steps import conclude
from tests.factories import (
    NOW,
    OversightFactory,
    PersonFactory,
    ProjectFactory,
    SecondOpinionFactory,
    UnitFactory,
    member,
)
from tests.reports.records import requested, submitted_round

OPEN: set[type[models.Model]] = {Person, Unit, Initiative, Oversight, QuestionSet}
"""Accounts, names of units and initiatives, and question sets belong to no project."""
PRIVATE: set[type[models.Model]] = {CalendarAddress}
"""What belongs to one person and to no project: test_row_security_calendar.py."""
HISTORY: set[type[models.Model]] = {HistoryEntry, HistoryHead}
GUARDED: list[type[models.Model]] = [
    model
    for app in ("assessments", "reports")
    for model in apps.get_app_config(app).get_models()
    if model not in OPEN | PRIVATE | HISTORY
]
PROOF = {"title": "Plan", "link": "https://wiki.example.org/plan"}
ANSWERS = {
    "data.selection": {"level": 4, "evidence": "documented", "proof": [PROOF]},
    "data.cleaning": {"level": 0},
}


class Company:
    """The two projects, and the lead of one."""

    def __init__(self) -> None:
        self.here, self.there = (full_project(UnitFactory()) for _ in range(2))
        self.lead = member(self.here)

    def overseer(self, role: OversightRole, unit: Unit | None = None) -> Person:
        """Somebody above the projects of a unit, or of everything."""
        person: Person = PersonFactory()
        OversightFactory(person=person, role=role, unit=unit)
        return person


def full_project(unit: Unit) -> Project:
    """A concluded project with a row in every table."""
    project: Project = ProjectFactory(unit=unit)
    lead, reviewer = member(project), member(project, MemberRole.REVIEWER)
    assessment = submitted_round(project, lead, ANSWERS)
    DeferredCase.objects.create(assessment=assessment, kind_of_case="x", stated_by=lead, stated_at=NOW)
    fix = [Action("Measure it", "Robin", date(2027, 1, 1), shown_by="A count")]
    actions.choose_fix(assessment=assessment, section="data", actions=fix, by=lead, at=NOW)
    actions.settle_contradiction(assessment=assessment, rule="K1", why="measured", by=reviewer, at=NOW)
    talked(assessment, lead, reviewer)
    opinion = SecondOpinionFactory(assessment=assessment)
    DisagreementSettlement.objects.create(
        assessment=assessment, question="data.volume", voice=opinion.person, why="x", by=reviewer, at=NOW
    )
    invited(project, lead, email=f"invited-to-{project.pk}@example.org")
    item = assessment.evidence_items.get()
    file = EvidenceFile.objects.create(
        item=item, name="a.txt", size=1, media_type="text/plain", sha256="a" * 64, stored="files/aa/a",
        added_by=lead, added_at=NOW,
    )  # fmt: skip
    EvidencePreview.objects.create(file=file, made_at=NOW)
    Challenge.objects.create(
        assessment=assessment, question="data.volume", text="Whose?", due_on=date(2027, 1, 1), version=1,
        raised_by=reviewer, raised_at=NOW,
    )  # fmt: skip
    _followed(assessment, lead, reviewer)
    record = conclude(assessment, reviewer, signers=[member(project, MemberRole.APPROVER)])
    signed(record)
    GoLive.objects.create(project=project, day=NOW.date(), set_by=lead, set_at=NOW)
    Outcome.objects.create(
        record=record, project=project, days=30, running="below", recorded_by=lead, recorded_at=NOW
    )
    return project


def _followed(assessment: Assessment, lead: Person, other: Person) -> None:
    """Something said and shown of the action, and a later end asked for."""
    remedy = assessment.remedies.get()
    action = remedy.actions.get()
    same: dict[str, Any] = {"assessment": assessment, "action_id": action.pk, "by": lead, "at": NOW}
    actions.move_action(status="done", **same)
    actions.prove_by_evidence(item_id=assessment.evidence_items.get().pk, **same)
    Extension.objects.create(
        remedy=remedy, expires_on=date(2027, 1, 1), why="x", asked_by=lead, asked_at=NOW, approver=other
    )


def signed(record: Record) -> None:
    """A report of it, a file of that, and a signature that is asked for."""
    report, digest = requested(record, record.concluded_by), record.sha256  # the digest of anything will do
    ours = {"report": report, "record": record, "project": record.project}
    IssuedFile.objects.create(**ours, signatures=0, sha256=digest, size=1, pages=1, issued_at=NOW)
    signatory = record.signatories.get()
    SignOff.objects.create(
        **ours,
        signatory=signatory,
        by=signatory.person,
        decision="stop",
        reason="x",
        record_sha256=digest,
        read_sha256=digest,
        proved_at=NOW,
        proved_by="password",
        asked_at=NOW,
        announced_at=NOW,
    )


def talked(assessment: Assessment, lead: Person, reviewer: Person) -> None:
    """Something said, somebody told and asked, and a mail of it."""
    actions.add_comment(
        assessment=assessment, question="data.unseen", text="Hi", tells=[reviewer.pk], by=lead, at=NOW
    )
    Assignment.objects.create(
        assessment=assessment, section="data", person=lead, asked_by=reviewer, asked_at=NOW
    )
    mail = Mail.objects.create(person=reviewer, made_at=NOW, next_try_at=NOW, digest=True)
    Notice.objects.filter(person=reviewer).update(mail=mail)


def seen() -> dict[type[models.Model], int]:
    """How many rows of every table there are for whoever is asking."""
    return {model: model._default_manager.count() for model in GUARDED}
