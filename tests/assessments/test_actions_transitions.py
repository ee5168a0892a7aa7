"""How a round moves: every state against every move, and what a submission freezes."""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from assessments import actions, queries
from assessments.actions.transitions import (
    ACCEPT,
    REOPEN,
    START_REVIEW,
    SUBMIT,
    TAKE_BACK,
    WITHDRAW,
    Transition,
    accept_assessment,
    returning_accepted,
)
from assessments.domain import casefile
from assessments.models import Assessment, MemberRole, Person, Said, State, Submission
from tests.factories import (
    NOW,
    AnswerFactory,
    AssessmentFactory,
    MembershipFactory,
    PersonFactory,
    member,
)

from .steps import (
    ALL_THE_SAME,
    CLAIM,
    K1,
    accept,
    answer,
    level,
    reopen,
    review,
    reviewer_of,
    save,
    stored,
    submit,
)

pytestmark = pytest.mark.django_db

Move = Callable[[Assessment, Person], object]


def start_review(assessment: Assessment, by: Person) -> Assessment:
    return actions.start_review(assessment=assessment, by=by, at=NOW)


def accept_only(assessment: Assessment, by: Person) -> Assessment:
    return accept_assessment(assessment=assessment, by=by, at=NOW, reason=ALL_THE_SAME)


def take_up(assessment: Assessment, _by: Person) -> Assessment:
    return start_review(assessment, reviewer_of(assessment))


def withdraw(assessment: Assessment, by: Person) -> Assessment:
    return actions.withdraw_assessment(assessment=assessment, reason="cancelled", by=by, at=NOW)


def take_back(assessment: Assessment, by: Person) -> Assessment:
    with returning_accepted(assessment=assessment, reason="counted twice", by=by, at=NOW):
        return assessment


MOVES: dict[str, tuple[Transition, Move]] = {
    "submit": (SUBMIT, submit),
    "review": (START_REVIEW, start_review),
    "accept": (ACCEPT, accept_only),
    "reopen": (REOPEN, reopen),
    "take back": (TAKE_BACK, take_back),
    "withdraw": (WITHDRAW, withdraw),
}
WAYS: dict[State, tuple[Move, ...]] = {
    State.DRAFT: (),
    State.SUBMITTED: (submit,),
    State.IN_REVIEW: (submit, take_up),
    State.RETURNED: (submit, reopen),
    State.ACCEPTED: (accept,),
    State.WITHDRAWN: (withdraw,),
}
ALLOWED = {
    ("submit", State.DRAFT),
    ("submit", State.RETURNED),
    ("review", State.SUBMITTED),
    ("accept", State.IN_REVIEW),
    ("reopen", State.SUBMITTED),
    ("reopen", State.IN_REVIEW),
    ("take back", State.ACCEPTED),
    ("withdraw", State.DRAFT),
    ("withdraw", State.SUBMITTED),
    ("withdraw", State.IN_REVIEW),
    ("withdraw", State.RETURNED),
}


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("state", WAYS)
def test_only_the_table_moves_a_round(assessment: Assessment, lead: Person, move: str, state: State) -> None:
    for step in WAYS[state]:
        step(assessment, lead)
    transition, take = MOVES[move]
    by = reviewer_of(assessment) if transition.independent else lead

    if (move, state) in ALLOWED:
        take(assessment, by)
        assert Assessment.objects.get().state == assessment.state == transition.target
    else:
        with pytest.raises(actions.WrongState):
            take(assessment, by)
        assert Assessment.objects.get().state == state


def test_table_is_the_one_that_is_tested() -> None:
    tested = {transition for transition, _ in MOVES.values()}

    assert set(actions.TRANSITIONS) == tested
    assert {
        (move, state) for move, (transition, _) in MOVES.items() for state in transition.sources
    } == ALLOWED


@pytest.mark.parametrize("move", MOVES)
def test_respondent_moves_nothing(
    assessment: Assessment, lead: Person, respondent: Person, move: str
) -> None:
    for step in WAYS[min(MOVES[move][0].sources)]:
        step(assessment, lead)

    with pytest.raises(actions.NotAllowed, match="You may not"):
        MOVES[move][1](assessment, respondent)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 20_001])
def test_return_and_withdrawal_need_a_reason(assessment: Assessment, lead: Person, reason: str) -> None:
    submit(assessment, lead)

    with pytest.raises(actions.ReasonMissing) as refused:
        actions.reopen_assessment(assessment=assessment, reason=reason, by=lead, at=NOW)
    with pytest.raises(actions.ReasonMissing):
        actions.withdraw_assessment(assessment=assessment, reason=reason, by=lead, at=NOW)

    assert list(refused.value.errors) == ["reason"]
    assert Assessment.objects.get().state == State.SUBMITTED


def test_submission_freezes_the_case_file(assessment: Assessment, lead: Person) -> None:
    actions.change_claim(assessment=assessment, claim=CLAIM, seen_version=1, by=lead, at=NOW)
    save(assessment, lead, level(2))

    submission = submit(assessment, lead)

    case = queries.case_of(assessment)
    assert json.loads(submission.content) == casefile.to_json(case)
    assert casefile.parse(submission.content, lambda _: queries.questionnaire_of(assessment)) == case
    assert submission.sha256 == hashlib.sha256(submission.content.encode()).hexdigest()
    assert (submission.number, submission.submitted_by, submission.submitted_at) == (1, lead, NOW)


def test_what_could_not_be_read_again_is_not_frozen(assessment: Assessment, lead: Person) -> None:
    AnswerFactory(
        assessment=assessment, question="integration.critical", said=Said.NOT_APPLICABLE, reason="alone"
    )

    with pytest.raises(actions.CannotFreeze, match="change them first") as refused:
        submit(assessment, lead)

    [error] = refused.value.errors
    assert error.startswith("answers.integration.critical.not_applicable: possible only when")
    assert Assessment.objects.get().state == assessment.state == State.DRAFT
    assert not assessment.submissions.exists()


def test_accepting_is_no_action_by_itself() -> None:
    assert "accept_assessment" not in actions.__all__
    assert not hasattr(actions, "accept_assessment")


def test_second_submission_has_its_own_number_and_keeps_when_the_verdict_was_seen(
    assessment: Assessment, lead: Person
) -> None:
    save(assessment, lead, level(2))
    submit(assessment, lead)
    reopen(assessment, lead)
    save(assessment, lead, level(1), seen=1)
    later = NOW + timedelta(days=1)

    second = actions.submit_assessment(assessment=assessment, by=lead, at=later)

    first = Submission.objects.get(number=1)
    assert second.number == 2
    assert first.content != second.content
    found = Assessment.objects.get()
    assert (found.verdict_seen_at, found.submitted_at) == (NOW, later)
    assert (found.return_reason, found.returned_by, found.returned_at) == ("the count was wrong", lead, NOW)


def test_blank_round_can_be_submitted(assessment: Assessment, lead: Person) -> None:
    assert json.loads(submit(assessment, lead).content)["answers"] == {}


def test_caller_sees_what_was_stored(assessment: Assessment, lead: Person) -> None:
    before = Assessment.objects.get()
    accept(assessment, lead)

    with pytest.raises(actions.WrongState, match="“accepted”"):
        submit(before, lead)

    reviewer = reviewer_of(assessment)
    assert (before.state, before.accepted_by, before.accepted_at) == (State.ACCEPTED, reviewer, NOW)
    assert (before.review_started_by, before.review_started_at) == (reviewer, NOW)
    assert not before.is_open
    assert not before.is_editable
    assert before.shows_verdict


def test_lead_neither_reviews_nor_accepts(assessment: Assessment, lead: Person) -> None:
    submit(assessment, lead)

    with pytest.raises(actions.NotAllowed, match="You may not review a round"):
        start_review(assessment, lead)
    take_up(assessment, lead)
    with pytest.raises(actions.NotAllowed, match="You may not accept a round"):
        accept_only(assessment, lead)


def test_who_answered_anything_ever_neither_reviews_nor_accepts(assessment: Assessment, lead: Person) -> None:
    person = reviewer_of(assessment)
    MembershipFactory(project=assessment.project, person=person, role=MemberRole.RESPONDENT)
    save(assessment, person, level(2))
    save(assessment, lead, None, seen=1)
    submit(assessment, lead)

    with pytest.raises(actions.NotAllowed, match="a reviewer who answered nothing"):
        start_review(assessment, person)
    assert reviewer_of(assessment) != person
    take_up(assessment, lead)
    with pytest.raises(actions.NotAllowed, match="a reviewer who answered nothing"):
        accept_only(assessment, person)


def test_who_takes_up_a_review_answers_nothing_any_more(assessment: Assessment, lead: Person) -> None:
    submit(assessment, lead)
    take_up(assessment, lead)
    reopen(assessment, lead)
    person = reviewer_of(assessment)
    MembershipFactory(project=assessment.project, person=person, role=MemberRole.RESPONDENT)

    with pytest.raises(actions.NotAllowed, match="You have reviewed answers of this round"):
        save(assessment, person, level(2))


def test_round_with_something_open_is_accepted_for_a_reason_only(
    assessment: Assessment, lead: Person
) -> None:
    answer(assessment, lead, K1)
    submit(assessment, lead)
    reviewer = review(assessment)

    for reason, told in (
        ("", "say why it is accepted"),
        (" ", "say why it is accepted"),
        ("x" * 20_001, "20"),
    ):
        with pytest.raises(actions.ReasonMissing, match=told):
            accept_assessment(assessment=assessment, by=reviewer, at=NOW, reason=reason)
    accept_only(assessment, reviewer)

    assert Assessment.objects.get().accept_reason == ALL_THE_SAME


def test_round_that_nobody_looked_at_is_accepted_for_a_reason_only(
    assessment: Assessment, lead: Person
) -> None:
    submit(assessment, lead)
    reviewer = reviewer_of(assessment)
    start_review(assessment, reviewer)

    with pytest.raises(actions.ReasonMissing):
        accept_assessment(assessment=assessment, by=reviewer, at=NOW)


def test_round_with_nothing_open_is_accepted_without_a_reason(assessment: Assessment, lead: Person) -> None:
    submit(assessment, lead)

    accept_assessment(assessment=assessment, by=review(assessment), at=NOW)

    assert Assessment.objects.get().accept_reason == ""


def test_other_projects_lead_moves_nothing(assessment: Assessment) -> None:
    other = member(AssessmentFactory().project)

    for take in (submit, withdraw):
        with pytest.raises(actions.NotAllowed):
            take(assessment, other)
    with pytest.raises(actions.NotAllowed):
        submit(assessment, PersonFactory())
    assert stored(assessment) is None
