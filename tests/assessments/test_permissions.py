"""The table of roles and permissions, cell by cell, and whose roles count."""

import pytest
from django.contrib.auth.models import AnonymousUser

from assessments.domain.questionnaire import SECTIONS
from assessments.models import MemberRole, Oversight, OversightRole
from assessments.permissions import (
    ALLOWED,
    Permission,
    answerable,
    granted_to,
    may,
    permissions_in,
    roles_in,
    roles_with,
)
from tests.factories import (
    InitiativeFactory,
    MembershipFactory,
    OversightFactory,
    PersonFactory,
    ProjectFactory,
    UnitFactory,
    member,
)

TABLE = """
                         lead respondent second_respondent reviewer approver pmo leadership administrator
KNOW_ROUNDS              x    x          x                 x        x        -   -          -
SEE_DRAFTS               x    x          -                 x        x        -   -          -
SEE_SUBMITTED            x    x          -                 x        x        x   -          -
SEE_ACCEPTED             x    x          -                 x        x        x   x          -
TALK                     x    x          -                 x        x        -   -          -
ASSIGN                   x    -          -                 -        -        -   -          -
START_ASSESSMENT         x    -          -                 -        -        -   -          -
CHANGE_CLAIM             x    -          -                 -        -        -   -          -
ANSWER                   x    x          -                 -        -        -   -          -
SECOND_OPINION           -    -          x                 -        -        -   -          -
AGREE_NOT_APPLICABLE     x    -          -                 x        -        -   -          -
SUBMIT                   x    -          -                 -        -        -   -          -
REOPEN                   x    -          -                 x        -        -   -          -
WITHDRAW                 x    -          -                 -        -        -   -          -
SETTLE                   x    -          -                 x        -        -   -          -
CHOOSE_REMEDY            x    -          -                 -        -        -   -          -
FOLLOW_ACTION            x    x          -                 x        x        -   -          -
APPROVE_ACKNOWLEDGEMENT  x    -          -                 -        x        -   -          -
ACCEPT                   -    -          -                 x        -        -   -          -
REVIEW                   -    -          -                 x        -        -   -          -
SETTLE_CONTESTED         -    -          -                 -        -        x   -          -
REQUEST_REPORT           x    -          -                 x        x        x   -          -
RECORD_OUTCOME           x    -          -                 -        -        -   -          -
MANAGE_MEMBERS           x    -          -                 -        -        -   -          x
"""
ROLES, *ROWS = (line.split() for line in TABLE.strip().splitlines())
CELLS = [
    (Permission[name], role, mark == "x")
    for name, *marks in ROWS
    for role, mark in zip(ROLES, marks, strict=True)
]


def test_table_is_whole() -> None:
    assert set(ROLES) == set(ALLOWED) == {*MemberRole.values, *OversightRole.values}
    assert {Permission[name] for name, *_ in ROWS} == set(Permission)


@pytest.mark.parametrize(("permission", "role", "allowed"), CELLS)
def test_role_may_or_may_not(permission: Permission, role: str, allowed: bool) -> None:
    assert (permission in ALLOWED[role]) == allowed
    assert (role in roles_with(permission)) == allowed


@pytest.mark.django_db
def test_roles_of_a_person_add_up() -> None:
    project = ProjectFactory()
    person = member(project, MemberRole.RESPONDENT)
    MembershipFactory(project=project, person=person, role=MemberRole.REVIEWER)
    OversightFactory(person=person, role=OversightRole.LEADERSHIP)

    assert roles_in(project, person) == {"respondent", "reviewer", "leadership"}
    assert {Permission.ANSWER, Permission.SETTLE} < permissions_in(project, person)
    assert not may(person, Permission.SUBMIT, project)


@pytest.mark.django_db
def test_oversight_covers_its_unit_its_initiative_or_everything() -> None:
    unit, initiative = UnitFactory(), InitiativeFactory()
    inside = ProjectFactory(unit=unit, initiative=initiative)
    same_unit, same_initiative, outside = (
        ProjectFactory(unit=unit),
        ProjectFactory(initiative=initiative),
        ProjectFactory(),
    )
    projects = [inside, same_unit, same_initiative, outside]

    def covered(oversight: Oversight) -> list[bool]:
        return [may(oversight.person, Permission.SEE_SUBMITTED, project) for project in projects]

    assert covered(OversightFactory(unit=unit)) == [True, True, False, False]
    assert covered(OversightFactory(initiative=initiative)) == [True, False, True, False]
    assert covered(OversightFactory()) == [True, True, True, True]


@pytest.mark.django_db
def test_stranger_and_nobody_and_closed_accounts_have_no_roles() -> None:
    project = ProjectFactory()
    closed = member(project, is_active=False)

    for user in (PersonFactory(), AnonymousUser(), closed, member(ProjectFactory())):
        assert permissions_in(project, user) == frozenset()


def test_second_respondent_stays_blind_whatever_else_they_are() -> None:
    every_role = frozenset([*MemberRole.values, *OversightRole.values])

    assert granted_to(every_role) == {
        Permission.KNOW_ROUNDS,
        Permission.SECOND_OPINION,
        Permission.MANAGE_MEMBERS,
    }


@pytest.mark.parametrize(
    ("roles", "limited_to", "answers"),
    [
        ({"respondent"}, [], set(SECTIONS)),
        ({"respondent"}, ["data", "users"], {"data", "users"}),
        ({"respondent", "reviewer"}, ["data"], {"data"}),
        ({"respondent", "lead"}, ["data"], set(SECTIONS)),
        ({"lead"}, None, set(SECTIONS)),
        ({"reviewer"}, None, set()),
        ({"second_respondent"}, None, set(SECTIONS)),
        ({"second_respondent"}, ["data"], {"data"}),
        (set(), None, set()),
    ],
)
def test_sections_that_somebody_answers(
    roles: set[str], limited_to: list[str] | None, answers: set[str]
) -> None:
    assert answerable(frozenset(roles), limited_to) == answers
