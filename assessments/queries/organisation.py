"""Units, initiatives and projects as an administrator keeps them: long lists, by name, page by page."""

from typing import Final, TypeVar
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower

from ..models import Initiative, Oversight, OversightRole, Person, Project, Unit
from ..permissions import administers
from .door import one
from .projects import projects_administered_by

PAGE: Final = 30

Part = Unit | Initiative
Kind = type[Unit] | type[Initiative]
Named = TypeVar("Named", Project, Part)


def scopes_of(by: Person) -> QuerySet[Oversight]:
    """What somebody administers: everything, units, initiatives."""
    held = Oversight.objects.filter(person=by, role=OversightRole.ADMINISTRATOR)
    return held.select_related("unit", "initiative").order_by("unit__name", "initiative__name")


def parts_of(by: Person, kind: Kind) -> QuerySet[Part]:
    """All units or initiatives, by name, for who administers everything; none for others."""
    parts: QuerySet[Part] = kind.objects.order_by("name")
    return parts if administers(by) else parts.none()


def parts_page(by: Person, kind: Kind, named: str, after: UUID | None) -> list[Part]:
    """One page of these, each with `projects_count`, and one more where there are more.

    `named` is a part of their names; `after` is the last one of the page before, Http404 for an unknown one.
    """
    return _page(parts_of(by, kind).annotate(projects_count=Count("projects")), named, after)


def projects_administered_page(by: Person, named: str, after: UUID | None) -> list[Project]:
    """The same of the projects whose people and settings somebody administers."""
    return _page(projects_administered_by(by), named, after)


def _page(rows: QuerySet[Named], named: str, after: UUID | None) -> list[Named]:
    rows = rows.annotate(key=Lower("name"))
    found = rows.filter(name__icontains=named) if named else rows
    if after:
        last = one(rows, after)
        key = vars(last)["key"]
        found = found.filter(Q(key__gt=key) | Q(key=key, pk__gt=last.pk))
    return list(found.order_by("key", "pk")[: PAGE + 1])
