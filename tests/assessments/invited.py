"""Invitations, said in one line."""

from typing import Any

from assessments import actions
from assessments.models import MemberRole, OversightRole, Person, Project
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
