"""Who may do what: one table, role by permission, that code, tests and documents read."""

from enum import StrEnum

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, OuterRef, Q, QuerySet, TextField, Value

from .models import MemberRole, Oversight, OversightRole, Person, Project

Viewer = Person | AnonymousUser


class Permission(StrEnum):
    """Everything that somebody may do to a project and its assessments."""

    SEE_DRAFTS = "see a round while it is drafted"
    SEE_SUBMITTED = "see a round once it was submitted"
    SEE_ACCEPTED = "see a round once it is accepted"
    START_ASSESSMENT = "start a round"
    CHANGE_CLAIM = "change the pilot claim"
    ANSWER = "answer"
    AGREE_NOT_APPLICABLE = "agree that a question is not applicable"
    SUBMIT = "submit a round"
    REOPEN = "return a submitted round"
    WITHDRAW = "withdraw a round"
    SETTLE = "settle a contradiction"
    CHOOSE_REMEDY = "choose fix or acknowledge"
    APPROVE_ACKNOWLEDGEMENT = "approve an acknowledgement"
    ACCEPT = "accept a round"
    REQUEST_REPORT = "ask for a report"
    MANAGE_MEMBERS = "say who takes part"


P = Permission
_SEES = frozenset({P.SEE_DRAFTS, P.SEE_SUBMITTED, P.SEE_ACCEPTED})

ALLOWED: dict[str, frozenset[Permission]] = {
    # A lead may do everything, within the separation of duties that the actions keep.
    MemberRole.LEAD: frozenset(Permission),
    MemberRole.RESPONDENT: _SEES | {P.ANSWER},
    MemberRole.REVIEWER: _SEES | {P.AGREE_NOT_APPLICABLE, P.SETTLE, P.REQUEST_REPORT},
    MemberRole.APPROVER: _SEES | {P.APPROVE_ACKNOWLEDGEMENT, P.REQUEST_REPORT},
    OversightRole.PMO: frozenset({P.SEE_SUBMITTED, P.SEE_ACCEPTED, P.REQUEST_REPORT}),
    OversightRole.LEADERSHIP: frozenset({P.SEE_ACCEPTED}),
    # People and settings: never an answer, never a report.
    OversightRole.ADMINISTRATOR: frozenset({P.MANAGE_MEMBERS}),
}


def may(user: Viewer, permission: Permission, project: Project) -> bool:
    """Whether somebody may do this in a project, by any of their roles."""
    return permission in permissions_in(project, user)


def permissions_in(project: Project, user: Viewer) -> frozenset[Permission]:
    """Everything that somebody may do in a project; for a page that asks more than once."""
    return granted_to(roles_in(project, user))


def granted_to(roles: frozenset[str]) -> frozenset[Permission]:
    """What these roles may do together."""
    return frozenset[Permission]().union(*(ALLOWED[role] for role in roles))


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
    output_field = ArrayField(TextField())

    def __init__(self, project: str, person: Person) -> None:
        super().__init__(F(project), Value(person.pk))


def oversights(person: Person, project: str) -> QuerySet[Oversight]:
    """A person's roles above the project that an outer query's row names, `project` being the path to it."""
    prefix = "" if project == "pk" else f"{project}__"
    scope = covers(OuterRef(f"{prefix}unit"), OuterRef(f"{prefix}initiative"))
    return Oversight.objects.filter(scope, person=person)


def covers(unit: object, initiative: object) -> Q:
    """Oversight of this unit, of this initiative, or of everything."""
    return Q(unit__isnull=True, initiative__isnull=True) | Q(unit=unit) | Q(initiative=initiative)
