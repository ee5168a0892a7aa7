"""Holes that comparable products really had, each as a test named after what went wrong there."""

import json
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import BooleanField
from django.urls import reverse

from assessments.models import HistoryEntry, Invitation, Membership, Oversight, Person
from assessments.permissions import granted_to
from tests.factories import PASSWORD

from .addressing import CLAIM, address, fitting, fix, membership_of, remedy_in, states_of
from .asking import Asker, addresses, undone
from .company import Company, Team, mark
from .matrix import read
from .rows import Rows, every_row, short
from .test_url_matrix import TABLE

OWN = read(TABLE)
PEOPLE = TABLE.strip("\n").split("\n")[0].split()
NEW_PASSWORD = {"oldpassword": PASSWORD} | dict.fromkeys(("password1", "password2"), "quite another password")
OF_A_ROUND = [(name, keys) for name, keys in addresses() if "assessment_id" in keys]


@pytest.mark.parametrize("name", [name for name, _ in OF_A_ROUND])
def test_second_route_to_a_round_checks_no_less(name: str) -> None:
    """DefectDojo: a questionnaire was reachable by its id through a second route with a weaker check."""
    for state in states_of(frozenset({"assessment_id"})):
        for method in ("GET", "POST"):
            first, second = (
                OWN.get((one, how, state)) or OWN.get((one, how, ""))
                for one, how in (("assessment", "GET"), (name, method))
            )
            for who, door, way_round in zip(PEOPLE, first or (), second or (), strict=False):
                assert door == "200" or way_round in {"404", "405", "login"}, (who, state, method)


@pytest.mark.parametrize("name", ["assessment_create", "claim"])
def test_move_into_a_project_one_cannot_write(company: Company, askers: dict[str, Asker], name: str) -> None:
    """DefectDojo #14634: an object was moved into a project in which one had no right to write."""
    theirs = company.teams["beside"].projects["closed"].pk
    url = address(name, dict(addresses())[name], company.teams["own"], "drafted")
    before = _rows_of(theirs)

    answered = askers["lead"].ask("POST", url, CLAIM | {"project": theirs, "project_id": theirs})

    assert answered.written
    assert _rows_of(theirs) == before


def test_permission_checked_on_one_id_and_executed_on_another(
    company: Company, askers: dict[str, Asker]
) -> None:
    """DefectDojo #14636: the right was asked for the id in the address, the deed done to that in the body."""
    for who, theirs in (("lead", company.teams["beside"]), ("admin", company.teams["elsewhere"])):
        before = {row: columns for row, columns in every_row().items() if _is_of(columns, theirs)}
        for (name, method, state), cells in OWN.items():
            if method == "POST" and cells[PEOPLE.index(who)].endswith("*"):
                own, keys = company.teams["own"], dict(addresses())[name]
                posted = fitting(name, own, state) | _ids_of(theirs)
                with undone():
                    askers[who].ask("POST", address(name, keys, own, state), posted)
                    after = every_row()
                    assert {row: after.get(row) for row in before} == before, name


def test_state_changed_by_get(company: Company, askers: dict[str, Asker]) -> None:
    """DefectDojo #15372: a link changed a state, so that a page could make somebody's browser do it."""
    own = company.teams["own"]
    # All of them first: the address of a session is that of somebody who signs in for it.
    urls = [address(name, keys, own, state) for name, keys in addresses() for state in states_of(keys)]
    before = every_row()
    for url in urls:
        for method in ("GET", "HEAD", "OPTIONS"):
            assert not askers["lead"].ask(method, url).written, url
    assert every_row() == before
    assert not [row for row, cells in OWN.items() if row[1] != "POST" and "*" in "".join(cells)]


def test_state_changed_by_a_page_of_somebody_else(company: Company, askers: dict[str, Asker]) -> None:
    """The same by another way: a form on a foreign page, sent from the browser of who is signed in."""
    own = company.teams["own"]
    for (name, method, state), cells in OWN.items():
        if method == "POST" and "*" in "".join(cells):
            url, posted = address(name, dict(addresses())[name], own, state), fitting(name, own, state)
            for who in (who for who, cell in zip(PEOPLE, cells, strict=True) if cell.endswith("*")):
                answered = askers[who].ask("POST", url, posted, from_our_page=False)
                assert (answered.word, answered.written) == ("403", frozenset()), name


def test_flags_that_make_somebody_powerful_set_by_a_form() -> None:
    """DefectDojo: `is_staff` could be set by a form. Here only memberships and oversight give rights."""
    columns = {field.name for field in Person._meta.get_fields()}

    assert columns.isdisjoint({"is_staff", "is_superuser", "groups", "user_permissions"})


def test_secrets_in_a_log(company: Company, askers: dict[str, Asker]) -> None:
    """DefectDojo: password hashes stood in the audit log. Here it says that one changed, and no more."""
    team, lead = company.teams["own"], company.teams["own"].people["lead"]
    askers["lead"].ask("POST", reverse("account_change_password"), NEW_PASSWORD)
    present = Person.objects.get(pk=lead.pk).password
    history = _history()

    secrets = {
        "the earlier password": lead.password,
        "the present password": present,
        "the session": askers["lead"].cookie,
        "the link of an invitation": team.token.rpartition(".")[0],
        "what is kept of it": team.invitations["project"].secret_sha256,
    }
    assert all(secrets.values())
    assert present != lead.password
    assert [entry for entry in history if str(lead.pk) in entry and '"password"' in entry]
    assert not [what for what, secret in secrets.items() for entry in history if secret in entry]


def test_secrets_beside_their_own_place(company: Company, askers: dict[str, Asker]) -> None:
    """The same for all that is stored: a password and a session's key stand in one place, a link in none."""
    lead, token = company.teams["own"].people["lead"], company.teams["own"].token
    rows = [(short(table), json.dumps(columns)) for (table, _), columns in every_row().items()]

    def places(secret: str) -> set[str]:
        return {table for table, text in rows if secret in text}

    assert places(lead.password) == {"person"}
    assert places(askers["lead"].cookie) == {"usersession"}
    assert places(token.rpartition(".")[0]) == set()


@pytest.mark.parametrize("who", ["other", "respon", "admin"])
@pytest.mark.parametrize("team", ["beside", "elsewhere"])
def test_chart_without_a_check_of_its_object(
    company: Company, askers: dict[str, Asker], who: str, team: str
) -> None:
    """CISO Assistant #4317: a chart's figures were given to whoever named the object."""
    theirs = company.teams[team]
    for url in (
        reverse("verdict", args=[theirs.rounds["concluded"].pk]),
        f"{reverse('compare')}?project={theirs.projects['closed'].pk}",
        f"{reverse('portfolio')}?unit={theirs.projects['closed'].unit_id}",
    ):
        got = askers[who].ask("GET", url)
        assert got.word in {"200", "404"}
        assert mark(team) not in got.says
        assert str(theirs.rounds["concluded"].pk) not in got.says.replace(url, "")


HIDDEN = {
    "answer_save": ({"data__selection-said": "1"}, "drafted"),
    "claim": ({name: value for name, value in CLAIM.items() if name != "version"}, "drafted"),
    "remedy": ({name: value for name, value in fix().items() if name != "move"}, "submitted"),
    "acknowledgement_approve": ({}, "submitted"),
    "project_create": ({"name": "New", "initiative": "New", "unit": "New"}, ""),
    "project_people": ({"person": "person-1@example.org"}, ""),
    "member_change": ({"sections": "data"}, ""),
    "oversight_grant": ({"person": "person-1@example.org", "role": "pmo"}, ""),
    "invitation": ({"name": "New", "password": PASSWORD}, ""),
}
"""Posts without the fields that a page fills in by itself, and where."""


@pytest.mark.parametrize("name", HIDDEN)
def test_hidden_field_left_out_opens_nothing(company: Company, askers: dict[str, Asker], name: str) -> None:
    """CISO Assistant #4289: hidden fields that were not posted took a default, and it was the open one."""
    posted, state = HIDDEN[name]
    url = address(name, dict(addresses())[name], company.teams["own"], state)

    for asker in askers.values():
        with undone():
            assert not asker.ask("POST", url, posted).written


def test_default_that_opens() -> None:
    """CISO Assistant #4289 in the models: nothing is open, agreed or granted until somebody says so."""
    open_at_first = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, BooleanField) and field.default is True
    }

    assert open_at_first <= {"Person.is_active", "Assessment.claim_proportion", "RecordRow.is_latest"}
    assert not Membership().role
    assert not Oversight().role
    assert not Invitation().role
    assert granted_to(frozenset()) == frozenset()


def _rows_of(project: UUID) -> Rows:
    return {row: columns for row, columns in every_row().items() if columns.get("project_id") == str(project)}


def _ids_of(team: Team) -> dict[str, Any]:
    """Another team's things under every name that an address or a form has for them."""
    return {
        "project": team.projects["closed"].pk,
        "project_id": team.projects["closed"].pk,
        "assessment": team.rounds["submitted"].pk,
        "assessment_id": team.rounds["submitted"].pk,
        "membership_id": membership_of(team, "respon"),
        "person_id": team.people["respon"].pk,
        "oversight_id": team.above.pk,
        "invitation_id": team.invitations["project"].pk,
        "part_id": team.projects["closed"].unit_id,
        "remedy": remedy_in(team, "submitted"),
        "id": team.rounds["submitted"].pk,
    }


def _is_of(columns: dict[str, Any], team: Team) -> bool:
    text = json.dumps(columns)
    projects = (str(project.pk) for project in team.projects.values())
    return mark(team.name) in text or any(pk in text for pk in projects)


def _history() -> list[str]:
    """What the history says when everything so far has its place in it."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS history_chained IMMEDIATE; SET CONSTRAINTS history_chained DEFERRED")
    return list(HistoryEntry.objects.values_list("entry", flat=True))
