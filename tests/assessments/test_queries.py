"""Who sees what, how many queries it takes, and a round as the rules know it."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from assessments import actions, queries, questionnaires
from assessments.domain import casefile
from assessments.domain.case import Action, Answer, NotApplicable, NotKnown, Pair
from assessments.models import Assessment, MemberRole, Oversight, OversightRole, Person, Project
from assessments.queries import question_sets
from tests.factories import (
    NOW,
    AnswerFactory,
    AssessmentFactory,
    OversightFactory,
    PersonFactory,
    ProjectFactory,
    member,
)

from .steps import CLAIM, K1, accept, accepted, agree, answer, level, measured, reopen, save, submit

pytestmark = pytest.mark.django_db


def above(project: Project, role: OversightRole) -> Person:
    oversight: Oversight = OversightFactory(role=role, unit=project.unit)
    return oversight.person


def sees(user: Person | AnonymousUser, assessment: Assessment) -> tuple[bool, bool]:
    """Whether the project, and whether the round; the list and the door always agree."""
    project = queries.projects_visible_to(user).filter(pk=assessment.project_id).exists()
    found = queries.assessments_visible_to(user).filter(pk=assessment.pk).exists()
    assert opens(user, assessment) is found
    return project, found


def opens(user: Person | AnonymousUser, assessment: Assessment) -> bool:
    try:
        return queries.assessment_for(user, assessment.pk) == assessment
    except Http404:
        return False


SEEING = [role for role in MemberRole if role != MemberRole.SECOND_RESPONDENT]


@pytest.mark.parametrize("role", SEEING)
def test_members_see_every_round_of_their_project_only(assessment: Assessment, role: MemberRole) -> None:
    person = member(assessment.project, role)

    assert sees(person, assessment) == (True, True)
    assert sees(person, AssessmentFactory()) == (False, False)


def test_pmo_sees_rounds_once_they_were_submitted(assessment: Assessment, lead: Person) -> None:
    pmo = above(assessment.project, OversightRole.PMO)

    assert sees(pmo, assessment) == (True, False)
    submit(assessment, lead)
    assert sees(pmo, assessment) == (True, True)
    reopen(assessment, lead)
    assert sees(pmo, assessment) == (True, True)
    assert sees(pmo, AssessmentFactory()) == (False, False)


def test_leadership_sees_what_is_accepted(assessment: Assessment, lead: Person) -> None:
    leadership = above(assessment.project, OversightRole.LEADERSHIP)
    submit(assessment, lead)

    assert sees(leadership, assessment) == (False, False)
    accepted(assessment)
    assert sees(leadership, assessment) == (True, True)
    following = actions.start_assessment(project=assessment.project, claim=CLAIM, by=lead, at=NOW)
    assert sees(leadership, following) == (True, False)


def test_administrator_and_stranger_and_nobody_see_nothing(assessment: Assessment, lead: Person) -> None:
    accept(assessment, lead)
    administrator = above(assessment.project, OversightRole.ADMINISTRATOR)
    closed = member(assessment.project, is_active=False)

    for user in (administrator, PersonFactory(), AnonymousUser(), closed):
        assert sees(user, assessment) == (False, False)


def test_oversight_of_an_initiative_or_everything_counts(assessment: Assessment, lead: Person) -> None:
    submit(assessment, lead)
    of_initiative = OversightFactory(initiative=assessment.project.initiative).person
    of_everything = OversightFactory().person

    assert sees(of_initiative, assessment) == sees(of_everything, assessment) == (True, True)
    assert sees(of_initiative, AssessmentFactory()) == (False, False)


def test_door_opens_in_one_query(
    assessment: Assessment, lead: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        found = queries.assessment_for(lead, str(assessment.pk))
        assert found == assessment
        assert all([found.project.initiative.name, found.project.unit.name, found.question_set.digest])
    with django_assert_num_queries(1):
        project = queries.project_for(lead, assessment.project_id)
        assert all([project.initiative.name, project.unit.name])


def test_nobody_and_closed_accounts_administer_nothing(assessment: Assessment) -> None:
    closed = OversightFactory(role=OversightRole.ADMINISTRATOR, person=PersonFactory(is_active=False)).person

    for user in (AnonymousUser(), closed):
        assert not queries.is_administrator(user)
        assert not queries.projects_administered_by(user).exists()
        with pytest.raises(Http404):
            queries.project_with_people_for(user, assessment.project_id)
        with pytest.raises(Http404):
            queries.person_for(user, closed.pk)


@pytest.mark.parametrize(
    "public_id", ["", "1", "not-an-id", "019aab30-0000-7000-8000-000000000000", "\x00", "1; DROP TABLE"]
)
def test_bad_and_unknown_ids_are_not_found(lead: Person, public_id: str) -> None:
    for door in (queries.assessment_for, queries.project_for):
        with pytest.raises(Http404):
            door(lead, public_id)


def test_foreign_ids_are_not_found(assessment: Assessment) -> None:
    stranger = member(AssessmentFactory().project)

    with pytest.raises(Http404):
        queries.assessment_for(stranger, assessment.pk)
    with pytest.raises(Http404):
        queries.project_for(stranger, assessment.project_id)


def test_questions_are_read_once_a_process(
    assessment: Assessment,
    lead: Person,
    django_assert_num_queries: DjangoAssertNumQueries,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(question_sets, "_BY_DIGEST", {})

    for number in (2, 1):
        with django_assert_num_queries(number):
            found = queries.questionnaire_of(queries.assessment_for(lead, assessment.pk))
    assert questionnaires.digest(found) == assessment.question_set.digest


def test_answers_take_one_query_however_many_there_are(
    assessment: Assessment,
    lead: Person,
    reviewer: Person,
    blind: Person,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    save(assessment, lead, measured(Pair(Decimal(1), None)), "data.volume")
    save(assessment, lead, Answer(NotApplicable("nothing is called")), "integration.outage")
    agree(assessment, reviewer)
    answer(assessment, lead, K1)
    AnswerFactory(assessment=assessment, voice=blind, answered_by=blind, question="data.history")

    with django_assert_num_queries(1):
        rows = queries.answers_of(assessment)
        said = {key: queries.as_answer(row) for key, row in rows.items()}
        assert {str(row.answered_by) for row in rows.values()} == {"Lea Lead"}

    assert set(said) == {"data.volume", "integration.outage", *K1}
    assert said["data.volume"] == measured(Pair(Decimal(1), None))


def test_one_sections_answers_and_the_outline_read_no_more_than_they_need(
    assessment: Assessment, lead: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    answer(assessment, lead, {**K1, "users.selection": level(1)})
    questionnaire = queries.questionnaire_of(assessment)

    with django_assert_num_queries(1):
        rows = queries.answers_in(assessment, questionnaire.by_section["data"])
        assert {key: queries.as_answer(row) for key, row in rows.items()} == K1
    with django_assert_num_queries(1):
        outline = queries.outline_of(assessment)
        assert queries.progress(assessment, outline, questionnaire)["users"].answered == 1
    assert queries.progress(assessment, outline) == queries.progress(assessment)


def test_blanked_answers_keep_their_place_and_say_nothing(assessment: Assessment, lead: Person) -> None:
    save(assessment, lead, level(1))
    save(assessment, lead, None, seen=1)

    rows = queries.answers_of(assessment)

    assert rows["data.selection"].version == 2
    assert queries.as_answer(rows["data.selection"]) is None
    assert queries.case_of(assessment).answers == {}


def test_case_is_whole_in_nine_queries(
    assessment: Assessment, lead: Person, reviewer: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    answer(assessment, lead, {"load.volume": measured(Pair(Decimal(50), Decimal(5_000))), **K1})
    actions.change_claim(assessment=assessment, claim=CLAIM, seen_version=1, by=lead, at=NOW)
    submit(assessment, lead)
    actions.settle_contradiction(assessment=assessment, rule="K1", why="sampled first", by=reviewer, at=NOW)
    piece = Action("re-run", "project lead", date(2026, 12, 15), shown_by="a count")
    for section in ("load", "change"):
        actions.choose_fix(assessment=assessment, section=section, actions=[piece], by=lead, at=NOW)
    found = queries.assessment_for(lead, assessment.pk)

    with django_assert_num_queries(9):
        case = queries.case_of(found)
    with django_assert_num_queries(8):
        assert queries.case_of(found, {}).answers == {}

    assert (case.project, case.initiative, case.unit) == (
        found.project.name,
        found.project.initiative.name,
        found.project.unit.name,
    )
    assert list(case.answers) == ["data.selection", "data.cleaning", "load.volume"]
    assert case.claim == CLAIM
    assert casefile.parse(casefile.to_text(case), lambda _: queries.questionnaire_of(found)) == case


def test_progress_counts_what_is_said_and_backed(assessment: Assessment, lead: Person) -> None:
    answer(assessment, lead, {"data.selection": level(1), "data.cleaning": Answer(NotKnown())})
    save(assessment, lead, measured(Pair(Decimal(1), Decimal(2))), "data.volume")
    save(assessment, lead, level(1), "data.unseen")
    save(assessment, lead, None, "data.unseen", seen=1)
    AnswerFactory(assessment=assessment, question="data.history", carried_over=True)

    counted = queries.progress(assessment)

    data = counted["data"]
    assert (data.total, data.answered, data.not_known, data.to_confirm, data.with_evidence) == (7, 4, 1, 1, 1)
    assert not data.complete
    assert list(counted) == [section.key for section in questionnaires.load().sections]
    assert sum(section.total for section in counted.values()) == 52
    assert counted["users"].answered == 0


def test_section_is_complete_when_all_is_answered_and_confirmed(assessment: Assessment) -> None:
    change = questionnaires.load().by_section["change"].questions
    for question in change:
        AnswerFactory(assessment=assessment, question=question.key, said="not_known")

    assert queries.progress(assessment)["change"].complete
    assessment.answers.update(carried_over=True)
    assert not queries.progress(assessment)["change"].complete


def test_progress_needs_no_query_where_everything_is_at_hand(
    assessment: Assessment, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        queries.progress(assessment, {}, questionnaires.load())


def test_rounds_of_a_project(assessment: Assessment, lead: Person) -> None:
    project = assessment.project
    leadership = above(project, OversightRole.LEADERSHIP)
    assert queries.open_round_of(project) == assessment
    assert queries.latest_accepted_of(project) is None
    accept(assessment, lead)
    assert queries.open_round_of(project) is None
    second = actions.start_assessment(project=project, claim=CLAIM, by=lead, at=NOW)

    assert queries.open_round_of(project) == second
    assert queries.latest_accepted_of(project) == assessment
    assert list(queries.rounds_of(lead, project)) == [second, assessment]
    assert list(queries.rounds_of(leadership, project)) == [assessment]


@pytest.mark.usefixtures("lead", "approver")
def test_people_of_a_project_by_name(assessment: Assessment) -> None:
    people = queries.people_of(assessment.project)

    assert [(str(row.person), row.role) for row in people] == [
        ("Ada Approver", "approver"),
        ("Lea Lead", "lead"),
    ]


def test_possible_approvers_are_others_with_the_role(
    assessment: Assessment, lead: Person, approver: Person, reviewer: Person
) -> None:
    closed = member(assessment.project, MemberRole.APPROVER, is_active=False)
    foreign = member(ProjectFactory(), MemberRole.APPROVER)

    assert list(queries.possible_approvers(assessment, "data", lead)) == [approver]
    found = set(queries.possible_approvers(assessment, "data", reviewer))
    assert found == {lead, approver}
    assert not found & {closed, foreign}


def test_questions_that_a_person_ever_answered(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    answer(assessment, lead, K1)
    save(assessment, respondent, level(2), "data.cleaning", seen=1)

    assert queries.questions_answered_by(assessment, lead) == set(K1)
    assert queries.questions_answered_by(assessment, respondent) == {"data.cleaning"}


def test_lists_grow_without_more_queries(lead: Person) -> None:
    def listed() -> int:
        with CaptureQueriesContext(connection) as captured:
            for project in queries.projects_visible_to(lead):
                assert all([project.initiative.name, project.unit.name])
            for found in queries.assessments_visible_to(lead):
                assert all([found.project.name, found.question_set.identifier])
        return len(captured)

    one = listed()
    for _ in range(2):
        AssessmentFactory().project.memberships.create(person=lead, role=MemberRole.LEAD)
    assert listed() == one == 2
