"""Rounds: one through its door, a project's, and the latest of many projects."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from ..models import CLOSED, Answer, Assessment, Membership, OversightRole, Person, Project, Said, State
from ..permissions import Viewer, oversights
from .door import one


def assessments_visible_to(user: Viewer) -> QuerySet[Assessment]:
    """The rounds whose answers somebody may see.

    Members see every round of their projects, the PMO those once submitted, leadership the accepted.
    Project, initiative, unit and question set (its content left for later) are joined.
    """
    rounds = Assessment.objects.select_related("project__initiative", "project__unit", "question_set").defer(
        "question_set__content"
    )
    if not isinstance(user, Person) or not user.is_active:
        return rounds.none()
    member = Exists(Membership.objects.filter(project=OuterRef("project"), person=user))
    above = oversights(user, "project")
    pmo, leadership = (
        Exists(above.filter(role=role)) for role in (OversightRole.PMO, OversightRole.LEADERSHIP)
    )
    return rounds.filter(
        Q(member) | (Q(submitted_at__isnull=False) & Q(pmo)) | (Q(state=State.ACCEPTED) & Q(leadership))
    )


def assessment_for(user: Viewer, public_id: UUID | str) -> Assessment:
    """The round, or Http404."""
    return one(assessments_visible_to(user), public_id)


def rounds_of(user: Viewer, project: Project) -> QuerySet[Assessment]:
    """A project's rounds that somebody may see, latest first."""
    return assessments_visible_to(user).filter(project=project).order_by("-round")


def open_round_of(project: Project) -> Assessment | None:
    """The round under way, if there is one; there is never more than one."""
    return project.assessments.exclude(state__in=CLOSED).first()


def latest_accepted_of(project: Project) -> Assessment | None:
    """The last accepted round."""
    return project.assessments.filter(state=State.ACCEPTED).order_by("-round").first()


def latest_rounds(projects: Iterable[Project]) -> dict[UUID, Assessment]:
    """Each project's latest round that was not withdrawn, with `answered` counted, in one query.

    For lists: the state and how complete it is, never what was answered.
    """
    rounds = Assessment.objects.filter(project__in=[project.pk for project in projects])
    latest = rounds.exclude(state=State.WITHDRAWN).order_by("project", "-round").distinct("project")
    return {found.project_id: found for found in with_completeness(latest)}


def with_completeness(rounds: QuerySet[Assessment]) -> QuerySet[Assessment]:
    """Add `answered`: to how many questions the team's voice said anything, "not known" included."""
    said = Answer.objects.filter(assessment=OuterRef("pk"), voice__isnull=True).exclude(said=Said.BLANK)
    counted = said.order_by().values("assessment").annotate(count=Count("pk")).values("count")
    return rounds.annotate(answered=Coalesce(counted, 0))
