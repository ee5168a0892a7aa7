"""Concluded rounds for tests, made from the demo's case files by the same actions as people use."""

from datetime import datetime, timedelta

from assessments.actions import agree_not_applicable, import_case, submit_assessment
from assessments.models import Assessment, MemberRole, Membership, Person, Project, Said
from reports.demo.plan import FOLDER
from reports.models import Record
from tests.assessments.steps import conclude
from tests.factories import NOW, ProjectFactory, member


def lead_of(project: Project) -> Person:
    """The project's lead, found or made."""
    found = Membership.objects.filter(project=project, role=MemberRole.LEAD).select_related("person").first()
    return found.person if found else member(project)


def submitted(name: str, project: Project | None = None, at: datetime = NOW) -> Assessment:
    """A submitted round with the answers of a demo file, such as "orion-routing-1"."""
    project = project or ProjectFactory()
    text = (FOLDER / f"{name}.json").read_bytes()
    assessment = import_case(project=project, text=text, by=lead_of(project), at=at)
    _agree(assessment, at)
    submit_assessment(assessment=assessment, by=lead_of(project), at=at + timedelta(hours=1))
    return assessment


def _agree(assessment: Assessment, at: datetime) -> None:
    """As a reviewer who answered nothing: what is said not to be applicable is not."""
    rows = list(assessment.answers.filter(said=Said.NOT_APPLICABLE))
    if not rows:
        return
    reviewer = member(assessment.project, MemberRole.REVIEWER)
    for row in rows:
        agree_not_applicable(
            assessment=assessment, question=row.question, seen_version=row.version, by=reviewer, at=at
        )


def concluded(name: str, project: Project | None = None, at: datetime = NOW) -> Record:
    """The same, concluded."""
    assessment = submitted(name, project, at)
    return conclude(assessment, at=at + timedelta(hours=2))
