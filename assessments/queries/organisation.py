"""Units, initiatives and projects as an administrator keeps them."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from ..models import Initiative, Oversight, OversightRole, Person, Project, Unit
from ..permissions import administers
from .door import as_id
from .projects import projects_administered_by

PAGE = 50


@dataclass(frozen=True)
class ProjectsPage:
    """One page of projects and the key where the next one starts, empty at the end."""

    rows: list[Project]
    following: str


def scopes_of(by: Person) -> QuerySet[Oversight]:
    """What somebody administers: everything, units, initiatives."""
    held = Oversight.objects.filter(person=by, role=OversightRole.ADMINISTRATOR)
    return held.select_related("unit", "initiative").order_by("unit__name", "initiative__name")


def parts_of(by: Person, kind: type[Unit] | type[Initiative]) -> "QuerySet[Unit] | QuerySet[Initiative]":
    """All units or initiatives with `projects_count` for who administers everything; none for others."""
    parts = kind.objects.annotate(projects_count=Count("projects")).order_by("name")
    return parts if administers(by) else parts.none()


def projects_page(by: Person, after: str) -> ProjectsPage:
    """The projects of one page whose people and settings somebody administers, by id."""
    projects = projects_administered_by(by).order_by("pk")
    if after:
        projects = projects.filter(pk__gt=as_id(after))
    rows = list(projects[: PAGE + 1])
    return ProjectsPage(rows[:PAGE], str(rows[PAGE - 1].pk) if len(rows) > PAGE else "")
