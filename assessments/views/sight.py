"""What somebody can see, in plain words: read from the table of permissions, never a second one."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assessments.domain.language import enumerated
from assessments.domain.questionnaire import SECTIONS
from assessments.forms.roles import above_in_words, name_of, over_in_words
from assessments.models import Oversight, OversightRole, Project
from assessments.permissions import LEADING, Permission, answerable, granted_to

from .people_rows import sections_in_words

SHOWN = (
    (
        Permission.SEE_DRAFTS,
        gettext_noop("Answers while they are drafted, all sections; verdicts and reports"),
    ),
    (
        Permission.SEE_SUBMITTED,
        gettext_noop("Answers once a round is submitted, all sections; verdicts and reports"),
    ),
    (Permission.SEE_ACCEPTED, gettext_noop("Accepted rounds and their reports only")),
    (Permission.KNOW_ROUNDS, gettext_noop("That rounds exist, nothing that the team answers")),
    (Permission.MANAGE_MEMBERS, gettext_noop("Who takes part, no answers and no reports")),
)
"""What each permission shows, the widest first: the first that is granted says what there is to see."""


@dataclass(frozen=True)
class OversightRow:
    """A role above projects, what it shows in each project there, and where it is taken away."""

    role: str
    scope: str
    shows: str
    take_url: str


@dataclass(frozen=True)
class SeenRow:
    """A project with what somebody sees and may answer there, and why: the roles that it comes from."""

    name: str
    url: str
    part: str
    shows: str
    answers: str
    why: str


@dataclass(frozen=True)
class SeenGroup:
    """The projects in which one role says most of what is seen."""

    role: str
    key: str
    rows: list[SeenRow]


def shown_to(roles: Collection[str]) -> str:
    """What these roles show together: "Accepted rounds and their reports only"."""
    granted = granted_to(frozenset(roles))
    return next((_(words) for permission, words in SHOWN if permission in granted), _("Nothing"))


def oversight_row(held: Oversight, *, may_take: bool) -> OversightRow:
    """One role above projects; its reader takes it away where they may."""
    return OversightRow(
        role=name_of(held.role),
        scope=capfirst(over_in_words(held.unit or held.initiative)),
        shows=shown_to([held.role]),
        take_url=reverse("oversight_take", args=[held.person_id, held.pk]) if may_take else "",
    )


def seen_groups(projects: Iterable[Project], above: Sequence[Oversight]) -> Iterator[SeenGroup]:
    """Projects as the query gives them; `above` are the roles above projects that its reader may know."""
    for leading, found in groupby(projects, key=lambda project: vars(project)["leading"]):
        role = LEADING[leading - 1]
        yield SeenGroup(name_of(role), str(role), [_row(project, above) for project in found])


def _row(project: Project, above: Sequence[Oversight]) -> SeenRow:
    columns: dict[str, Any] = vars(project)
    roles = frozenset(columns["roles"])
    return SeenRow(
        name=project.name,
        url=project.get_absolute_url(),
        part=f"{project.initiative.name} · {project.unit.name}",
        shows=shown_to(roles),
        answers=_answers(roles, answerable(roles, columns["limited_to"])),
        why="; ".join(_why(role, project, above) for role in LEADING if role in roles),
    )


def _answers(roles: frozenset[str], sections: Collection[str]) -> str:
    if not sections:
        return ""
    apart = Permission.SECOND_OPINION in granted_to(roles)
    if len(sections) == len(SECTIONS):
        return _("May give a second opinion on all sections") if apart else _("May answer all sections")
    text = _("May give a second opinion on only %(sections)s") if apart else _("May answer only %(sections)s")
    return text % {"sections": sections_in_words([key for key in SECTIONS if key in sections])}


def _why(role: str, project: Project, above: Sequence[Oversight]) -> str:
    """A role, of one above with what it is over, unless that lies beyond what the reader may know."""
    if role not in OversightRole:
        return name_of(role)
    known = [one for one in above if one.role == role and _covers(one, project)]
    held = sorted(above_in_words(role, one.unit or one.initiative) for one in known)
    return capfirst(enumerated(held)) if held else _("%(role)s, given elsewhere") % {"role": name_of(role)}


def _covers(held: Oversight, project: Project) -> bool:
    if held.unit_id or held.initiative_id:
        return held.unit_id == project.unit_id or held.initiative_id == project.initiative_id
    return True
