"""What the list of projects offers and says to each of its readers."""

import re
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.urls import reverse

from assessments import actions
from assessments.domain.case import Claim, Quantity
from assessments.models import Assessment, MemberRole, OversightRole, Person, Project
from assessments.queries.project_list import PAGE
from tests.factories import NOW, MembershipFactory, OversightFactory, PersonFactory, ProjectFactory, member

from .browsing import signed_in
from .steps import CLAIM, NOBODY_KNOWS, accept, answer, level, submit

pytestmark = pytest.mark.django_db

LIST = reverse("project_list")
NEW = reverse("project_create")


def listed(person: Person) -> str:
    return signed_in(person).get(LIST).content.decode()


@pytest.mark.parametrize("role", [OversightRole.LEADERSHIP, OversightRole.ADMINISTRATOR])
def test_who_only_reads_or_administers_adds_no_project(role: OversightRole) -> None:
    reader = OversightFactory(role=role).person

    assert NEW not in listed(reader)
    assert signed_in(reader).get(NEW).status_code == 403
    assert signed_in(reader).post(NEW, {"name": "x", "initiative": "y", "unit": "z"}).status_code == 403
    assert not Project.objects.filter(name="x").exists()


def test_everybody_else_may_add_a_project(assessment: Assessment, reviewer: Person) -> None:
    taking_part_too = member(assessment.project)
    OversightFactory(role=OversightRole.LEADERSHIP, person=taking_part_too)

    for person in (reviewer, taking_part_too, PersonFactory()):
        assert NEW in listed(person)
        assert signed_in(person).get(NEW).status_code == 200


def test_round_under_way_asks_only_those_who_answer(lead: Person, approver: Person) -> None:
    assert "Go on answering" in listed(lead)
    assert "Wait for the team’s answers" in listed(approver)


def test_approver_is_told_of_an_acknowledgement_that_waits(
    assessment: Assessment, lead: Person, approver: Person, reviewer: Person
) -> None:
    answer(assessment, lead, {"data.selection": level(0), "data.cleaning": level(0)})
    submit(assessment, lead)
    actions.ask_acknowledgement(
        assessment=assessment,
        section="data",
        expectation="expect less",
        adjusted=Quantity(Decimal(80), "%"),
        approver=approver,
        expires_on=date(2028, 3, 31),
        by=lead,
        at=NOW,
    )

    assert "Approve an acknowledgement" in listed(approver)
    assert "Decide what to do about the findings" in listed(lead)
    assert "Review the round" in listed(reviewer)


def test_concluded_round_is_read_by_leadership_and_followed_up_by_its_lead(
    assessment: Assessment, lead: Person
) -> None:
    accept(assessment, lead)
    leader = OversightFactory(role=OversightRole.LEADERSHIP).person

    assert "Read the verdict<" in listed(leader)
    assert "Read the verdict, or start the next round" in listed(lead)


def test_project_without_a_round_waits_for_its_lead(assessment: Assessment, lead: Person) -> None:
    actions.withdraw_assessment(assessment=assessment, reason="stopped", by=lead, at=NOW)

    assert "Start the first round" in listed(lead)
    assert "Wait until the lead starts a round" in listed(member(assessment.project, MemberRole.APPROVER))


def test_what_nobody_knows_is_said_beside_what_is_answered(assessment: Assessment, lead: Person) -> None:
    answer(assessment, lead, {"data.selection": NOBODY_KNOWS, "data.cleaning": level(2)})

    assert "Round 1, 2 answered, 1 of them not known" in listed(lead)
    page = signed_in(lead).get(assessment.get_absolute_url()).content.decode()
    assert "2 of 52 questions answered, 1 of them not known." in page


def test_answers_taken_over_count_once_they_are_confirmed(assessment: Assessment, lead: Person) -> None:
    answer(assessment, lead, {"data.selection": level(1), "data.cleaning": level(2)})
    accept(assessment, lead)
    claim: Claim = CLAIM
    later = actions.start_assessment(project=assessment.project, claim=claim, by=lead, at=NOW)

    assert "Round 2, 0 of 2 confirmed" in listed(lead)
    page = signed_in(lead).get(later.get_absolute_url()).content.decode()
    assert "0 of 52 confirmed" in page
    assert "0 of 7 confirmed" in page


def test_concluded_round_leads_to_verdict_and_report(assessment: Assessment, lead: Person) -> None:
    accept(assessment, lead)

    page = signed_in(lead).get(assessment.project.get_absolute_url()).content.decode()

    assert "Verdict and report" in page


def names(person: Person, query: str = "") -> list[str]:
    page = signed_in(person).get(LIST + query).content.decode()
    return re.findall(r'<a href="/projects/[0-9a-f-]{36}/">([^<]*)</a>', page)


def projects_of(person: Person, *called: str) -> None:
    for name in called:
        MembershipFactory(project=ProjectFactory(name=name), person=person)


def test_projects_are_sorted_by_name_whatever_its_capitals() -> None:
    person: Person = PersonFactory()
    projects_of(person, "beta", "Alpha", "Übung", "alpha", "Zeta")

    listed = names(person)

    assert sorted(listed[:2]) == ["Alpha", "alpha"]
    assert listed[2:] == ["beta", "Zeta", "Übung"]


def test_pages_follow_each_other_without_gap_or_double() -> None:
    person: Person = PersonFactory()
    projects_of(person, *(f"Project {number // 2:02}" for number in range(PAGE + 3)))
    page = signed_in(person).get(LIST).content.decode()
    [more] = re.findall(r'href="(\?after=[^"]*)"', page)

    first, second = names(person), names(person, more)

    assert len(first) == PAGE
    assert first + second == sorted(first + second)
    assert len(second) == 3
    assert "First page" in signed_in(person).get(LIST + more).content.decode()


def test_search_finds_a_part_of_the_name_and_keeps_it_on_the_next_page() -> None:
    person: Person = PersonFactory()
    projects_of(person, "Invoice triage", "100 % sure_thing", *(f"Invoices {n:02}" for n in range(PAGE)))
    page = signed_in(person).get(LIST, {"q": "INVOICE"}).content.decode()
    [more] = re.findall(r'href="(\?q=[^"]*)"', page)

    assert len(names(person, "?q=INVOICE")) == PAGE
    assert names(person, unescape(more)) == [f"Invoices {PAGE - 1:02}"]
    assert names(person, "?q=%25") == names(person, "?q=_") == ["100 % sure_thing"]
    assert 'value="INVOICE"' in page


def test_search_without_a_find_leads_back_to_all() -> None:
    person: Person = PersonFactory()
    projects_of(person, "Invoice triage")

    page = signed_in(person).get(LIST, {"q": "nothing"}).content.decode()

    assert "No such project" in page
    assert f'href="{LIST}">Show all projects</a>' in page


def test_project_that_one_may_not_see_is_no_place_to_go_on_from() -> None:
    person: Person = PersonFactory()
    projects_of(person, "Zeta")
    foreign = ProjectFactory(name="Alpha")

    assert names(person, f"?after={foreign.pk}") == []
    assert signed_in(person).get(LIST, {"after": "x"}).status_code == 404


@pytest.mark.parametrize("scope", ["unit", "initiative"])
def test_list_of_who_oversees_holds_that_scope_alone(scope: str) -> None:
    inside, _ = ProjectFactory(name="Inside"), ProjectFactory(name="Outside")
    overseer = OversightFactory(**{scope: getattr(inside, scope)}).person

    assert names(overseer) == ["Inside"]


def test_latest_round_is_the_one_that_its_reader_may_see(assessment: Assessment, lead: Person) -> None:
    accept(assessment, lead)
    later = actions.start_assessment(project=assessment.project, claim=CLAIM, by=lead, at=NOW)
    leader = OversightFactory(role=OversightRole.LEADERSHIP).person
    pmo = OversightFactory().person

    assert "Round 1, 0 answered" in listed(leader)
    assert "Round 1, 0 answered" in listed(pmo)
    assert "Round 2, 0 answered" in listed(lead)
    submit(later, lead)
    assert "Round 2, 0 answered" in listed(pmo)
    assert "Round 1, 0 answered" in listed(leader)
    actions.withdraw_assessment(assessment=later, reason="stopped", by=lead, at=NOW)
    assert "Round 1, 0 answered" in listed(lead)
