"""Second opinions: given apart, opened once both sides are in, and settled by who gave neither answer."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from assessments import actions, queries
from assessments.acting import acting_as
from assessments.domain.case import Answer, Choice, NotKnown
from assessments.models import (
    Answer as Row,
)
from assessments.models import (
    Assessment,
    EvidenceItem,
    MemberRole,
    OpinionState,
    Person,
    SecondOpinion,
    WorkKind,
)
from tests.factories import NOW, PersonFactory, SecondOpinionFactory, member

from .steps import (
    CLAIM,
    COUNT,
    accept,
    accepted,
    answer,
    apart,
    complete,
    joined,
    level,
    measured,
    reopen,
    save,
    stored,
    submit,
    withdraw,
)
from .voices import QUESTION, SECOND, TEAM, second_answer_in

pytestmark = pytest.mark.django_db


def differing(assessment: Assessment) -> list[queries.Differing]:
    return queries.differing_in(assessment, queries.case_of(assessment))


def settle(assessment: Assessment, by: Person, why: str = "Both were asked about other records") -> None:
    second = second_answer_in(assessment)
    actions.settle_disagreement(assessment=assessment, answer_id=second.pk, why=why, by=by, at=NOW)


def test_who_becomes_second_respondent_is_asked_in_the_round_under_way(
    assessment: Assessment, lead: Person
) -> None:
    person = PersonFactory()

    for _ in range(2):
        actions.add_member(
            project=assessment.project,
            person=person,
            role=MemberRole.SECOND_RESPONDENT,
            sections=["data"],
            by=lead,
            at=NOW,
        )

    assert list(assessment.second_opinions.values_list("person", "completed_at")) == [(person.pk, None)]
    assert apart(assessment, person).reader_sections == {"data"}


def test_second_respondents_are_asked_in_every_new_round(assessment: Assessment, lead: Person) -> None:
    blind = joined(assessment, MemberRole.SECOND_RESPONDENT, name="Sam")
    accept(assessment, lead)

    following = actions.start_assessment(project=assessment.project, claim=CLAIM, by=lead, at=NOW)

    assert [row.person for row in following.second_opinions.all()] == [blind]
    assert not assessment.second_opinions.exists()


def test_each_voice_is_kept_by_itself(assessment: Assessment, lead: Person, blind: Person) -> None:
    save(assessment, lead, measured(Choice(4)))
    own = apart(assessment, blind)

    save(own, blind, measured(Choice(0)))
    save(own, blind, level(1), seen=1)

    assert stored(assessment) == measured(Choice(4))
    assert stored(own) == replace(level(1), proof=(COUNT,))  # saving takes no proof away
    assert {(item.title, item.voice) for item in EvidenceItem.objects.all()} == {
        (COUNT.title, None),
        (COUNT.title, blind),
    }
    assert not Row.objects.get(voice=blind).after_verdict


def test_same_proof_stands_in_both_registers(assessment: Assessment, lead: Person, blind: Person) -> None:
    save(assessment, lead, measured(Choice(4)))
    save(apart(assessment, blind), blind, measured(Choice(4)))

    assert set(EvidenceItem.objects.values_list("voice", flat=True)) == {None, blind.pk}


def test_second_respondent_cannot_answer_for_the_team(assessment: Assessment, blind: Person) -> None:
    with pytest.raises(actions.NotAllowed):
        save(assessment, blind, level(1))


def test_nobody_speaks_in_anothers_voice(assessment: Assessment, lead: Person, blind: Person) -> None:
    with pytest.raises(actions.NotAllowed, match="second opinion"):
        save(apart(assessment, blind), lead, level(1))


def test_second_respondent_answers_their_sections_only(assessment: Assessment, blind: Person) -> None:
    blind.memberships.update(sections=["users"])

    with pytest.raises(actions.NotAllowed, match="somebody else"):
        save(apart(assessment, blind), blind, level(1))


def test_round_is_not_there_for_who_was_not_asked_in_it(assessment: Assessment) -> None:
    person = joined(assessment, MemberRole.SECOND_RESPONDENT, name="Sam")

    with pytest.raises(Http404):
        apart(assessment, person)


@pytest.mark.parametrize("user", [None, "closed"])
def test_round_is_not_there_for_who_is_not_signed_in(assessment: Assessment, user: str | None) -> None:
    who = member(assessment.project, is_active=False) if user else AnonymousUser()
    with pytest.raises(Http404):
        queries.assessment_to_answer_for(who, assessment.pk)


def test_who_gave_a_second_opinion_answers_nothing_for_the_team(
    assessment: Assessment, lead: Person, blind: Person
) -> None:
    save(apart(assessment, blind), blind, level(1))
    membership = blind.memberships.get()
    actions.change_member(membership=membership, role=MemberRole.RESPONDENT, by=lead, at=NOW)

    with pytest.raises(actions.NotAllowed, match="second opinion"):
        save(assessment, blind, level(1), "users.selection")


def test_second_respondent_may_be_taken_out_and_brought_in_again(
    assessment: Assessment, lead: Person, blind: Person
) -> None:
    save(apart(assessment, blind), blind, level(1))
    actions.remove_member(membership=blind.memberships.get(), by=lead, at=NOW)
    assert queries.opinions_of(assessment) == queries.Opinions(asked=1, given=0)

    actions.add_member(
        project=assessment.project, person=blind, role=MemberRole.SECOND_RESPONDENT, by=lead, at=NOW
    )

    assert stored(apart(assessment, blind)) == level(1)


def test_nothing_said_is_no_opinion(assessment: Assessment, blind: Person) -> None:
    with pytest.raises(actions.NothingSaid):
        actions.complete_opinion(assessment=apart(assessment, blind), by=blind, at=NOW)


def test_complete_opinion_takes_no_answer_until_it_is_taken_back(
    assessment: Assessment, blind: Person
) -> None:
    own = complete(assessment, blind, SECOND)
    assert own.opinion == OpinionState.COMPLETE
    with pytest.raises(actions.WrongState, match="complete"):
        save(own, blind, level(0), seen=1)

    actions.complete_opinion(assessment=own, by=blind, at=NOW + timedelta(hours=1))
    assert SecondOpinion.objects.get().completed_at == NOW
    actions.take_back_opinion(assessment=own, by=blind, at=NOW)

    save(own, blind, level(0), seen=1)
    assert own.opinion == OpinionState.ASKED


def test_opinion_waits_for_the_teams_submission(assessment: Assessment, lead: Person, blind: Person) -> None:
    answer(assessment, lead, TEAM)
    complete(assessment, blind, SECOND)
    assert differing(assessment) == []

    submission = submit(assessment, lead)

    assert [item.second.question for item in differing(assessment)] == [QUESTION]
    assert json.loads(submission.content)["disagreements"] == [
        {"question": QUESTION, "second": {"level": 1}, "rationale": "We picked them with the vendor"}
    ]


def test_opinion_that_comes_after_the_submission_is_opened_at_once(
    assessment: Assessment, lead: Person, blind: Person
) -> None:
    answer(assessment, lead, TEAM)
    submission = submit(assessment, lead)

    own = complete(assessment, blind, SECOND)

    assert own.opinion == OpinionState.OPENED
    assert len(differing(assessment)) == 1
    assert "disagreements" not in json.loads(submission.content)


def test_opinion_that_comes_while_the_round_is_returned_waits_for_the_next_submission(
    assessment: Assessment, lead: Person, blind: Person
) -> None:
    answer(assessment, lead, TEAM)
    submit(assessment, lead)
    reopen(assessment, lead)

    assert complete(assessment, blind, SECOND).opinion == OpinionState.COMPLETE
    submit(assessment, lead)

    assert len(differing(assessment)) == 1


def test_opened_opinion_stays_as_it_was_given(both_in: Assessment, lead: Person, blind: Person) -> None:
    reopen(both_in, lead)
    own = apart(both_in, blind)

    with pytest.raises(actions.OpinionStands):
        actions.take_back_opinion(assessment=own, by=blind, at=NOW)
    with pytest.raises(actions.WrongState):
        save(own, blind, level(4), seen=1)


@pytest.mark.parametrize("end", [accept, withdraw])
def test_round_that_is_over_takes_no_opinion(
    assessment: Assessment, lead: Person, blind: Person, end: object
) -> None:
    own = apart(assessment, blind)
    save(own, blind, level(1))
    end(assessment, lead)  # type: ignore[operator]

    with pytest.raises(actions.WrongState):
        actions.complete_opinion(assessment=apart(assessment, blind), by=blind, at=NOW)
    assert queries.opinions_of(assessment).missing == 1


def test_second_voice_is_read_by_nobody_else_before_both_are_in(
    assessment: Assessment, lead: Person, blind: Person
) -> None:
    complete(assessment, blind, SECOND)
    save(assessment, lead, level(4))

    with acting_as(lead):
        assert set(Row.objects.values_list("voice", flat=True)) == {None}
    with acting_as(blind):
        assert set(Row.objects.values_list("voice", flat=True)) == {blind.pk}
    submit(assessment, lead)
    with acting_as(lead):
        assert set(Row.objects.values_list("voice", flat=True)) == {None, blind.pk}
    with acting_as(blind):
        assert set(Row.objects.values_list("voice", flat=True)) == {blind.pk}


def test_second_respondents_do_not_see_each_other(both_in: Assessment) -> None:
    other = joined(both_in, MemberRole.SECOND_RESPONDENT, name="Other")
    SecondOpinionFactory(assessment=both_in, person=other)

    with acting_as(other):
        assert not Row.objects.exists()
        assert SecondOpinion.objects.get().person_id == other.pk


def test_disagreement_holds_the_verdict_until_it_is_settled(both_in: Assessment, reviewer: Person) -> None:
    held = queries.case_of(both_in).disagreements
    assert [(item.question, item.settled) for item in held] == [(QUESTION, False)]

    settle(both_in, reviewer)

    (item,) = queries.case_of(both_in).disagreements
    assert (item.settled, item.by, item.why) == (True, str(reviewer), "Both were asked about other records")


def test_whoever_gave_either_answer_does_not_settle(both_in: Assessment, lead: Person, blind: Person) -> None:
    with pytest.raises(actions.NotAllowed, match="one of these answers"):
        settle(both_in, lead)
    actions.change_member(membership=blind.memberships.get(), role=MemberRole.REVIEWER, by=lead, at=NOW)
    with pytest.raises(actions.NotAllowed, match="one of these answers"):
        settle(both_in, blind)


def test_voices_that_are_near_each_other_need_no_settling(both_in: Assessment, reviewer: Person) -> None:
    near = Row.objects.get(voice__isnull=False, question="data.cleaning")

    with pytest.raises(actions.NothingToSettle):
        actions.settle_disagreement(assessment=both_in, answer_id=near.pk, why="x", by=reviewer, at=NOW)


def test_settling_says_why(both_in: Assessment, reviewer: Person) -> None:
    with pytest.raises(actions.InvalidSettlement):
        settle(both_in, reviewer, " ")


def test_who_settled_a_disagreement_answers_nothing_in_the_round(
    both_in: Assessment, lead: Person, reviewer: Person
) -> None:
    settle(both_in, reviewer)
    reopen(both_in, lead)
    membership = reviewer.memberships.get()
    actions.change_member(membership=membership, role=MemberRole.RESPONDENT, by=lead, at=NOW)

    with pytest.raises(actions.NotAllowed, match="reviewed"):
        save(both_in, reviewer, level(1), "users.selection")


def test_changed_answer_asks_to_settle_anew(both_in: Assessment, lead: Person, reviewer: Person) -> None:
    settle(both_in, reviewer)
    reopen(both_in, lead)

    save(both_in, lead, Answer(NotKnown()), seen=1)

    assert not both_in.disagreement_settlements.exists()


def test_second_opinion_waits_in_my_work(assessment: Assessment, blind: Person) -> None:
    actions.renew_work(project=assessment.project, at=NOW)
    assert [item.kind for item in queries.work_of(blind)] == [WorkKind.OPINION]

    complete(assessment, blind, SECOND)

    assert not queries.work_of(blind).filter(done_at__isnull=True).exists()


def test_disagreement_waits_for_who_gave_neither_answer(both_in: Assessment, reviewer: Person) -> None:
    actions.renew_work(project=both_in.project, at=NOW)
    waiting = queries.work_of(reviewer).filter(done_at__isnull=True, kind=WorkKind.SETTLE)
    assert [item.text for item in waiting] == [
        "Settle a disagreement: a second opinion differs on how the sample was chosen"
    ]

    settle(both_in, reviewer)

    assert not waiting.all().exists()


def test_verifier_is_no_second_respondent(assessment: Assessment, lead: Person, blind: Person) -> None:
    verified = measured(Choice(4))
    named = Answer(verified.said, verified.evidence.VERIFIED, proof=verified.proof, verified_by=str(blind))

    with pytest.raises(actions.InvalidAnswer, match="answered nothing"):
        save(assessment, lead, named)


def test_next_round_takes_over_the_teams_voice_only(both_in: Assessment, lead: Person, blind: Person) -> None:
    accepted(both_in)

    following = actions.start_assessment(project=both_in.project, claim=CLAIM, by=lead, at=NOW)

    assert set(following.answers.values_list("voice", flat=True)) == {None}
    assert not following.authors.filter(person=blind).exists()
