"""Projects, claims and rounds."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments import actions, queries, questionnaires
from assessments.domain.case import Answer, Claim, NotApplicable, Outcome, Pair
from assessments.models import (
    Answer as Row,
)
from assessments.models import (
    Assessment,
    EvidenceItem,
    Initiative,
    MemberRole,
    Membership,
    Person,
    Project,
    QuestionSet,
    State,
    Unit,
)
from tests.factories import NOW, AnswerFactory, PersonFactory, QuestionSetFactory, member

from .steps import CLAIM, COUNT, PLAN, accept, agree, level, measured, save, stored, submit

pytestmark = pytest.mark.django_db


def create(by: Person, **named: str) -> Project:
    names = {
        "name": "Invoice triage",
        "initiative_name": "Finance automation",
        "unit_name": "Shared services",
    }
    return actions.create_project(**names | named, by=by, at=NOW)


def start(project: Project, by: Person, claim: Claim = CLAIM) -> Assessment:
    return actions.start_assessment(project=project, claim=claim, by=by, at=NOW)


def test_whoever_creates_a_project_leads_it() -> None:
    person = PersonFactory()

    project = create(
        person, name=" Invoice triage ", description="Sorts invoices", source="https://example.org"
    )

    assert (project.name, project.description, project.source) == (
        "Invoice triage",
        "Sorts invoices",
        "https://example.org",
    )
    assert [(row.person, row.role) for row in queries.people_of(project)] == [(person, MemberRole.LEAD)]


def test_initiative_and_unit_are_found_by_name() -> None:
    first = create(PersonFactory())

    second = create(PersonFactory(), initiative_name="finance automation ", unit_name="SHARED services")

    assert (second.initiative, second.unit) == (first.initiative, first.unit)
    assert (Initiative.objects.count(), Unit.objects.count()) == (1, 1)


def test_form_sent_twice_makes_one_project() -> None:
    person = PersonFactory()

    first, again = create(person, token="t1"), create(person, token="t1")

    assert first == again
    assert create(person, token="t2") != first
    assert create(PersonFactory(), token="t1") != first
    assert create(person) != create(person)


@pytest.mark.parametrize(
    ("named", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 501}, "name"),
        ({"initiative_name": ""}, "initiative_name"),
        ({"unit_name": "\x00"}, "unit_name"),
        ({"description": "x" * 20_001}, "description"),
        ({"source": "x" * 20_001}, "source"),
        ({"token": "x" * 65}, "token"),
    ],
)
def test_project_needs_names(named: dict[str, str], field: str) -> None:
    with pytest.raises(actions.InvalidProject) as refused:
        create(PersonFactory(), **named)

    assert list(refused.value.errors) == [field]
    assert not Project.objects.exists()


def test_closed_account_creates_nothing() -> None:
    with pytest.raises(actions.NotAllowed):
        create(PersonFactory(is_active=False))


def test_member_is_added_once(assessment: Assessment, lead: Person, respondent: Person) -> None:
    person = PersonFactory()

    def add(by: Person) -> Membership:
        return actions.add_member(
            project=assessment.project, person=person, role=MemberRole.REVIEWER, by=by, at=NOW
        )

    assert add(lead) == add(lead)
    with pytest.raises(actions.NotAllowed, match="may not say who takes part"):
        add(respondent)


def remove(membership: Membership, by: Person) -> None:
    actions.remove_member(membership=membership, by=by, at=NOW)


def test_member_is_removed_by_a_lead(assessment: Assessment, lead: Person, respondent: Person) -> None:
    membership = assessment.project.memberships.get(person=respondent)

    with pytest.raises(actions.NotAllowed, match="may not say who takes part"):
        remove(membership, respondent)
    remove(membership, lead)

    assert [row.person for row in queries.people_of(assessment.project)] == [lead]


def test_project_keeps_a_lead_who_can_sign_in(assessment: Assessment, lead: Person) -> None:
    closed = member(assessment.project, is_active=False)
    membership = assessment.project.memberships.get(person=lead)

    with pytest.raises(actions.LastLead, match="Add somebody else as lead first"):
        remove(membership, lead)
    remove(assessment.project.memberships.get(person=closed), lead)
    member(assessment.project)
    remove(membership, lead)

    assert not assessment.project.memberships.filter(person__in=[lead, closed]).exists()


def test_first_round_pins_the_questions_and_states_the_claim() -> None:
    person = PersonFactory()
    project = create(person)

    assessment = start(project, person, replace(CLAIM, value=Decimal("95.5")))

    assert (assessment.round, assessment.state, assessment.previous) == (1, State.DRAFT, None)
    assert (assessment.started_by, assessment.started_at, assessment.claim_version) == (person, NOW, 1)
    assert queries.questionnaire_of(assessment) == questionnaires.load()
    assessment.refresh_from_db()
    assert queries.claim_of(assessment) == replace(CLAIM, value=Decimal("95.5"))


def test_question_set_is_stored_once(assessment: Assessment, lead: Person) -> None:
    actions.withdraw_assessment(assessment=assessment, reason="begun too early", by=lead, at=NOW)

    assert start(assessment.project, lead).question_set == assessment.question_set
    assert QuestionSet.objects.count() == 1
    assert QuestionSetFactory() == assessment.question_set


def test_one_round_at_a_time(assessment: Assessment, lead: Person) -> None:
    with pytest.raises(actions.RoundOpen, match="Round 1 is still draft") as refused:
        start(assessment.project, lead)

    assert refused.value.current == assessment


def test_only_a_lead_starts_a_round(assessment: Assessment, lead: Person, respondent: Person) -> None:
    accept(assessment, lead)

    with pytest.raises(actions.NotAllowed):
        start(assessment.project, respondent)


NA = Answer(NotApplicable("nothing is called"))


def test_next_round_starts_from_the_last_ones_answers(
    assessment: Assessment, lead: Person, respondent: Person, reviewer: Person
) -> None:
    pair = Pair(Decimal(500), Decimal(50_000))
    both = replace(measured(pair), proof=(PLAN, COUNT), rationale="counted")
    save(assessment, respondent, both, "data.volume")
    save(assessment, lead, measured(pair), "scope.sample")
    save(assessment, lead, NA, "integration.outage")
    save(assessment, lead, level(1), "data.history")
    save(assessment, lead, None, "data.history", seen=1)
    agree(assessment, reviewer)
    accept(assessment, lead)

    following = start(assessment.project, lead)

    assert (following.round, following.previous) == (2, assessment)
    rows = queries.answers_of(following)
    assert set(rows) == {"data.volume", "scope.sample", "integration.outage"}
    assert {(row.version, row.carried_over, row.after_verdict) for row in rows.values()} == {(1, True, False)}
    assert rows["data.volume"].answered_by == respondent
    assert stored(following, "data.volume") == both
    assert stored(following, "integration.outage") == NA
    assert EvidenceItem.objects.filter(assessment=following).count() == 2
    assert stored(assessment, "data.volume") == both


def test_carrying_over_takes_the_same_queries_for_one_answer_and_three(
    assessment: Assessment, lead: Person
) -> None:
    save(assessment, lead, measured(Pair(Decimal(1), None)), "data.volume")
    accept(assessment, lead)
    with CaptureQueriesContext(connection) as first:
        second = start(assessment.project, lead)
    save(second, lead, replace(level(1), proof=(PLAN,)), "data.cleaning")
    save(second, lead, level(1), "data.history")
    accept(second, lead)
    with CaptureQueriesContext(connection) as again:
        start(assessment.project, lead)

    assert len(first) == len(again) <= 47


def test_answer_that_fits_no_question_any_more_stays_behind(assessment: Assessment, lead: Person) -> None:
    accept(assessment, lead)
    AnswerFactory(assessment=assessment, question="data.retired")
    AnswerFactory(assessment=assessment, question="data.volume")  # a level, and the question asks a pair

    assert queries.answers_of(start(assessment.project, lead)) == {}


def test_withdrawn_round_is_not_carried_over(assessment: Assessment, lead: Person) -> None:
    save(assessment, lead, level(1))
    actions.withdraw_assessment(assessment=assessment, reason="wrong project", by=lead, at=NOW)

    following = start(assessment.project, lead)

    assert (following.round, following.previous) == (2, None)
    assert not following.answers.exists()


def change(assessment: Assessment, by: Person, claim: Claim, seen: int = 1) -> Assessment:
    return actions.change_claim(assessment=assessment, claim=claim, seen_version=seen, by=by, at=NOW)


def test_claim_changes_with_the_version_that_was_seen(assessment: Assessment, lead: Person) -> None:
    other = replace(CLAIM, sample_size=2_000, result=Outcome.NOT_MET, proportion=False)

    assert change(assessment, lead, CLAIM).claim_version == 2
    with pytest.raises(actions.StaleClaim) as refused:
        change(assessment, lead, other)
    assert refused.value.current == CLAIM
    assert change(assessment, lead, CLAIM).claim_version == 2
    assert change(assessment, lead, other, seen=2).claim_version == 3
    assert queries.claim_of(Assessment.objects.get()) == other


@pytest.mark.parametrize(
    ("claim", "field"),
    [
        (Claim("accuracy", unit="%"), "claim"),
        (Claim("accuracy", result=Outcome.MET), "claim"),
        (Claim("accuracy", value=Decimal("0.1234567")), "value"),
        (Claim("accuracy", sample_size=0), "sample_size"),
        (Claim("x" * 501), "metric"),
    ],
)
def test_claim_that_is_incomplete_is_refused(
    assessment: Assessment, lead: Person, claim: Claim, field: str
) -> None:
    with pytest.raises(actions.InvalidClaim) as refused:
        change(assessment, lead, claim)

    assert list(refused.value.errors) == [field]


def test_claim_of_a_submitted_round_stands(assessment: Assessment, lead: Person, respondent: Person) -> None:
    with pytest.raises(actions.NotAllowed):
        change(assessment, respondent, CLAIM)
    submit(assessment, lead)
    with pytest.raises(actions.WrongState):
        change(assessment, lead, CLAIM)
    assert not Row.objects.exists()
