"""The list of projects: a page of it in one query, however many projects there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import connection

from ..models import MemberRole, Membership, Oversight, OversightRole, Person
from ..permissions import Permission, roles_with
from .projects import VISIBLE

READS_ONLY = (OversightRole.LEADERSHIP, OversightRole.ADMINISTRATOR)
PAGE: Final = 30


@dataclass(frozen=True)
class ListedRound:
    """A project's latest round that its reader may see, unless withdrawn: its state and how complete it is.

    `answered` counts the questions to which the team said anything; of these, nobody knows `not_known`, and
    `to_confirm` wait to be confirmed. Never what was answered.
    """

    round: int
    state: str
    answered: int
    not_known: int
    to_confirm: int


@dataclass(frozen=True)
class ListedProject:
    """One project of a page; `roles` are the reader's own in it, those above it not among them."""

    id: UUID
    name: str
    initiative: str
    unit: str
    roles: frozenset[str]
    asked_to_approve: bool
    latest: ListedRound | None


def project_page(person: Person, *, named: str = "", after: UUID | None = None) -> list[ListedProject]:
    """The projects that somebody may see, by name: one page, and one more where there are more; one query.

    `named` is a part of their names; `after` is the last one of the page before.
    """
    sql = PROJECTS.format(
        visible=VISIBLE.format(person="%(person)s"),
        named=NAMED if named else "",
        after=AFTER.format(visible=VISIBLE.format(person="%(person)s")) if after else "",
    )
    asked: dict[str, Any] = {
        "person": person.pk,
        "named": named,
        "after": after,
        "blind": MemberRole.SECOND_RESPONDENT,
        "see_drafts": roles_with(Permission.SEE_DRAFTS),
        "see_submitted": roles_with(Permission.SEE_SUBMITTED),
        "see_accepted": roles_with(Permission.SEE_ACCEPTED),
        "most": PAGE + 1,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return [_listed(row) for row in cursor.fetchall()]


def may_create_projects(person: Person) -> bool:
    """Whether somebody may add a project: not who only reads what others concluded, or administers."""
    reads_only = Oversight.objects.filter(person=person, role__in=READS_ONLY).exists()
    return not reads_only or Membership.objects.filter(person=person).exists()


NAMED = "AND position(lower(%(named)s) IN lower(project.name)) > 0"

AFTER = """AND (lower(project.name), project.id) > (
    SELECT lower(last.name), last.id FROM assessments_project last
    WHERE last.id = %(after)s AND last.id IN ({visible})
)"""

PROJECTS = """
WITH page AS (
    SELECT project.id, project.name, project.initiative_id, project.unit_id
    FROM assessments_project project
    WHERE project.id IN ({visible}) {named} {after}
    ORDER BY lower(project.name), project.id LIMIT %(most)s
)
SELECT page.id, page.name, initiative.name, unit.name,
    ARRAY(SELECT role FROM assessments_membership WHERE project_id = page.id AND person_id = %(person)s),
    EXISTS (
        SELECT FROM assessments_workitem
        WHERE person_id = %(person)s AND project_id = page.id AND kind = 'approve' AND done_at IS NULL
    ),
    latest.round, latest.state, said.answered, said.not_known, said.to_confirm
FROM page
JOIN assessments_initiative initiative ON initiative.id = page.initiative_id
JOIN assessments_unit unit ON unit.id = page.unit_id
CROSS JOIN LATERAL (SELECT roles_in_project(page.id, %(person)s) AS roles OFFSET 0) reader
LEFT JOIN LATERAL (
    SELECT id, round, state FROM assessments_assessment
    WHERE project_id = page.id AND state <> 'withdrawn' AND %(blind)s <> ALL (reader.roles) AND (
        reader.roles && %(see_drafts)s
        OR submitted_at IS NOT NULL AND reader.roles && %(see_submitted)s
        OR state = 'accepted' AND reader.roles && %(see_accepted)s
    )
    ORDER BY round DESC LIMIT 1
) latest ON true
LEFT JOIN LATERAL (
    SELECT count(*) AS answered,
        count(*) FILTER (WHERE said = 'not_known') AS not_known,
        count(*) FILTER (WHERE carried_over) AS to_confirm
    FROM assessments_answer
    WHERE assessment_id = latest.id AND voice_id IS NULL AND said <> ''
) said ON latest.id IS NOT NULL
ORDER BY lower(page.name), page.id
"""


def _listed(row: Sequence[Any]) -> ListedProject:
    project, name, initiative, unit, roles, asked_to_approve, *latest = row
    found = None if latest[0] is None else ListedRound(*latest)
    return ListedProject(project, name, initiative, unit, frozenset(roles), asked_to_approve, found)
