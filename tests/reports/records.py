"""Concluded rounds and their records, made the way people make them."""

import hashlib
import json
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from weasyprint import HTML

from assessments.actions import import_case, submit_assessment
from assessments.models import Assessment, MemberRole, Person, Project
from reports import storage
from reports.models import IssuedFile, Record, Report
from tests.assessments.steps import conclude
from tests.factories import NOW, MembershipFactory, ProjectFactory, member

ANSWERS: dict[str, Any] = {
    "data.selection": {"level": 0},
    "data.volume": {"pilot": 500, "production": 50000},
    "users.resistant": {"not_known": True},
}


def project_with_lead(**project: Any) -> tuple[Project, Person]:
    """A project and the person who leads it."""
    made: Project = ProjectFactory(**project)
    return made, member(made, MemberRole.LEAD)


def submitted_round(
    project: Project, lead: Person, answers: dict[str, Any] | None = None, at: datetime = NOW, **more: Any
) -> Assessment:
    """The project's next round, answered and submitted; `more` are other parts of its case file."""
    number = project.assessments.count() + 1
    case = {
        "format": "honest-pilot-case/1",
        "questionnaire": "honest-pilot/1",
        "project": {"name": project.name},
        "round": number,
        "claim": {"metric": "accuracy", "value": 95, "unit": "%", "sample_size": 500},
        "answers": ANSWERS if answers is None else answers,
        **more,
    }
    assessment = import_case(project=project, text=json.dumps(case), by=lead, at=at)
    submit_assessment(assessment=assessment, by=lead, at=at)
    return assessment


def record_made(project: Project, lead: Person, at: datetime = NOW, **more: Any) -> Record:
    """The record of the project's next round."""
    assessment = submitted_round(project, lead, at=at, **more)
    return conclude(assessment, at=at + timedelta(minutes=1))


def another_record(lead: Person, **project: Any) -> Record:
    """The record of a first round of a new project under the same lead."""
    made: Project = ProjectFactory(**project)
    MembershipFactory(project=made, person=lead, role=MemberRole.LEAD)
    return record_made(made, lead)


def requested(record: Record, by: Person, at: datetime = NOW) -> Report:
    """A report that was asked for and told to nobody."""
    report: Report = Report.objects.create(
        record=record, project=record.project, requested_by=by, requested_at=at
    )
    return report


@cache
def three_pages() -> bytes:
    """A PDF that nobody sealed."""
    pdf: bytes = HTML(string="<style>h1 { break-after: page }</style><h1>1</h1><h1>2</h1><p>3").write_pdf()
    return pdf


def sealed(record: Record, by: Person, at: datetime = NOW) -> Report:
    """A report that is there to be read, as far as the database knows: its three pages have no seal."""
    report, pdf = requested(record, by, at), three_pages() + f"% {record.sha256}".encode()
    digest = hashlib.sha256(pdf).hexdigest()
    report.state, report.sealed_at = Report.State.SEALED, at
    report.file, report.sha256, report.size = storage.save(report.pk, 1, pdf), digest, len(pdf)
    report.save()
    IssuedFile.objects.create(
        report=report, record=record, project=record.project,
        signatures=0, sha256=digest, size=len(pdf), pages=3, issued_at=at,
    )  # fmt: skip
    return report
