"""Invitations, said in one line."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from assessments import actions
from assessments.acting import SYSTEM, acting_as
from assessments.models import Invitation, MemberRole, OversightRole, Person, Project
from tests.factories import NOW, OversightFactory


def link(token: str) -> str:
    return token


def invited(project: Project, by: Person, email: str = "nova@example.org", **options: Any) -> actions.Invited:
    """An invitation to a project; its `link` is the bare token."""
    given: dict[str, Any] = {"role": MemberRole.RESPONDENT, "at": NOW, "link": link}
    return actions.invite_member(project=project, email=email, by=by, **given | options)


def offered(by: Person, email: str = "nova@example.org", **options: Any) -> actions.Invited:
    """An invitation to a role above projects."""
    given: dict[str, Any] = {"role": OversightRole.PMO, "at": NOW, "link": link}
    return actions.invite_overseer(email=email, by=by, **given | options)


def administrator(**scope: Any) -> Person:
    """Who administers a unit, an initiative or, with neither, everything."""
    person: Person = OversightFactory(role=OversightRole.ADMINISTRATOR, **scope).person
    return person


@contextmanager
def accepted_before_the_lock(invitation: Invitation, by: Person) -> Iterator[None]:
    """Have it accepted after the page was read, before the withdrawal locks it."""
    waiting = [invitation]

    def accept(execute: Any, sql: str, *rest: Any) -> Any:
        if waiting and "assessments_invitation" in sql and "FOR NO KEY UPDATE" in sql:
            found = Invitation.objects.filter(pk=waiting.pop().pk)
            with acting_as(SYSTEM):
                found.update(accepted_by=by, accepted_at=NOW)
        return execute(sql, *rest)

    with connection.execute_wrapper(accept):
        yield
    assert not waiting
