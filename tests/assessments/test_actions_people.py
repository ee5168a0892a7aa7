"""Members, roles above projects, accounts and the organisation: what changes them, and what is refused."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments import actions, queries
from assessments.models import (
    Assessment,
    Initiative,
    MemberRole,
    Membership,
    Oversight,
    OversightRole,
    Person,
    Project,
    Unit,
)
from tests.factories import (
    NOW,
    InitiativeFactory,
    MembershipFactory,
    OversightFactory,
    PersonFactory,
    ProjectFactory,
    UnitFactory,
    member,
)

from .browsing import signed_in
from .invited import administrator
from .steps import K1, answer, level, reopen, save, submit, withdraw

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(assessment: Assessment) -> Project:
    return assessment.project


def add(project: Project, person: Person, role: MemberRole, by: Person, *sections: str) -> Membership:
    return actions.add_member(project=project, person=person, role=role, sections=sections, by=by, at=NOW)


def change(membership: Membership, role: MemberRole, by: Person, **options: Any) -> Membership:
    return actions.change_member(membership=membership, role=role, by=by, at=NOW, **options)


def of(project: Project, person: Person) -> Membership:
    return Membership.objects.get(project=project, person=person)


def sessions_of(person: Person) -> int:
    decoded = (session.get_decoded() for session in Session.objects.all())
    return sum(found.get("_auth_user_id") == str(person.pk) for found in decoded)


# Members


def test_respondent_answers_only_their_sections(assessment: Assessment, lead: Person) -> None:
    rosa: Person = PersonFactory(name="Rosa")
    add(assessment.project, rosa, MemberRole.RESPONDENT, lead, "users", "data")

    save(assessment, rosa, level(1), "data.selection")
    with pytest.raises(actions.NotAllowed, match=r"somebody else’s to answer\. Ask the lead"):
        save(assessment, rosa, level(1), "load.stress_test")
    save(assessment, lead, level(1), "load.stress_test")
    assert of(assessment.project, rosa).sections == ["data", "users"]


def test_unknown_question_stays_an_invalid_answer(assessment: Assessment, lead: Person) -> None:
    with pytest.raises(actions.InvalidAnswer):
        save(assessment, lead, level(1), "kitchen.sink")


def test_all_eight_sections_are_no_limit(project: Project, lead: Person) -> None:
    sections = [section.key for section in queries.questionnaire_of(project.assessments.get()).sections]

    assert add(project, PersonFactory(), MemberRole.RESPONDENT, lead, *sections).sections == []


def test_only_who_answers_has_sections(project: Project, lead: Person) -> None:
    with pytest.raises(actions.InvalidMember, match="only a respondent or a second respondent is limited"):
        add(project, PersonFactory(), MemberRole.REVIEWER, lead, "data")


def test_role_and_sections_are_changed_and_sessions_end(project: Project, lead: Person) -> None:
    ruben = member(project, MemberRole.RESPONDENT)
    signed_in(ruben)

    change(of(project, ruben), MemberRole.RESPONDENT, lead, sections=["data"])
    assert (of(project, ruben).sections, sessions_of(ruben)) == (["data"], 0)
    change(of(project, ruben), MemberRole.LEAD, lead)
    assert (of(project, ruben).role, of(project, ruben).sections) == ("lead", [])


def test_ones_own_session_is_kept_for_who_changes_themself(project: Project, lead: Person) -> None:
    member(project)
    client, _ = signed_in(lead), signed_in(lead)
    key = client.session.session_key

    change(of(project, lead), MemberRole.REVIEWER, lead, keep_session=key)

    assert sessions_of(lead) == 1


def test_removal_ends_the_sessions_of_who_is_removed(project: Project, lead: Person) -> None:
    ruben = member(project, MemberRole.RESPONDENT)
    signed_in(ruben)
    signed_in(lead)

    actions.remove_member(membership=of(project, ruben), by=lead, at=NOW)

    assert (sessions_of(ruben), sessions_of(lead)) == (0, 1)


def test_last_lead_keeps_the_role(project: Project, lead: Person) -> None:
    member(project, is_active=False)  # a lead who cannot sign in is none

    with pytest.raises(actions.LastLead, match="Add somebody else as lead first"):
        change(of(project, lead), MemberRole.REVIEWER, lead)
    with pytest.raises(actions.LastLead):
        actions.remove_member(membership=of(project, lead), by=lead, at=NOW)
    assert change(of(project, lead), MemberRole.LEAD, lead).role == MemberRole.LEAD


def test_role_that_somebody_has_already_is_not_given_twice(project: Project, lead: Person) -> None:
    ruben = member(project, MemberRole.RESPONDENT, name="Ruben")
    second = add(project, ruben, MemberRole.REVIEWER, lead)

    with pytest.raises(actions.MemberAlready, match="Ruben is respondent here already: remove one"):
        change(second, MemberRole.RESPONDENT, lead)


def test_second_respondent_has_no_other_role(project: Project, lead: Person) -> None:
    blind, ruben = PersonFactory(), member(project, MemberRole.RESPONDENT)
    add(project, blind, MemberRole.SECOND_RESPONDENT, lead)

    with pytest.raises(actions.RoleBreaksSeparation, match="Take that role away first"):
        add(project, blind, MemberRole.REVIEWER, lead)
    with pytest.raises(actions.RoleBreaksSeparation, match="Ask somebody who has no other role"):
        add(project, ruben, MemberRole.SECOND_RESPONDENT, lead)
    assert change(of(project, blind), MemberRole.REVIEWER, lead).role == MemberRole.REVIEWER


def test_who_answered_for_the_team_waits_for_the_next_round(assessment: Assessment, lead: Person) -> None:
    ruben = member(assessment.project, MemberRole.RESPONDENT)
    answer(assessment, ruben, K1)

    with pytest.raises(actions.RoleBreaksSeparation, match="wait for the next round"):
        change(of(assessment.project, ruben), MemberRole.SECOND_RESPONDENT, lead)
    withdraw(assessment, lead)
    change(of(assessment.project, ruben), MemberRole.SECOND_RESPONDENT, lead)


def test_who_looked_at_answers_as_reviewer_waits_for_the_next_round(
    assessment: Assessment, lead: Person
) -> None:
    rita = member(assessment.project, MemberRole.REVIEWER)
    submit(assessment, lead)
    actions.start_review(assessment=assessment, by=rita, at=NOW)

    with pytest.raises(actions.RoleBreaksSeparation, match="wait for the next round"):
        change(of(assessment.project, rita), MemberRole.SECOND_RESPONDENT, lead)


def test_who_answered_may_review_the_rest(assessment: Assessment, lead: Person) -> None:
    ruben = member(assessment.project, MemberRole.RESPONDENT)
    answer(assessment, ruben, {"load.stress_test": level(1)})
    answer(assessment, lead, K1)
    add(assessment.project, ruben, MemberRole.REVIEWER, lead)
    submit(assessment, lead)

    actions.settle_contradiction(assessment=assessment, rule="K1", why="sampled first", by=ruben, at=NOW)

    reopen(assessment, lead)
    with pytest.raises(actions.NotAllowed, match="cannot answer in it any more"):
        save(assessment, ruben, level(2), "load.stress_test", seen=1)


def test_administrator_gives_roles_in_their_scope_but_none_to_themself(project: Project) -> None:
    by = administrator(unit=project.unit)

    add(project, PersonFactory(), MemberRole.LEAD, by)
    with pytest.raises(actions.NotAllowed, match="cannot give yourself a role here"):
        add(project, by, MemberRole.LEAD, by)
    with pytest.raises(actions.NotAllowed, match="may not say who takes part"):
        add(ProjectFactory(), PersonFactory(), MemberRole.LEAD, by)
    held = MembershipFactory(project=project, person=by, role=MemberRole.REVIEWER)
    with pytest.raises(actions.NotAllowed, match="cannot give yourself a role here"):
        change(held, MemberRole.LEAD, by)


# Above projects


def test_oversight_is_given_and_taken_within_the_scope() -> None:
    unit, person = UnitFactory(), PersonFactory()
    by = administrator(unit=unit)
    signed_in(person)

    for _ in range(2):
        held = actions.grant_oversight(person=person, role=OversightRole.PMO, unit=unit, by=by, at=NOW)
    assert (held.unit, person.oversights.count(), sessions_of(person)) == (unit, 1, 0)
    signed_in(person)
    actions.take_oversight(oversight=held, by=by, at=NOW)
    assert (person.oversights.count(), sessions_of(person)) == (0, 0)


@pytest.mark.parametrize("scope", ["everything", "another unit", "an initiative"])
def test_administrator_of_a_unit_grants_nothing_beyond_it(scope: str) -> None:
    by, person = administrator(unit=UnitFactory()), PersonFactory()
    parts = {"another unit": {"unit": UnitFactory()}, "an initiative": {"initiative": InitiativeFactory()}}
    over: dict[str, Any] = parts.get(scope, {})
    held = OversightFactory(**over)

    with pytest.raises(actions.NotAllowed, match="ask an administrator of everything"):
        actions.grant_oversight(person=person, role=OversightRole.PMO, by=by, at=NOW, **over)
    with pytest.raises(actions.NotAllowed, match="ask an administrator of everything"):
        actions.take_oversight(oversight=held, by=by, at=NOW)


def test_administrator_of_an_initiative_grants_over_it() -> None:
    initiative = InitiativeFactory()
    by = administrator(initiative=initiative)

    held = actions.grant_oversight(
        person=PersonFactory(), role=OversightRole.ADMINISTRATOR, initiative=initiative, by=by, at=NOW
    )

    assert held.initiative == initiative


@pytest.mark.parametrize("role", OversightRole)
def test_nobody_grants_to_themself(role: OversightRole) -> None:
    by = administrator()

    with pytest.raises(actions.NotAllowed, match=r"themself .*: ask another administrator"):
        actions.grant_oversight(person=by, role=role, by=by, at=NOW)


def test_closed_administrator_administers_nothing() -> None:
    by = administrator()
    by.is_active = False

    with pytest.raises(actions.NotAllowed):
        actions.grant_oversight(person=PersonFactory(), role=OversightRole.PMO, by=by, at=NOW)


def test_last_administrator_of_everything_stays() -> None:
    by, unit = administrator(), UnitFactory()
    own = by.oversights.get()
    OversightFactory(person=PersonFactory(is_active=False), role=OversightRole.ADMINISTRATOR)
    besides = OversightFactory(person=by, role=OversightRole.ADMINISTRATOR, unit=unit)

    with pytest.raises(actions.LastAdministrator, match="Give somebody else that role first"):
        actions.take_oversight(oversight=own, by=by, at=NOW)
    actions.take_oversight(oversight=besides, by=by, at=NOW)
    administrator()
    actions.take_oversight(oversight=own, by=by, at=NOW)
    assert not Oversight.objects.filter(person=by).exists()


# Accounts


def test_deactivated_person_is_signed_out_and_their_words_stay(assessment: Assessment, lead: Person) -> None:
    answer(assessment, lead, K1)
    client = signed_in(lead)

    actions.deactivate_person(person=lead, by=administrator(), at=NOW)

    assert client.get(assessment.get_absolute_url()).status_code == 302
    assert {row.answered_by for row in queries.answers_of(assessment).values()} == {lead}
    assert list(queries.leadless_projects_of(lead)) == [assessment.project]


def test_reactivated_person_has_their_roles_again(assessment: Assessment, lead: Person) -> None:
    by = administrator()
    actions.deactivate_person(person=lead, by=by, at=NOW)

    actions.reactivate_person(person=lead, by=by, at=NOW)

    assert signed_in(lead).get(assessment.get_absolute_url()).status_code == 200
    member(assessment.project)
    assert not queries.leadless_projects_of(lead).exists()


def test_nobody_closes_their_own_account() -> None:
    by = administrator()

    with pytest.raises(actions.NotAllowed, match="Nobody closes their own account"):
        actions.deactivate_person(person=by, by=by, at=NOW)


def test_last_administrator_is_not_deactivated_by_one_of_a_part() -> None:
    whole, unit = administrator(), UnitFactory()
    OversightFactory(person=whole, unit=unit)

    with pytest.raises(actions.NotAllowed, match="roles beyond what you administer"):
        actions.deactivate_person(person=whole, by=administrator(unit=unit), at=NOW)


def test_last_administrator_is_not_deactivated() -> None:
    first, second = administrator(), administrator()
    Person.objects.filter(pk=first.pk).update(is_active=False)  # meanwhile, while their page was open

    with pytest.raises(actions.LastAdministrator):
        actions.deactivate_person(person=second, by=first, at=NOW)


def test_administrator_of_a_unit_closes_accounts_wholly_within_it() -> None:
    unit = UnitFactory()
    by, person = administrator(unit=unit), member(ProjectFactory(unit=unit))
    OversightFactory(person=person, unit=unit)

    actions.deactivate_person(person=person, by=by, at=NOW)
    assert not person.is_active
    elsewhere = MembershipFactory(person=person)
    with pytest.raises(actions.NotAllowed, match="roles beyond what you administer"):
        actions.reactivate_person(person=person, by=by, at=NOW)
    elsewhere.delete()
    OversightFactory(person=person)
    with pytest.raises(actions.NotAllowed):
        actions.reactivate_person(person=person, by=by, at=NOW)
    with pytest.raises(actions.NotAllowed):
        actions.deactivate_person(person=PersonFactory(), by=by, at=NOW)


# The organisation


@pytest.mark.parametrize("kind", [Unit, Initiative])
def test_parts_are_added_and_renamed(kind: type[Unit] | type[Initiative]) -> None:
    by = administrator()

    part = actions.add_part(kind=kind, name=" Retail ", by=by, at=NOW)
    actions.rename_part(part=part, name="Shops", by=by, at=NOW)

    assert kind.objects.get().name == "Shops"


def test_name_is_refused_where_another_has_it_or_it_is_none() -> None:
    by, unit = administrator(), UnitFactory(name="Retail")

    with pytest.raises(actions.InvalidPart, match="Another unit has this name already"):
        actions.add_part(kind=Unit, name="retail", by=by, at=NOW)
    with pytest.raises(actions.InvalidPart):
        actions.rename_part(part=unit, name=" ", by=by, at=NOW)


def test_administrator_of_a_part_keeps_no_names() -> None:
    unit = UnitFactory()

    with pytest.raises(actions.NotAllowed, match="administrator of everything"):
        actions.rename_part(part=unit, name="Mine", by=administrator(unit=unit), at=NOW)


def test_people_list_takes_the_same_queries_for_one_person_and_many() -> None:
    by = administrator()
    OversightFactory(unit=UnitFactory())

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            page = queries.people_page(by, "", "")
            assert [str(held.unit) for person in page.rows for held in person.oversights.all()]
        return len(captured)

    one = count()
    for _ in range(3):
        OversightFactory(unit=UnitFactory())
    assert count() == one
