"""Who may do what: one table, role by permission, that code, tests and documents read."""

from collections.abc import Collection
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db.models import Exists, F, Field, Func, IntegerField, OuterRef, Q, QuerySet, TextField, Value
from django.utils.translation import gettext_noop

from .domain.questionnaire import SECTIONS
from .models import (
    Initiative,
    MemberRole,
    Membership,
    Oversight,
    OversightRole,
    Person,
    Project,
    Unit,
)

Viewer = Person | AnonymousUser


class Permission(StrEnum):
    """Everything that somebody may do to a project and its assessments, as sentences say it."""

    KNOW_ROUNDS = gettext_noop("know which rounds there are")
    SEE_DRAFTS = gettext_noop("see a round while it is drafted")
    SEE_SUBMITTED = gettext_noop("see a round once it was submitted")
    SEE_ACCEPTED = gettext_noop("see a round once it is accepted")
    START_ASSESSMENT = gettext_noop("start a round")
    CHANGE_CLAIM = gettext_noop("change the pilot claim")
    ANSWER = gettext_noop("answer")
    TALK = gettext_noop("talk about answers with the team")
    ASSIGN = gettext_noop("say who answers what")
    SECOND_OPINION = gettext_noop("give a second opinion")
    AGREE_NOT_APPLICABLE = gettext_noop("agree that a question is not applicable")
    SUBMIT = gettext_noop("submit a round")
    REVIEW = gettext_noop("review a round")
    REOPEN = gettext_noop("return a submitted round")
    WITHDRAW = gettext_noop("withdraw a round")
    SETTLE = gettext_noop("settle a contradiction")
    CHOOSE_REMEDY = gettext_noop("choose fix or acknowledge")
    FOLLOW_ACTION = gettext_noop("say how far an action is")
    APPROVE_ACKNOWLEDGEMENT = gettext_noop("approve an acknowledgement")
    SETTLE_CONTESTED = gettext_noop("settle a contested challenge")
    ACCEPT = gettext_noop("accept a round")
    REQUEST_REPORT = gettext_noop("ask for a report")
    RECORD_OUTCOME = gettext_noop("say what happened in production")
    MANAGE_MEMBERS = gettext_noop("say who takes part")


P = Permission
_TEAM = frozenset({P.KNOW_ROUNDS, P.SEE_DRAFTS, P.SEE_SUBMITTED, P.SEE_ACCEPTED, P.TALK, P.FOLLOW_ACTION})

ALLOWED: dict[str, frozenset[Permission]] = {
    # A lead may do everything that the team does, within the separation of duties that the actions keep.
    MemberRole.LEAD: frozenset(Permission) - {P.SECOND_OPINION, P.REVIEW, P.SETTLE_CONTESTED, P.ACCEPT},
    MemberRole.RESPONDENT: _TEAM | {P.ANSWER},
    # Blind: what the team says stays hidden, whatever else this person is (see `granted_to`).
    MemberRole.SECOND_RESPONDENT: frozenset({P.KNOW_ROUNDS, P.SECOND_OPINION}),
    MemberRole.REVIEWER: _TEAM
    | {P.AGREE_NOT_APPLICABLE, P.REVIEW, P.REOPEN, P.SETTLE, P.ACCEPT, P.REQUEST_REPORT},
    MemberRole.APPROVER: _TEAM | {P.APPROVE_ACKNOWLEDGEMENT, P.REQUEST_REPORT},
    OversightRole.PMO: frozenset({P.SEE_SUBMITTED, P.SEE_ACCEPTED, P.SETTLE_CONTESTED, P.REQUEST_REPORT}),
    OversightRole.LEADERSHIP: frozenset({P.SEE_ACCEPTED}),
    # People and settings: never an answer, never a report.
    OversightRole.ADMINISTRATOR: frozenset({P.MANAGE_MEMBERS}),
}

LEADING = (MemberRole.SECOND_RESPONDENT, *(role for role in ALLOWED if role != MemberRole.SECOND_RESPONDENT))
"""The roles in the order in which one of several says most of what is seen: being blind overrides all."""

BLIND = frozenset({P.KNOW_ROUNDS, P.SECOND_OPINION, P.MANAGE_MEMBERS})
"""What may be left to somebody who is to answer without knowing what the team says."""


def may(user: Viewer, permission: Permission, project: Project) -> bool:
    """Whether somebody may do this in a project, by any of their roles."""
    return permission in permissions_in(project, user)


def permissions_in(project: Project, user: Viewer) -> frozenset[Permission]:
    """Everything that somebody may do in a project; for a page that asks more than once."""
    return granted_to(roles_in(project, user))


def granted_to(roles: frozenset[str]) -> frozenset[Permission]:
    """What these roles may do together; a second respondent's other roles show nothing of the answers."""
    granted = frozenset[Permission]().union(*(ALLOWED[role] for role in roles))
    return granted & BLIND if MemberRole.SECOND_RESPONDENT in roles else granted


def answerable(roles: frozenset[str], limited_to: Collection[str] | None) -> frozenset[str]:
    """The sections that somebody may answer, for the team or apart; `limited_to` is their `SectionsOf`."""
    if granted_to(roles).isdisjoint({P.ANSWER, P.SECOND_OPINION}):
        return frozenset()
    if not limited_to or P.ANSWER in granted_to(roles - {MemberRole.RESPONDENT}):
        return frozenset(SECTIONS)
    return frozenset(limited_to)


def roles_with(permission: Permission) -> list[str]:
    """The roles that may do this."""
    return [str(role) for role, allowed in ALLOWED.items() if permission in allowed]


def roles_in(project: Project, user: Viewer) -> frozenset[str]:
    """Somebody's roles in a project, those over it included; none for who is not signed in or deactivated."""
    if not isinstance(user, Person) or not user.is_active:
        return frozenset()
    found = Project.objects.filter(pk=project.pk).values_list(RolesIn("pk", user), flat=True).first()
    return frozenset(found or ())


class RolesIn(Func):
    """The same as a column of a query whose rows name their project in a field of theirs."""

    function = "roles_in_project"
    output_field: "Field[Any, Any]" = ArrayField(TextField())

    def __init__(self, project: str, person: Person) -> None:
        super().__init__(F(project), Value(person.pk))


class SectionsOf(RolesIn):
    """To which sections somebody who answers is limited, as another such column; empty or null is all."""

    function = "sections_in_project"


class LeadingRole(RolesIn):
    """Which of the roles comes first in LEADING, by its place from 1, as another such column."""

    template = (
        f"(SELECT min(array_position(ARRAY{[str(role) for role in LEADING]}, held))"  # noqa: S608 - constants
        " FROM unnest(%(function)s(%(expressions)s)) AS held)"
    )
    output_field = IntegerField()


def is_blind(project: str, person: Person) -> Exists:
    """Whether somebody is a second respondent of the project that an outer query's row names."""
    role = MemberRole.SECOND_RESPONDENT
    return Exists(Membership.objects.filter(project=OuterRef(project), person=person, role=role))


def administered(by: Person, project: str = "pk") -> Exists:
    """Whether somebody administers the project, unit or initiative that an outer query's row names."""
    return Exists(oversights(by, project).filter(role=OversightRole.ADMINISTRATOR))


def administers(by: Person, unit: Unit | None = None, initiative: Initiative | None = None) -> bool:
    """Whether somebody administers this unit, this initiative or, with neither, everything."""
    if not by.is_active:
        return False
    whole = Q(unit__isnull=True, initiative__isnull=True)
    part = Q(unit=unit) if unit else Q(initiative=initiative) if initiative else whole
    held = Oversight.objects.filter(person=by, role=OversightRole.ADMINISTRATOR)
    return held.filter(whole | part).exists()


def oversights(person: Person, project: str) -> QuerySet[Oversight]:
    """A person's roles above the project that an outer query's row names, `project` being the path to it."""
    prefix = "" if project == "pk" else f"{project}__"
    scope = covers(OuterRef(f"{prefix}unit"), OuterRef(f"{prefix}initiative"))
    return Oversight.objects.filter(scope, person=person)


def covers(unit: object, initiative: object) -> Q:
    """Oversight of this unit, of this initiative, or of everything."""
    return Q(unit__isnull=True, initiative__isnull=True) | Q(unit=unit) | Q(initiative=initiative)
