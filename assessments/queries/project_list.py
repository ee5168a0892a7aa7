"""What the list of projects says beside each: how complete its round is, and what waits for its reader."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from ..models import Answer, Assessment, Membership, Oversight, OversightRole, Person, Remedy, Said, State
from ..models.remedy import RemedyKind

READS_ONLY = (OversightRole.LEADERSHIP, OversightRole.ADMINISTRATOR)


@dataclass(frozen=True)
class Completeness:
    """How many answers of a round say that nobody knows, and how many wait to be confirmed."""

    not_known: int = 0
    to_confirm: int = 0


def completeness_of(rounds: Iterable[Assessment]) -> dict[UUID, Completeness]:
    """The counts of several rounds, in one query; a round without answers has no entry."""
    said = Answer.objects.filter(assessment__in=list(rounds), voice__isnull=True).exclude(said=Said.BLANK)
    counted = (
        said.order_by()
        .values_list("assessment")
        .annotate(
            not_known=Count("pk", filter=Q(said=Said.NOT_KNOWN)),
            to_confirm=Count("pk", filter=Q(carried_over=True)),
        )
    )
    return {round_id: Completeness(*counts) for round_id, *counts in counted}


def roles_by_project(person: Person) -> dict[UUID, frozenset[str]]:
    """Somebody's own roles in each of their projects."""
    roles: dict[UUID, set[str]] = {}
    for project, role in Membership.objects.filter(person=person).values_list("project", "role"):
        roles.setdefault(project, set()).add(role)
    return {project: frozenset(held) for project, held in roles.items()}


def awaiting_approval_of(person: Person) -> set[UUID]:
    """The projects in which a submitted round's acknowledgement waits for this approver."""
    waiting = Remedy.objects.filter(kind=RemedyKind.ACKNOWLEDGE, approver=person, approved_at__isnull=True)
    return set(
        waiting.filter(assessment__state=State.SUBMITTED).values_list("assessment__project", flat=True)
    )


def may_create_projects(person: Person) -> bool:
    """Whether somebody may add a project: not who only reads what others concluded, or administers."""
    reads_only = Oversight.objects.filter(person=person, role__in=READS_ONLY).exists()
    return not reads_only or Membership.objects.filter(person=person).exists()
