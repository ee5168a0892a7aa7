"""Threat T1 in bodies and filters: an id of somebody else's row is answered as one that does not exist.

Addresses themselves are the matrix's. Here the id stands in a query, in a form's field, or behind an id that
is one's own.
"""

from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.apps import apps
from django.db.models import ForeignKey
from django.urls import reverse

from .addressing import acknowledgement, address, membership_of, remedy_in
from .asking import Asker, addresses, undone
from .company import Company, besides_the_invitation, hidden_from
from .matrix import read
from .promised import ACKNOWLEDGED
from .rows import every_row
from .test_url_matrix import TABLE

READERS = ("other", "lead", "respon", "second", "review", "approv", "pmo", "leader", "admin", "whole")
BY_NAME = dict(addresses())
MAY = {"admin", "whole"}
"""Who may manage people both of one's own team and of the one beside it."""


def foreign_ids(company: Company) -> dict[str, list[str]]:
    """Every name by which a row refers to another, with an id that is another team's."""
    far = company.teams["elsewhere"]
    ids = {
        "project": far.projects["closed"].pk,
        "assessment": far.rounds["concluded"].pk,
        "record": far.rounds["concluded"].records.get().pk,
        "report": far.reports["sealed"].pk,
        "unit": far.projects["closed"].unit_id,
        "initiative": far.projects["closed"].initiative_id,
        "person": far.people["lead"].pk,
        "after": f"0_0.0_{uuid4()}",
    }
    names = {
        name
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey)
        for name in (field.name, field.attname, f"{field.name}__name")
    }
    return {name: [str(ids.get(name.split("_")[0], ids["project"]))] for name in names | ids.keys()}


@pytest.mark.parametrize("who", READERS)
def test_a_query_with_foreign_ids_shows_nothing_of_them(
    company: Company, askers: dict[str, Asker], who: str
) -> None:
    """Every page that somebody may read, asked for with every such name in its query."""
    names, own = list(TABLE.split("\n")[1].split()), company.teams["own"]
    readable = {
        (name, state or "concluded")
        for (name, method, state), cells in read(TABLE).items()
        if method == "GET" and cells[names.index(who)] == "200"
    }
    for name, state in sorted(readable):
        state_there = state if state in ("sealed", "failed") or "report_id" not in BY_NAME[name] else "sealed"
        url = address(name, BY_NAME[name], own, state_there)
        for query in (foreign_ids(company), {"text": ["elsewhere"]}):
            answered = askers[who].ask("GET", f"{url}?{urlencode(query, doseq=True)}")
            assert answered.word in {"200", "302", "404"}, (name, answered.word)
            invites = "token" in BY_NAME[name]
            says = besides_the_invitation(answered.says, own.name) if invites else answered.says
            assert not [text for text in hidden_from(who) if text in says], name
            assert not answered.written


@pytest.mark.parametrize(
    ("who", "chosen", "word"),
    [
        ("lead", ("own",), "422"),
        ("lead", ("beside",), "404"),
        ("lead", ("own", "beside"), "404"),
        ("lead", ("own", "elsewhere"), "404"),
        ("approv", ("own", "beside"), "404"),
        ("other", ("own", "beside"), "404"),
        ("pmo", ("own", "beside"), "200"),
        ("pmo", ("own", "elsewhere"), "404"),
        ("leader", ("own", "beside"), "200"),
        ("leader", ("own", "elsewhere"), "404"),
        ("admin", ("own", "beside"), "404"),
        ("second", ("own", "beside"), "404"),
        ("whole", ("own", "beside"), "404"),
    ],
)
def test_a_comparison_with_a_foreign_project_is_not_found(
    company: Company, askers: dict[str, Asker], who: str, chosen: tuple[str, ...], word: str
) -> None:
    projects = [company.teams[team].projects["closed"].pk for team in chosen]

    answered = askers[who].ask("GET", f"{reverse('compare')}?{urlencode({'project': projects}, doseq=True)}")

    assert answered.word == word
    assert not [text for text in hidden_from(who) if text in answered.says]


@pytest.mark.parametrize("column", ["unit", "initiative"])
def test_a_portfolio_narrowed_to_a_foreign_id_says_no_more_than_to_an_unknown_one(
    company: Company, askers: dict[str, Asker], column: str
) -> None:
    foreign = str(getattr(company.teams["elsewhere"].projects["closed"], f"{column}_id"))
    unknown, url = str(uuid4()), reverse("portfolio")

    for who in READERS:
        got, empty = (
            askers[who].ask("GET", f"{url}?{column}={value}").says.partition("<main")[2]
            for value in (foreign, unknown)
        )
        assert got
        assert got.replace(foreign, unknown) == empty


@pytest.mark.parametrize("name", ["member_change", "member_remove"])
@pytest.mark.parametrize(
    ("project", "membership"), [("own", "beside"), ("beside", "own"), ("own", "elsewhere")]
)
def test_a_membership_is_changed_and_removed_under_its_own_project_only(
    company: Company, askers: dict[str, Asker], name: str, project: str, membership: str
) -> None:
    where, whose = company.teams[project].projects["closed"], company.teams[membership]
    url = reverse(name, args=[where.pk, membership_of(whose, "review")])

    _nobody_finds(askers, url, {"role": "approver"})


@pytest.mark.parametrize("whose", ["beside", "elsewhere"])
def test_an_invitation_is_withdrawn_where_it_belongs_only(
    company: Company, askers: dict[str, Asker], whose: str
) -> None:
    own, theirs = company.teams["own"], company.teams[whose]
    project = own.projects["closed"].pk

    for invitation in (theirs.invitations["project"], theirs.invitations["above"], own.invitations["above"]):
        _nobody_finds(askers, reverse("invitation_withdraw", args=[project, invitation.pk]))
    for invitation in (theirs.invitations["project"], own.invitations["project"]):
        _nobody_finds(askers, reverse("oversight_invitation_withdraw", args=[invitation.pk]))


@pytest.mark.parametrize(("person", "role"), [("own", "beside"), ("beside", "own"), ("own", "elsewhere")])
def test_a_role_above_is_taken_from_its_holder_only(
    company: Company, askers: dict[str, Asker], person: str, role: str
) -> None:
    holder, held = company.teams[person].above.person_id, company.teams[role].above.pk

    _nobody_finds(askers, reverse("oversight_take", args=[holder, held]))


def test_a_role_is_given_over_nothing_beyond_ones_own_scope(
    company: Company, askers: dict[str, Asker]
) -> None:
    own, far = company.teams["own"], company.teams["elsewhere"].projects["closed"]
    beyond = ("everything", far.unit_id, far.initiative_id, own.projects["closed"].initiative_id, uuid4())
    posted = {"person": own.people["respon"].email, "role": "pmo"}

    for scope in beyond:
        answered = askers["admin"].ask("POST", reverse("oversight_grant"), posted | {"scope": scope})
        assert (answered.word, answered.written) == ("422", frozenset()), scope
        assert not [text for text in hidden_from("admin") if text in answered.says]


@pytest.mark.parametrize("who", ["admin", "whole"])
def test_an_administrator_gives_themself_nothing(
    company: Company, askers: dict[str, Asker], who: str
) -> None:
    """Neither a role above, nor one in a project they administer, nor one that somebody else has there."""
    own, person = company.teams["own"], askers[who].person
    assert person is not None
    keys = own.projects["closed"].pk
    above = {"role": "pmo", "scope": own.above.unit_id}

    for url, posted in (
        (reverse("oversight_grant"), above),
        (reverse("project_people", args=[keys]), {"role": "reviewer"}),
    ):
        answered = askers[who].ask("POST", url, posted | {"person": person.email.upper()})
        assert (answered.word, answered.written) == ("422", frozenset()), url


@pytest.mark.parametrize("whose", ["beside", "elsewhere"])
def test_an_approver_of_another_team_cannot_be_asked(
    company: Company, askers: dict[str, Asker], whose: str
) -> None:
    own = company.teams["own"]
    url = reverse("remedy", args=[own.rounds["submitted"].pk, ACKNOWLEDGED])
    posted = acknowledgement(own) | {"approver": company.teams[whose].people["approv"].pk}

    answered = askers["lead"].ask("POST", url, posted)

    assert answered.word == "422"
    assert not answered.written
    assert not [text for text in hidden_from("lead") if text in answered.says]


@pytest.mark.parametrize(
    ("whose", "state"), [("own", "concluded"), ("beside", "submitted"), ("elsewhere", "submitted")]
)
def test_another_rounds_acknowledgement_is_not_approved(
    company: Company, askers: dict[str, Asker], whose: str, state: str
) -> None:
    url = reverse("acknowledgement_approve", args=[company.teams["own"].rounds["submitted"].pk, ACKNOWLEDGED])
    before = every_row()

    for who, asker in askers.items():
        with undone():
            answered = asker.ask("POST", url, {"remedy": remedy_in(company.teams[whose], state)})
            assert not answered.written, who
    assert every_row() == before


def test_questions_of_another_section_are_not_saved_with_this_one(
    company: Company, askers: dict[str, Asker]
) -> None:
    url = reverse("section", args=[company.teams["own"].rounds["drafted"].pk, "data"])
    posted: dict[str, Any] = {"users__skills-said": "4", "users__skills-version": "0"}

    answered = askers["lead"].ask("POST", url, posted)

    assert not answered.written


def _nobody_finds(askers: dict[str, Asker], url: str, posted: dict[str, Any] | None = None) -> None:
    """Whoever may do such a thing is told that there is none; everybody else is refused as ever."""
    for who, asker in askers.items():
        with undone():
            answered = asker.ask("POST", url, posted)
            assert answered.word in ({"404"} if who in MAY else {"login", "403", "404"}), (who, url)
            assert not answered.written
