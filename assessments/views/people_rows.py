"""Rows of people, roles and invitations, ready for the templates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from assessments.forms.people import scope_in_words
from assessments.forms.roles import DOES, NAMES, section_names
from assessments.models import (
    Invitation,
    MemberRole,
    Membership,
    Oversight,
    OversightRole,
    Person,
    Project,
)

from .moments import day


@dataclass(frozen=True)
class MembershipRow:
    """One role of one person, and where it is changed and taken away."""

    name: str
    address: str
    role: str
    sections: str
    closed: bool
    change_url: str
    remove_url: str


@dataclass(frozen=True)
class InvitationRow:
    """An invitation that nobody accepted yet; the last three are what its form posts to send it again."""

    address: str
    offered: str
    sections: str
    until: str
    expired: bool
    withdraw_url: str
    again_url: str
    again: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class PersonRow:
    """One person in the administrators' list."""

    name: str
    address: str
    url: str
    above: str
    closed: bool


@dataclass(frozen=True)
class OversightRow:
    """A role above projects, and where it is taken away."""

    role: str
    scope: str
    does: str
    take_url: str


@dataclass(frozen=True)
class SeenRow:
    """A project with the roles through which somebody sees it, and what each lets them do."""

    name: str
    url: str
    part: str
    through: tuple[tuple[str, str], ...]


def membership_row(membership: Membership) -> MembershipRow:
    """One role of one person in a project."""
    keys = [membership.project_id, membership.pk]
    return MembershipRow(
        name=str(membership.person),
        address=membership.person.email,
        role=NAMES[membership.role],
        sections=sections_in_words(membership.sections),
        closed=not membership.person.is_active,
        change_url=reverse("member_change", args=keys),
        remove_url=reverse("member_remove", args=keys),
    )


def invitation_row(sent: Invitation, now: datetime) -> InvitationRow:
    """An invitation to a project or to a role above projects."""
    expired = sent.has_expired(now)
    return InvitationRow(
        address=sent.email,
        offered=offered_in_words(sent),
        sections=sections_in_words(sent.sections),
        until=f"{'Expired on' if expired else 'Open until'} {day(sent.expires_at)}",
        expired=expired,
        withdraw_url=_withdraw_url(sent),
        again_url=reverse("project_people", args=[sent.project_id])
        if sent.project_id
        else reverse("oversight_grant"),
        again=_again(sent),
    )


def person_row(person: Person) -> PersonRow:
    """One person, fetched with the roles above projects that are known, and `elsewhere` if there are more."""
    above = sorted(f"{NAMES[held.role]}, {_scope(held)}" for held in person.oversights.all())
    known = ", ".join(above)
    if vars(person)["elsewhere"]:
        known = f"{known} and roles elsewhere" if known else "Roles elsewhere"
    return PersonRow(
        name=str(person),
        address=person.email,
        url=reverse("person_sees", args=[person.pk]),
        above=known,
        closed=not person.is_active,
    )


def oversight_row(held: Oversight, *, may_take: bool) -> OversightRow:
    """One role above projects; its reader takes it away where they may."""
    return OversightRow(
        role=NAMES[held.role],
        scope=_scope(held),
        does=DOES[held.role],
        take_url=reverse("oversight_take", args=[held.person_id, held.pk]) if may_take else "",
    )


def seen_rows(projects: Iterable[Project], limited: Mapping[UUID, Sequence[str]]) -> list[SeenRow]:
    """Projects with the `roles` that the query added."""
    return [
        SeenRow(
            name=project.name,
            url=project.get_absolute_url(),
            part=f"{project.initiative.name} · {project.unit.name}",
            through=_through(vars(project)["roles"], limited.get(project.pk, ())),
        )
        for project in projects
    ]


def offered_in_words(sent: Invitation) -> str:
    """What an invitation offers: "Respondent", "PMO, unit Retail"."""
    return NAMES[sent.role] if sent.project_id else f"{NAMES[sent.role]}, {_scope(sent)}"


def sections_in_words(keys: Sequence[str]) -> str:
    """The names of the sections that somebody is limited to, nothing where it is all of them."""
    return ", ".join(section_names()[key] for key in keys)


def _through(roles: Sequence[str], sections: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The roles that count: those that show answers do not, for a second respondent."""
    counted = frozenset(roles)
    if MemberRole.SECOND_RESPONDENT in counted:
        counted &= {MemberRole.SECOND_RESPONDENT, OversightRole.ADMINISTRATOR}
    return tuple((NAMES[role], _does(role, sections)) for role in sorted(counted))


def _does(role: str, sections: Sequence[str]) -> str:
    if role == "respondent" and sections:
        return f"answers only: {sections_in_words(sections)}; reads the rest"
    if role == "second_respondent" and sections:
        return f"answers only: {sections_in_words(sections)}; sees nothing of what the team says"
    return DOES[role]


def _scope(row: Oversight | Invitation) -> str:
    return scope_in_words(row.unit or row.initiative)


def _withdraw_url(sent: Invitation) -> str:
    if sent.project_id:
        return reverse("invitation_withdraw", args=[sent.project_id, sent.pk])
    return reverse("oversight_invitation_withdraw", args=[sent.pk])


def _again(sent: Invitation) -> list[tuple[str, str]]:
    asked = [("person", sent.email), ("role", sent.role)]
    if sent.project_id:
        return asked + [("sections", key) for key in sent.sections]
    return [*asked, ("scope", str(sent.unit_id or sent.initiative_id or "everything"))]
