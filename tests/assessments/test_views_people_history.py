"""What was changed about people, told to administrators of everything: whom, which role, before and after."""

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments import actions, queries
from assessments.acting import SYSTEM, acting_as
from assessments.models import Invitation, MemberRole, Oversight, OversightRole, Person, Project
from tests.factories import (
    NOW,
    InitiativeFactory,
    OversightFactory,
    PersonFactory,
    ProjectFactory,
    UnitFactory,
)
from tests.recorded import chained

from .browsing import signed_in
from .invited import administrator, invited, offered

pytestmark = pytest.mark.django_db

PAGE = reverse("people_history")
SECTIONS = "Data quality, User capability"
SCOPE = "Scope and edge cases"
OFFER = "the invitation of nova@example.org as respondent"


@pytest.fixture
def whole() -> Person:
    person = administrator()
    person.name = "Amir Adler"
    person.save()
    return person


def page(reader: Person, address: str = PAGE, **asked: Any) -> str:
    chained()
    answer = signed_in(reader).get(address, asked)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def told(reader: Person, address: str = PAGE, **asked: Any) -> list[str]:
    """The page's sentences, newest first."""
    found = re.findall(r"<p><strong>(.*?)</p>", page(reader, address, **asked))
    return [" ".join(re.sub(r"<[^>]+>", " ", line).split()) for line in found]


def nova(**columns: Any) -> Person:
    given: dict[str, Any] = {"name": "Nova Novak", "email": "nova@example.org"} | columns
    person: Person = PersonFactory(**given)
    return person


def triage() -> Project:
    with acting_as(SYSTEM):
        made: Project = ProjectFactory(name="Triage")
    return made


def saved(row: Any, **columns: Any) -> None:
    for name, value in columns.items():
        setattr(row, name, value)
    row.save()


def invitation(by: Person, **options: Any) -> Invitation:
    return invited(triage(), by, **options).invitation


def again(by: Person, **options: Any) -> None:
    project = triage()
    invited(project, by, sections=["data", "users"])
    invited(project, by, **options)


def overseen(by: Person, **scope: Any) -> Oversight:
    given: dict[str, Any] = {"role": OversightRole.PMO, "by": by, "at": NOW}
    return actions.grant_oversight(person=nova(), **given | scope)


def factor(person: Person, kind: str = "webauthn") -> Authenticator:
    return Authenticator.objects.create(user=person, type=kind, data={"secret": "hush"})


def linked() -> SocialAccount:
    return SocialAccount.objects.create(user=nova(), provider="sso", uid="7")


def addressed(*people: Person) -> Person:
    """Whoever made a calendar address, once for each time they are named."""
    for person in people:
        actions.make_calendar_address(by=person, at=NOW)
    return people[0]


CHANGES: dict[str, Callable[[Person], object]] = {
    "invited nova@example.org as respondent (all sections) in Triage": invitation,
    f"invited nova@example.org as respondent ({SECTIONS}) in Triage": lambda by: invitation(
        by, sections=["users", "data"]
    ),
    "invited nova@example.org as reviewer in Triage": lambda by: invitation(by, role=MemberRole.REVIEWER),
    "invited nova@example.org as PMO of everything": offered,
    "invited nova@example.org as PMO of unit Retail": lambda by: offered(by, unit=UnitFactory(name="Retail")),
    "withdrew the invitation of nova@example.org as respondent (all sections) in Triage": lambda by: (
        actions.withdraw_invitation(invitation=invitation(by), by=by, at=NOW)
    ),
    "changed the invitation of nova@example.org as respondent (all sections) in Triage": lambda by: saved(
        invitation(by), expires_at=NOW + timedelta(days=99)
    ),
    f"deleted {OFFER} (all sections)": lambda by: invitation(by).delete(),
    f"sent a new link for {OFFER} ({SECTIONS}) in Triage": lambda by: again(by, sections=["data", "users"]),
    f"sent a new link for {OFFER} (Scope and edge cases) in Triage, instead of {SECTIONS}": lambda by: again(
        by, sections=["scope"]
    ),
    "gave Nova Novak the role of PMO of everything": overseen,
    "gave Nova Novak the role of leadership of unit Retail": lambda by: overseen(
        by, role=OversightRole.LEADERSHIP, unit=UnitFactory(name="Retail")
    ),
    "gave Nova Novak the role of PMO of initiative Robots": lambda by: overseen(
        by, initiative=InitiativeFactory(name="Robots")
    ),
    "took the role of PMO of everything away from Nova Novak": lambda by: actions.take_oversight(
        oversight=overseen(by), by=by, at=NOW
    ),
    "gave up the role of administrator of unit Retail": lambda by: actions.take_oversight(
        oversight=OversightFactory(person=by, role="administrator", unit=UnitFactory(name="Retail")),
        by=by,
        at=NOW,
    ),
    "changed the role of Nova Novak to leadership of everything": lambda by: saved(
        overseen(by), role="leadership"
    ),
    "made the account of Nova Novak (nova@example.org)": lambda _: nova(),
    "deleted the account of Nova Novak (nova@example.org)": lambda _: nova().delete(),
    "closed the account of Nova Novak (nova@example.org)": lambda by: actions.deactivate_person(
        person=nova(), by=by, at=NOW
    ),
    "opened the account of Nova Novak (nova@example.org) again": lambda by: actions.reactivate_person(
        person=nova(is_active=False), by=by, at=NOW
    ),
    "set a new password for Nova Novak (nova@example.org)": lambda _: saved(nova(), password="md5$hush"),
    "set a new password": lambda by: saved(by, password="md5$hush"),
    "changed the name of Nova Novak (nova@example.org) from N. N. and changed the address of Nova Novak"
    " (nova@example.org) from n@example.org": lambda _: saved(
        nova(name="N. N.", email="n@example.org"), name="Nova Novak", email="nova@example.org"
    ),
    "changed the account of Nova Novak (nova@example.org)": lambda _: saved(
        nova(), date_joined=NOW + timedelta(days=1)
    ),
    "set up a passkey": factor,
    "set up an authenticator app of Nova Novak": lambda _: factor(nova(), "totp"),
    "took away a passkey of Nova Novak": lambda _: factor(nova()).delete(),
    "changed a passkey of Nova Novak": lambda _: saved(factor(nova()), created_at=NOW),
    "linked the account of Nova Novak and the organisation’s sign-in (sso)": lambda _: linked(),
    "unlinked the account of Nova Novak and the organisation’s sign-in (sso)": lambda _: linked().delete(),
    "made a calendar address of their own": addressed,
    "made another calendar address of their own in place of the one before": lambda by: addressed(by, by),
    "stopped their own calendar address": lambda by: actions.stop_calendar_address(by=addressed(by)),
    "added the unit “Retail”": lambda _: UnitFactory(name="Retail"),
    "renamed the unit “Retail” to “Shops”": lambda _: saved(UnitFactory(name="Retail"), name="Shops"),
    "changed the initiative “Robots”": lambda _: saved(InitiativeFactory(name="Robots"), unit=UnitFactory()),
}


@pytest.mark.parametrize("sentence", CHANGES)
def test_change_is_told_in_words(sentence: str, whole: Person) -> None:
    with acting_as(whole):
        CHANGES[sentence](whole)

    assert f"Amir Adler {sentence}" in told(whole)


def test_accepted_invitation_is_told_of_whoever_accepts(whole: Person) -> None:
    person = nova()
    offer = offered(whole)

    actions.accept_invitation(token=offer.link, by=person, at=NOW)

    lines = told(whole)
    assert "Nova Novak accepted the invitation of nova@example.org as PMO of everything" in lines
    assert "Nova Novak took the role of PMO of everything" in lines


def with_role(project: Project, by: Person, role: str = "respondent", **options: Any) -> Any:
    given: dict[str, Any] = {"project": project, "person": nova(), "role": MemberRole(role), "at": NOW}
    return actions.add_member(by=by, **given | options)


def changed(project: Project, by: Person, role: str, *sections: str) -> object:
    found = with_role(project, by, sections=["data", "users"])
    return actions.change_member(membership=found, role=MemberRole(role), sections=sections, by=by, at=NOW)


ROLES: dict[str, Callable[[Project, Person], object]] = {
    "gave Nova Novak the role of respondent (all sections)": with_role,
    f"gave Nova Novak the role of respondent ({SECTIONS})": lambda project, by: with_role(
        project, by, sections=["data", "users"]
    ),
    "gave Nova Novak the role of second respondent": lambda project, by: with_role(
        project, by, "second_respondent"
    ),
    f"changed the role of Nova Novak from respondent ({SECTIONS}) to reviewer": lambda project, by: changed(
        project, by, "reviewer"
    ),
    f"changed the sections of Nova Novak, respondent, from {SECTIONS} to all sections": lambda project, by: (
        changed(project, by, "respondent")
    ),
    f"changed the sections of Nova Novak, respondent, from {SECTIONS} to {SCOPE}": lambda project, by: (
        changed(project, by, "respondent", "scope")
    ),
    f"took the role of respondent ({SECTIONS}) away from Nova Novak": lambda project, by: (
        actions.remove_member(membership=with_role(project, by, sections=["data", "users"]), by=by, at=NOW)
    ),
    "took the role of reviewer": lambda project, by: project.memberships.create(person=by, role="reviewer"),
    "gave up the role of reviewer": lambda project, by: project.memberships.create(
        person=by, role="reviewer"
    ).delete(),
}


@pytest.mark.parametrize("sentence", ROLES)
def test_role_in_a_project_is_told_in_its_round(sentence: str, assessment: Any, lead: Person) -> None:
    with acting_as(lead):
        ROLES[sentence](assessment.project, lead)

    assert f"Lea Lead {sentence}" in told(lead, reverse("history", args=[assessment.pk]))


def test_no_secret_and_no_hash_is_told(whole: Person) -> None:
    with acting_as(whole):
        sent = invitation(whole)
        factor(nova())
        saved(Person.objects.get(name="Nova Novak"), password="md5$a-hash")

    shown = page(whole)
    for hidden in (sent.secret_sha256, "hush", "a-hash", "sha256"):
        assert hidden not in shown


@pytest.mark.parametrize("role", ["pmo", "leadership"])
def test_who_is_no_administrator_is_refused(role: str) -> None:
    assert signed_in(OversightFactory(role=role).person).get(PAGE).status_code == 403


def test_administrator_of_a_part_is_refused_and_finds_no_link(whole: Person) -> None:
    part = administrator(unit=UnitFactory())

    refused = signed_in(part).get(PAGE)

    assert refused.status_code == 403
    assert "for administrators of everything" in refused.content.decode()
    assert PAGE not in page(part, reverse("people"))
    assert PAGE in page(whole, reverse("people"))


def test_door_gives_nothing_to_others_even_where_the_database_would() -> None:
    part = administrator(unit=UnitFactory())
    chained()

    with acting_as(SYSTEM):
        assert queries.history_of_people(part).changes == []


def test_changes_of_one_person_are_chosen(whole: Person) -> None:
    with acting_as(whole):
        UnitFactory(name="Retail")
    with acting_as(SYSTEM):
        UnitFactory(name="Shops")

    lines = told(whole, person=whole.pk)

    assert "Amir Adler added the unit “Retail”" in lines
    assert not any("Shops" in line for line in lines)
    assert told(whole, person=PersonFactory().pk) == []
    assert "Nothing matches" in page(whole, person=PersonFactory().pk)


def test_page_goes_on_with_what_is_older(whole: Person) -> None:
    with acting_as(whole):
        for number in range(60):
            UnitFactory(name=f"Part {number}")

    first = page(whole)
    older = re.search(r'href="\?([^"]*)" rel="next"', first)

    assert older
    second = page(whole, f"{PAGE}?{older[1]}")
    named = [re.findall(r"“Part (\d+)”", shown) for shown in (first, second)]
    assert [int(number) for number in (*named[0], *named[1])] == list(reversed(range(60)))


def test_page_takes_as_many_queries_for_one_change_as_for_many(whole: Person) -> None:
    def asked() -> int:
        chained()
        client = signed_in(whole)
        with CaptureQueriesContext(connection) as captured:
            client.get(PAGE)
        return len([query for query in captured if "SAVEPOINT" not in query["sql"]])

    def change() -> None:
        with acting_as(whole):
            offered(whole, email=f"{PersonFactory().pk}@example.org", unit=UnitFactory())
            for scope in ({"unit": UnitFactory()}, {"initiative": InitiativeFactory()}):
                OversightFactory(**scope)

    change()
    one = asked()
    for _ in range(3):
        change()

    assert asked() == one
