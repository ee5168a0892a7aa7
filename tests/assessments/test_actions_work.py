"""What waits for whom: right after every move, once each, and nothing that its person could not do."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments import actions
from assessments.domain import case
from assessments.domain.case import Answer, NotApplicable, Quantity
from assessments.domain.questionnaire import SECTIONS
from assessments.models import Assessment, MemberRole, Membership, Person, Remedy, WorkItem, WorkKind
from assessments.queries.waiting.team import APPROVE_WITHIN
from tests.factories import NOW, PersonFactory, member

from .steps import CLAIM, K1, accept, accepted, agree, answer, level, reopen, review, save, submit

pytestmark = pytest.mark.django_db

DUE = date(2027, 3, 31)
LOW: Mapping[str, Answer] = {"data.selection": level(0), "data.cleaning": level(0)}
TO_DECIDE = {"decide": ["Lea Lead"], "review": ["Rui Reviewer"]}
PEOPLE = ("Lea Lead", "Rosa Respondent", "Rui Reviewer", "Ada Approver")


@pytest.fixture(autouse=True)
def team(lead: Person, respondent: Person, reviewer: Person, approver: Person) -> None:
    """Everybody takes part from the start."""


def waiting(assessment: Assessment) -> dict[str, list[str]]:
    """The open items of a round's project: names by kind."""
    found: dict[str, list[str]] = {}
    items = WorkItem.objects.filter(project=assessment.project, done_at__isnull=True)
    for item in items.select_related("person").order_by("kind", "person__name", "subject"):
        found.setdefault(item.kind, []).append(item.person.name)
    return found


def only(assessment: Assessment, kind: WorkKind, person: Person) -> WorkItem:
    return WorkItem.objects.get(project=assessment.project, kind=kind, person=person, done_at__isnull=True)


def fix(assessment: Assessment, by: Person, section: str = "data", *, done: bool = False) -> Remedy:
    status = case.Progress.DONE if done else case.Progress.OPEN
    action = case.Action("re-run on a random sample", "Dana Data", DUE, status, "a count")
    return actions.choose_fix(assessment=assessment, section=section, actions=[action], by=by, at=NOW)


def acknowledge(
    assessment: Assessment, by: Person, approver: Person, section: str = "data", expires_on: date = DUE
) -> Remedy:
    return actions.ask_acknowledgement(
        assessment=assessment,
        section=section,
        expectation="expect less",
        adjusted=Quantity(Decimal(80), "%"),
        approver=approver,
        expires_on=expires_on,
        by=by,
        at=NOW,
    )


def approve(assessment: Assessment, remedy: Remedy, by: Person) -> None:
    actions.approve_acknowledgement(
        assessment=assessment, section=remedy.section, remedy_id=remedy.pk, by=by, at=NOW
    )


def renew(assessment: Assessment, days: int = 0) -> None:
    actions.renew_work(project=assessment.project, at=NOW + timedelta(days=days))


def test_new_project_waits_for_its_first_round() -> None:
    lead = PersonFactory()

    made = actions.create_project(name="Triage", initiative_name="I", unit_name="U", by=lead, at=NOW)

    item = WorkItem.objects.get(project=made)
    assert (item.kind, item.person, item.assessment) == (WorkKind.START, lead, None)
    actions.start_assessment(project=made, claim=CLAIM, by=lead, at=NOW)
    item.refresh_from_db()
    assert item.done_at == NOW


def test_round_under_way_waits_for_those_who_answer(assessment: Assessment) -> None:
    renew(assessment)

    assert waiting(assessment) == {"answer": ["Lea Lead", "Rosa Respondent"]}


def test_who_answers_some_sections_is_asked_for_those(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    [membership] = assessment.project.memberships.filter(person=respondent)
    actions.change_member(
        membership=membership, role=MemberRole.RESPONDENT, sections=["users", "data"], by=lead, at=NOW
    )

    assert only(assessment, WorkKind.ANSWER, respondent).subject == "data users"
    assert only(assessment, WorkKind.ANSWER, lead).subject == ""


def test_round_that_starts_from_the_last_one_says_to_confirm(assessment: Assessment, lead: Person) -> None:
    answer(assessment, lead, LOW)
    accept(assessment, lead)

    actions.start_assessment(project=assessment.project, claim=CLAIM, by=lead, at=NOW)

    assert only(assessment, WorkKind.ANSWER, lead).text.startswith("Confirm the last round’s answers")


def test_submitted_round_waits_for_decisions_and_not_for_answers(
    assessment: Assessment, lead: Person
) -> None:
    answer(assessment, lead, LOW)

    submit(assessment, lead)

    assert waiting(assessment) == TO_DECIDE
    item = only(assessment, WorkKind.DECIDE, lead)
    assert item.text == "Choose fix or acknowledge for Data quality, User capability and 6 more sections"
    assert item.address.endswith("/verdict/")


def test_returned_round_waits_for_its_team_with_the_reason(assessment: Assessment, lead: Person) -> None:
    submit(assessment, lead)

    reopen(assessment, lead)

    assert waiting(assessment) == {"returned": ["Lea Lead", "Rosa Respondent"]}
    assert "the count was wrong" in only(assessment, WorkKind.RETURNED, lead).text


def test_who_reviewed_cannot_answer_but_may_submit(
    assessment: Assessment, respondent: Person, lead: Person
) -> None:
    answer(assessment, respondent, K1)
    submit(assessment, lead)
    actions.settle_contradiction(assessment=assessment, rule="K1", why="both are true", by=lead, at=NOW)

    reopen(assessment, lead)

    assert waiting(assessment) == {"returned": ["Rosa Respondent"], "submit": ["Lea Lead"]}


def test_withdrawn_round_leaves_the_project_to_start_anew(assessment: Assessment, lead: Person) -> None:
    renew(assessment)

    actions.withdraw_assessment(assessment=assessment, reason="stopped", by=lead, at=NOW)

    assert waiting(assessment) == {"start": ["Lea Lead"]}


def test_contradiction_waits_for_whoever_answered_neither(
    assessment: Assessment, respondent: Person, lead: Person
) -> None:
    answer(assessment, respondent, K1)
    submit(assessment, lead)
    assert waiting(assessment)["settle"] == ["Lea Lead", "Rui Reviewer"]

    actions.settle_contradiction(assessment=assessment, rule="K1", why="both are true", by=lead, at=NOW)

    assert "settle" not in waiting(assessment)


@pytest.mark.parametrize(("keys", "said"), [(("users.count",), "“"), (("users.count", "data.volume"), "2 ")])
def test_not_applicable_waits_for_whoever_answered_nothing(
    assessment: Assessment, lead: Person, reviewer: Person, keys: tuple[str, ...], said: str
) -> None:
    for key in keys:
        save(assessment, lead, Answer(NotApplicable("no such thing here")), key)
    submit(assessment, lead)
    assert waiting(assessment)["agree"] == ["Rui Reviewer"]
    assert f"agree that {said}" in only(assessment, WorkKind.AGREE, reviewer).text

    for key in keys:
        agree(assessment, reviewer, key)

    assert "agree" not in waiting(assessment)


def test_where_nobody_is_independent_the_lead_is_asked_to_bring_somebody(
    assessment: Assessment, lead: Person, reviewer: Person
) -> None:
    answer(assessment, lead, K1)
    submit(assessment, lead)
    membership = Membership.objects.get(person=reviewer)

    actions.remove_member(membership=membership, by=lead, at=NOW)

    item = only(assessment, WorkKind.SETTLE, lead)
    assert item.text.startswith("Add a reviewer who did not answer. What waits: explain a contradiction")
    assert item.address.endswith("/people/")
    actions.add_member(project=assessment.project, person=reviewer, role=MemberRole.REVIEWER, by=lead, at=NOW)
    assert waiting(assessment)["settle"] == ["Rui Reviewer"]


def test_acknowledgement_waits_for_its_approver_and_then_for_its_day(
    assessment: Assessment, lead: Person, approver: Person
) -> None:
    answer(assessment, lead, LOW)
    submit(assessment, lead)

    asked = acknowledge(assessment, lead, approver)

    item = only(assessment, WorkKind.APPROVE, approver)
    assert item.text == "Approve the acknowledgement for Data quality: expect 80\xa0%, asked by Lea Lead"
    assert item.address.endswith("/remedies/data/")
    assert item.due_on == NOW.date() + APPROVE_WITHIN
    assert "Data quality" not in only(assessment, WorkKind.DECIDE, lead).text
    approve(assessment, asked, approver)
    assert "approve" not in waiting(assessment)
    assert waiting(assessment)["expiry"] == ["Ada Approver", "Lea Lead"]
    assert only(assessment, WorkKind.EXPIRY, approver).due_on == DUE


def test_acknowledgement_of_an_approver_who_left_is_to_decide_anew(
    assessment: Assessment, lead: Person, approver: Person
) -> None:
    answer(assessment, lead, LOW)
    submit(assessment, lead)
    acknowledge(assessment, lead, approver)

    actions.remove_member(membership=Membership.objects.get(person=approver), by=lead, at=NOW)

    assert waiting(assessment) == TO_DECIDE
    assert "Data quality" in only(assessment, WorkKind.DECIDE, lead).text


def test_acknowledgement_of_an_approver_who_lost_the_role_asks_the_lead_alone(
    assessment: Assessment, lead: Person, approver: Person
) -> None:
    answer(assessment, lead, LOW)
    submit(assessment, lead)
    approve(assessment, acknowledge(assessment, lead, approver), approver)

    actions.remove_member(membership=Membership.objects.get(person=approver), by=lead, at=NOW)

    assert waiting(assessment)["expiry"] == ["Lea Lead"]


def test_expired_acknowledgement_is_to_decide_anew(
    assessment: Assessment, lead: Person, approver: Person
) -> None:
    answer(assessment, lead, LOW)
    submit(assessment, lead)
    soon = NOW.date() + timedelta(days=3)
    approve(assessment, acknowledge(assessment, lead, approver, expires_on=soon), approver)

    renew(assessment, days=3)

    assert waiting(assessment) == TO_DECIDE


def test_actions_of_a_fix_wait_for_the_lead_until_they_are_done(assessment: Assessment, lead: Person) -> None:
    submit(assessment, lead)

    fix(assessment, lead)

    item = only(assessment, WorkKind.FIX, lead)
    assert item.text == "See that this is done for Data quality: re-run on a random sample (Dana Data)"
    assert (item.due_on, item.subject) == (DUE, "data:0")
    action = assessment.remedies.get().actions.get()
    actions.move_action(assessment=assessment, action_id=action.pk, status="done", by=lead, at=NOW)
    assert "fix" not in waiting(assessment)


def decided(assessment: Assessment, lead: Person) -> None:
    submit(assessment, lead)
    for section in SECTIONS:
        fix(assessment, lead, section)


def test_last_open_finding_is_asked_for_on_its_own_page(assessment: Assessment, lead: Person) -> None:
    submit(assessment, lead)
    for section in SECTIONS[1:]:
        fix(assessment, lead, section)

    item = only(assessment, WorkKind.DECIDE, lead)

    assert item.address.endswith("/remedies/data/")
    assert item.text == "Choose fix or acknowledge for Data quality"


def test_round_waits_to_be_concluded_once_nothing_is_left_to_decide(
    assessment: Assessment, lead: Person
) -> None:
    decided(assessment, lead)
    assert "review" in waiting(assessment)
    reviewer = review(assessment)

    item = only(assessment, WorkKind.CONCLUDE, reviewer)

    assert item.address.endswith("/review/")
    assert "decide" not in waiting(assessment)


@pytest.mark.parametrize("number", [1, 2])
def test_answers_without_proof_are_said_where_nothing_else_is_left(
    assessment: Assessment, lead: Person, number: int
) -> None:
    keys = ("data.selection", "users.selection")[:number]
    answer(assessment, lead, {key: level(4) for key in keys})
    decided(assessment, lead)

    item = only(assessment, WorkKind.CONCLUDE, review(assessment))

    assert f"add proof to {number} critical answer{'s' * (number > 1)}, or accept" in item.text


def test_promises_of_a_concluded_round_wait_on_until_the_next_one_is_submitted(
    assessment: Assessment, lead: Person, approver: Person
) -> None:
    answer(assessment, lead, LOW)
    submit(assessment, lead)
    fix(assessment, lead, "users")
    approve(assessment, acknowledge(assessment, lead, approver), approver)
    accepted(assessment)

    assert waiting(assessment) == {"expiry": ["Ada Approver", "Lea Lead"], "fix": ["Lea Lead"]}
    ending = only(assessment, WorkKind.EXPIRY, lead)
    assert ending.text == (
        "Extend the acknowledgement for Data quality, or decide in the next round what follows it"
    )
    assert ending.address.endswith("/remedies/data/extend/")
    later = actions.start_assessment(project=assessment.project, claim=CLAIM, by=lead, at=NOW)
    assert sorted(waiting(assessment)) == ["answer", "expiry", "fix"]
    submit(later, lead)
    assert waiting(assessment) == TO_DECIDE


def test_who_left_or_was_closed_has_nothing_waiting(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    renew(assessment)
    respondent.is_active = False
    respondent.save()
    second = member(assessment.project)

    renew(assessment)
    assert second.name in waiting(assessment)["answer"]
    actions.remove_member(membership=Membership.objects.get(person=second), by=lead, at=NOW)

    assert waiting(assessment) == {"answer": ["Lea Lead"]}


def test_renewing_twice_changes_nothing(assessment: Assessment, lead: Person) -> None:
    answer(assessment, lead, LOW)
    submit(assessment, lead)
    before = list(WorkItem.objects.order_by("pk").values())

    renew(assessment, days=1)

    assert list(WorkItem.objects.order_by("pk").values()) == before


def test_what_goes_on_waiting_keeps_its_time_and_changes_its_words(
    assessment: Assessment, lead: Person
) -> None:
    submit(assessment, lead)
    before = only(assessment, WorkKind.DECIDE, lead)

    action = case.Action("re-run", "Dana Data", DUE, shown_by="a count")
    later = NOW + timedelta(days=2)
    actions.choose_fix(assessment=assessment, section="data", actions=[action], by=lead, at=later)

    after = only(assessment, WorkKind.DECIDE, lead)
    assert (after.pk, after.created_at) == (before.pk, NOW)
    assert "Data quality" in before.text
    assert "Data quality" not in after.text


def test_a_saved_answer_costs_no_more(assessment: Assessment, lead: Person) -> None:
    with CaptureQueriesContext(connection) as captured:
        save(assessment, lead, level(1))

    assert not [query for query in captured.captured_queries if "workitem" in query["sql"]]


def test_renewing_takes_as_many_queries_with_one_person_as_with_three(
    assessment: Assessment, lead: Person
) -> None:
    answer(assessment, lead, LOW)
    submit(assessment, lead)

    def queries() -> int:
        WorkItem.objects.all().delete()
        with CaptureQueriesContext(connection) as captured:
            renew(assessment)
        return len(captured)

    one = queries()
    for _ in range(2):
        member(assessment.project)
    assert queries() == one
