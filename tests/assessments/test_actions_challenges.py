"""Challenges: raised, replied to or contested, settled; who may, what waits for whom, and what it holds."""

from datetime import date, timedelta

import pytest
from django.http import Http404

from assessments import actions, queries
from assessments.domain.case import Challenge as Stated
from assessments.domain.case import Choice
from assessments.domain.verdict import HoldKind
from assessments.models import (
    Assessment,
    Challenge,
    Judgement,
    MemberRole,
    Membership,
    Notice,
    NoticeKind,
    OversightRole,
    Person,
    WorkItem,
    WorkKind,
)
from tests.factories import NOW, MembershipFactory, OversightFactory, PersonFactory

from .steps import answer, joined, level, measured, reopen, save, submit

pytestmark = pytest.mark.django_db
QUESTION = "data.selection"
DUE = NOW.date() + timedelta(days=7)


@pytest.fixture
def in_review(assessment: Assessment, lead: Person, reviewer: Person) -> Assessment:
    answer(assessment, lead, {QUESTION: measured(Choice(4))})
    submit(assessment, lead)
    return actions.start_review(assessment=assessment, by=reviewer, at=NOW)


@pytest.fixture
def pmo(assessment: Assessment) -> Person:
    person: Person = PersonFactory(name="Petra Pmo")
    OversightFactory(person=person, role=OversightRole.PMO, unit=assessment.project.unit)
    return person


@pytest.fixture
def raised(in_review: Assessment, reviewer: Person) -> Challenge:
    return challenge(in_review, reviewer)


def challenge(
    assessment: Assessment,
    by: Person,
    question: str = QUESTION,
    text: str = "who chose them?",
    due_on: date = DUE,
) -> Challenge:
    return actions.raise_challenge(
        assessment=assessment, question=question, text=text, due_on=due_on, by=by, at=NOW
    )


def reply(found: Challenge, by: Person, text: str = "by lot", *, contested: bool = False) -> Challenge:
    return actions.reply_to_challenge(
        assessment=found.assessment, challenge_id=found.pk, reply=text, contested=contested, by=by, at=NOW
    )


def settle(
    found: Challenge, by: Person, judgement: Judgement = Judgement.DROPPED, why: str = "shown"
) -> Challenge:
    return actions.settle_challenge(
        assessment=found.assessment, challenge_id=found.pk, judgement=judgement, why=why, by=by, at=NOW
    )


def waiting() -> dict[str, str]:
    items = WorkItem.objects.filter(kind=WorkKind.CHALLENGE, done_at__isnull=True)
    return {item.person.name: item.text for item in items.select_related("person")}


def told(person: Person) -> list[str]:
    notices = Notice.objects.filter(person=person, kind=NoticeKind.CHALLENGE)
    return list(notices.order_by("at", "pk").values_list("text", flat=True))


def holds(assessment: Assessment) -> bool:
    points = queries.open_points(assessment, NOW.date())
    return HoldKind.CHALLENGE in {kind for kind, _ in points.holds}


def test_challenge_holds_until_it_is_dropped(raised: Challenge, lead: Person, reviewer: Person) -> None:
    assert holds(raised.assessment)
    assert queries.case_of(raised.assessment).challenges == (
        Stated(QUESTION, "who chose them?", by="Rui Reviewer", due=DUE),
    )
    reply(raised, lead)
    assert holds(raised.assessment)

    settled = settle(raised, reviewer)

    assert not holds(raised.assessment)
    assert (settled.judgement, settled.why, settled.settled_by) == ("dropped", "shown", reviewer)
    assert (settled.reply, settled.replied_by) == ("by lot", lead)


def test_what_is_upheld_goes_on_holding(raised: Challenge, lead: Person, reviewer: Person) -> None:
    reply(raised, lead)

    settle(raised, reviewer, Judgement.UPHELD)

    assert holds(raised.assessment)
    assert waiting() == {}
    with pytest.raises(actions.NothingToJudge, match="once the answer was changed"):
        settle(raised, reviewer)
    with pytest.raises(actions.ChallengeStands):
        challenge(raised.assessment, reviewer)


def test_upheld_challenge_is_settled_anew_once_the_answer_was_changed(
    raised: Challenge, lead: Person, reviewer: Person
) -> None:
    reply(raised, lead)
    settle(raised, reviewer, Judgement.UPHELD)
    round_ = raised.assessment
    reopen(round_, lead)
    save(round_, lead, level(1), seen=1)
    submit(round_, lead)
    assert holds(round_)
    actions.start_review(assessment=round_, by=reviewer, at=NOW)

    settle(raised, reviewer)

    assert not holds(round_)


def test_dropped_is_for_good_and_another_may_be_raised(
    raised: Challenge, lead: Person, reviewer: Person
) -> None:
    reply(raised, lead)
    settle(raised, reviewer)

    with pytest.raises(actions.NothingToJudge, match="dropped already"):
        settle(raised, reviewer, Judgement.UPHELD)
    with pytest.raises(actions.NothingToReply):
        reply(raised, lead)
    assert challenge(raised.assessment, reviewer).pk != raised.pk


def test_contested_challenge_is_settled_by_the_pmo(
    raised: Challenge, lead: Person, reviewer: Person, pmo: Person
) -> None:
    reply(raised, lead, "the lot was drawn by audit", contested=True)
    assert waiting() == {
        "Petra Pmo": "Settle the challenge on “selection of records”: the team contests it"
    } or (list(waiting()) == ["Petra Pmo"])
    with pytest.raises(actions.NotAllowed, match="settle a contested challenge"):
        settle(raised, reviewer)

    settled = settle(raised, pmo, Judgement.DROPPED, "audit confirms it")

    assert (settled.reply, settled.why) == ("the lot was drawn by audit", "audit confirms it")
    assert told(lead)[-1].startswith("Petra Pmo settled the challenge")
    assert told(reviewer)[-1].startswith("Petra Pmo settled the challenge")
    assert waiting() == {}


def test_pmo_settles_nothing_that_is_not_contested(raised: Challenge, lead: Person, pmo: Person) -> None:
    reply(raised, lead)

    with pytest.raises(actions.NotAllowed):
        settle(raised, pmo)


def test_team_may_change_its_reply_until_it_is_settled(
    raised: Challenge, lead: Person, respondent: Person, reviewer: Person
) -> None:
    reply(raised, lead, contested=True)

    changed = reply(raised, respondent, "drawn by lot", contested=False)

    assert (changed.reply, changed.contested, changed.replied_by) == ("drawn by lot", False, respondent)
    assert list(waiting()) == ["Rui Reviewer"]
    settle(raised, reviewer)


def test_lead_and_who_answered_are_asked_for_a_reply_by_its_day(
    in_review: Assessment, lead: Person, reviewer: Person, respondent: Person
) -> None:
    reopen(in_review, lead)
    save(in_review, respondent, level(3), seen=1)
    submit(in_review, lead)
    actions.start_review(assessment=in_review, by=reviewer, at=NOW)
    joined(in_review, MemberRole.RESPONDENT, name="Nora Nothing")

    challenge(in_review, reviewer)

    assert sorted(waiting()) == ["Lea Lead", "Rosa Respondent"]
    assert {item.due_on for item in WorkItem.objects.filter(kind=WorkKind.CHALLENGE)} == {DUE}
    assert told(lead)[0].startswith("Rui Reviewer challenges the answer on")


def test_reply_waits_for_the_reviewer_while_the_round_is_in_review(
    raised: Challenge, lead: Person, reviewer: Person
) -> None:
    reply(raised, lead)
    assert list(waiting()) == ["Rui Reviewer"]
    assert told(reviewer)[0].startswith("Lea Lead replied to the challenge on")

    reopen(raised.assessment, lead)

    assert waiting() == {}


@pytest.mark.parametrize(
    ("how", "field"),
    [
        ({"text": " "}, "text"),
        ({"due_on": NOW.date() - timedelta(days=1)}, "due_on"),
        ({"question": "no.question"}, "question"),
    ],
)
def test_challenge_that_says_nothing_or_is_due_before_today_is_refused(
    in_review: Assessment, reviewer: Person, how: dict[str, object], field: str
) -> None:
    with pytest.raises(actions.InvalidChallenge) as refused:
        challenge(in_review, reviewer, **how)  # type: ignore[arg-type]

    assert list(refused.value.errors) == [field]


def test_challenge_is_raised_in_review_by_who_answered_nothing(
    in_review: Assessment, lead: Person, reviewer: Person
) -> None:
    MembershipFactory(project=in_review.project, person=lead, role=MemberRole.REVIEWER)

    with pytest.raises(actions.NotAllowed):
        challenge(in_review, lead)
    reopen(in_review, lead)
    with pytest.raises(actions.WrongState):
        challenge(in_review, reviewer)


def test_reply_needs_words_and_a_section_of_ones_own(
    raised: Challenge, lead: Person, respondent: Person, approver: Person
) -> None:
    Membership.objects.filter(person=respondent).update(sections=["users"])

    with pytest.raises(actions.InvalidChallenge, match="reply"):
        reply(raised, lead, " ")
    with pytest.raises(actions.NotAllowed, match="not yours"):
        reply(raised, respondent)
    with pytest.raises(actions.NotAllowed):
        reply(raised, approver)


def test_nothing_is_settled_before_a_reply_or_without_words(
    raised: Challenge, lead: Person, reviewer: Person
) -> None:
    with pytest.raises(actions.NothingToJudge, match="not replied yet"):
        settle(raised, reviewer)
    reply(raised, lead)
    with pytest.raises(actions.InvalidChallenge, match="why"):
        settle(raised, reviewer, why=" ")


def test_who_replied_or_answered_does_not_settle(raised: Challenge, lead: Person) -> None:
    both = joined(raised.assessment, MemberRole.REVIEWER, name="Bo Both")
    MembershipFactory(project=raised.assessment.project, person=both, role=MemberRole.RESPONDENT)
    reply(raised, both)
    MembershipFactory(project=raised.assessment.project, person=lead, role=MemberRole.REVIEWER)

    with pytest.raises(actions.NotAllowed, match="You replied"):
        settle(raised, both)
    with pytest.raises(actions.NotAllowed, match="You answered"):
        settle(raised, lead)


def test_challenge_of_another_round_is_unknown(raised: Challenge, lead: Person) -> None:
    with pytest.raises(Http404):
        actions.reply_to_challenge(
            assessment=raised.assessment, challenge_id=lead.pk, reply="x", by=lead, at=NOW
        )
