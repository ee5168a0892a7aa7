"""One thing that waits, and the people for whom it may."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone
from django.utils.text import Truncator

from ...models import Membership, Project, WorkKind
from ...permissions import Permission, answerable, granted_to

LETTERS: Final = 200
"""So much of what people wrote is shown in a line; the whole of it stands on its own page."""
APPROVE_WITHIN: Final = timedelta(days=7)
"""So long an approval may take once it was asked for and can be given; then people are reminded."""


@dataclass(frozen=True)
class Work:
    """One thing that is to be done, whoever does it; the columns of a `WorkItem`."""

    kind: WorkKind
    text: str
    address: str
    assessment: UUID | None = None
    subject: str = ""
    due_on: date | None = None

    def of(self, people: Iterable[UUID]) -> Iterator["Waiting"]:
        """The same as waiting for each of these people."""
        return (Waiting(person, self) for person in people)


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for one person."""

    person: UUID
    work: Work


@dataclass(frozen=True)
class Team:
    """The people of a project who can sign in, in the order in which they came, with what each may do."""

    project: UUID
    granted: Mapping[UUID, frozenset[Permission]]
    answers: Mapping[UUID, frozenset[str]]
    """The sections that each may answer."""

    def who_may(self, permission: Permission, *, but: Collection[UUID | None] = ()) -> list[UUID]:
        """Whom the table of permissions lets do this, without those who have a part in it."""
        return [
            person for person, granted in self.granted.items() if permission in granted and person not in but
        ]


def team_of(project: Project) -> Team:
    """Read it; one query."""
    roles: dict[UUID, set[str]] = {}
    limited: dict[UUID, list[str]] = {}
    members = Membership.objects.filter(project=project, person__is_active=True).order_by("pk")
    for person, role, sections in members.values_list("person", "role", "sections"):
        roles.setdefault(person, set()).add(role)
        limited[person] = limited.get(person, []) + sections
    return Team(
        project.pk,
        granted={person: granted_to(frozenset(held)) for person, held in roles.items()},
        answers={person: answerable(frozenset(held), limited[person]) for person, held in roles.items()},
    )


def approval_due(asked_at: datetime) -> date:
    """Until when somebody is to approve what they were asked for."""
    return timezone.localdate(asked_at) + APPROVE_WITHIN


def in_a_line(text: str) -> str:
    """What somebody wrote, without its line breaks and not too long."""
    return Truncator(" ".join(text.split())).chars(LETTERS)
