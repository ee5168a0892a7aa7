"""Asking somebody by name: who may ask whom for what, what waits then, and what ends it."""

from datetime import date, timedelta

import pytest
from django.http import Http404

from assessments import actions, queries
from assessments.domain.case import Answer, Choice, NotKnown
from assessments.models import (
    Assessment,
    Assignment,
    MemberRole,
    Membership,
    Notice,
    NoticeKind,
    Person,
    Thread,
    WorkItem,
    WorkKind,
)
from tests.factories import NOW, AssessmentFactory, MembershipFactory, PersonFactory, member

from .steps import K1, NOBODY_KNOWS, answer, level, save, submit

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
DUE = date(2026, 12, 1)
QUESTION = "data.selection"


def ask(
    assessment: Assessment, by: Person, person: Person, subject: str = QUESTION, **how: object
) -> Assignment:
    given: dict[str, object] = {"due_on": DUE, "at": NOW} | how
    return actions.assign(assessment=assessment, subject=subject, person=person, by=by, **given)  # type: ignore[arg-type]


def waiting(person: Person) -> list[tuple[str, date | None]]:
    items = WorkItem.objects.filter(person=person, kind=WorkKind.ASSIGNED, done_at__isnull=True)
    return list(items.order_by("subject").values_list("subject", "due_on"))


def told(person: Person) -> list[str]:
    notices = Notice.objects.filter(person=person, kind=NoticeKind.ASSIGNED)
    return list(notices.order_by("at").values_list("text", flat=True))


def limited(assessment: Assessment, *sections: str, name: str = "Dora Data") -> Person:
    person: Person = PersonFactory(name=name)
    MembershipFactory(
        project=assessment.project, person=person, role=MemberRole.RESPONDENT, sections=list(sections)
    )
    return person


def test_question_asked_for_waits_with_its_day_until_it_is_answered(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    ask(assessment, lead, respondent, note="You ran the pilot")

    item = WorkItem.objects.get(person=respondent, kind=WorkKind.ASSIGNED)
    assert item.text.endswith(", Lea Lead asks you: “You ran the pilot”")
    assert (item.due_on, item.address.partition("#")[2]) == (DUE, "data__selection")
    assert len(told(respondent)) == 1
    assert "Lea Lead asks you to answer" in told(respondent)[0]
    assert told(respondent)[0].endswith("by 1 December 2026")

    save(assessment, lead, level(2))

    assert waiting(respondent) == []
    assert Assignment.objects.get().done_at == NOW


def test_answer_that_is_not_known_leaves_the_question_asked(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    ask(assessment, lead, respondent)

    save(assessment, lead, NOBODY_KNOWS)

    assert waiting(respondent) == [(QUESTION, DUE)]


def test_section_asked_for_waits_until_all_of_it_is_answered(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    ask(assessment, lead, respondent, "data")
    questions = [
        question.key for question in queries.questionnaire_of(assessment).by_section["data"].questions
    ]

    answer(assessment, lead, dict.fromkeys(questions[:-1], NOBODY_KNOWS))
    assert waiting(respondent) == [("data", DUE)]
    save(assessment, lead, NOBODY_KNOWS, questions[-1])

    assert waiting(respondent) == []


def test_other_questions_leave_it_alone(assessment: Assessment, lead: Person, respondent: Person) -> None:
    ask(assessment, lead, respondent)

    save(assessment, lead, level(2), "data.cleaning")

    assert waiting(respondent) == [(QUESTION, DUE)]


def test_who_is_asked_next_takes_the_place(assessment: Assessment, lead: Person, respondent: Person) -> None:
    ask(assessment, lead, respondent)
    same = ask(assessment, lead, respondent, at=LATER)
    assert (same.asked_at, Assignment.objects.count()) == (NOW, 1)

    ask(assessment, lead, lead, at=LATER)

    assert (waiting(respondent), waiting(lead)) == ([], [(QUESTION, DUE)])
    assert told(lead) == []
    ended = Assignment.objects.get(person=respondent)
    assert (ended.ended_by, ended.ended_at) == (lead, LATER)


def test_respondent_says_who_would_know_what_is_blank_or_not_known(
    assessment: Assessment, respondent: Person
) -> None:
    other = limited(assessment, "data")
    save(assessment, respondent, level(3))
    save(assessment, respondent, level(3), "data.history")
    save(assessment, respondent, None, "data.history", seen=1)
    with pytest.raises(actions.NotAllowed):
        ask(assessment, respondent, other)
    save(assessment, respondent, NOBODY_KNOWS, seen=1)

    for question in (QUESTION, "data.cleaning", "data.history"):
        ask(assessment, respondent, other, question)

    assert {subject for subject, _ in waiting(other)} == {QUESTION, "data.cleaning", "data.history"}
    with pytest.raises(actions.NotAllowed):
        ask(assessment, respondent, other, "data")


def test_respondent_of_other_sections_asks_nobody(assessment: Assessment, lead: Person) -> None:
    save(assessment, lead, NOBODY_KNOWS)

    with pytest.raises(actions.NotAllowed):
        ask(assessment, limited(assessment, "users"), lead)


@pytest.mark.parametrize("role", [MemberRole.REVIEWER, MemberRole.APPROVER, MemberRole.SECOND_RESPONDENT])
def test_who_does_not_answer_asks_nobody(assessment: Assessment, lead: Person, role: MemberRole) -> None:
    with pytest.raises(actions.NotAllowed):
        ask(assessment, member(assessment.project, role), lead)


def test_asking_gives_no_right(assessment: Assessment, lead: Person, reviewer: Person) -> None:
    blind = member(assessment.project, MemberRole.SECOND_RESPONDENT)
    for person in (reviewer, blind, limited(assessment, "users"), PersonFactory()):
        with pytest.raises(actions.InvalidAssignment) as refused:
            ask(assessment, lead, person)
        assert "person" in refused.value.errors
    assert not Assignment.objects.exists()


def test_refusal_tells_nothing_of_who_takes_no_part(assessment: Assessment, lead: Person) -> None:
    stranger = PersonFactory(name="Stan Stranger")

    with pytest.raises(actions.InvalidAssignment, match="takes part in this project") as refused:
        ask(assessment, lead, stranger)

    assert "Stan" not in str(refused.value)


def test_who_judged_answers_is_not_asked(assessment: Assessment, lead: Person) -> None:
    judge = member(assessment.project, MemberRole.REVIEWER)
    answer(assessment, lead, K1)
    submit(assessment, lead)
    actions.settle_contradiction(assessment=assessment, rule="K1", why="both", by=judge, at=NOW)
    actions.reopen_assessment(assessment=assessment, reason="wrong", by=lead, at=NOW)
    MembershipFactory(project=assessment.project, person=judge, role=MemberRole.RESPONDENT)

    with pytest.raises(actions.InvalidAssignment):
        ask(assessment, lead, judge, "data.unseen")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"subject": "weather"}, "subject"),
        ({"subject": "data.weather"}, "subject"),
        ({"due_on": date(2026, 11, 21)}, "due_on"),
        ({"note": "x" * 501}, "note"),
    ],
)
def test_what_cannot_be_asked_is_told_by_field(
    assessment: Assessment, lead: Person, given: dict[str, object], field: str
) -> None:
    with pytest.raises(actions.InvalidAssignment) as refused:
        ask(assessment, lead, lead, **given)  # type: ignore[arg-type]
    assert list(refused.value.errors) == [field]


def test_nobody_is_asked_once_answers_stand_still(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    found = ask(assessment, lead, respondent)
    submit(assessment, lead)

    assert waiting(respondent) == []
    with pytest.raises(actions.WrongState):
        ask(assessment, lead, lead)
    with pytest.raises(actions.WrongState):
        actions.end_assignment(assessment=assessment, assignment=found, by=lead, at=LATER)

    actions.reopen_assessment(assessment=assessment, reason="more", by=lead, at=LATER)
    assert waiting(respondent) == [(QUESTION, DUE)]


def test_who_lost_the_section_is_not_waited_for(assessment: Assessment, lead: Person) -> None:
    person = limited(assessment, "data")
    ask(assessment, lead, person)

    membership = Membership.objects.get(person=person)
    actions.change_member(
        membership=membership, role=MemberRole.RESPONDENT, sections=["users"], by=lead, at=LATER
    )

    assert waiting(person) == []


@pytest.mark.parametrize("who", ["lead", "asker", "asked"])
def test_it_is_ended_by_whom_it_concerns(assessment: Assessment, lead: Person, who: str) -> None:
    asker, asked = limited(assessment, name="Asker"), limited(assessment, name="Asked")
    save(assessment, asker, NOBODY_KNOWS)
    found = ask(assessment, asker, asked)
    by = {"lead": lead, "asker": asker, "asked": asked}[who]

    for at in (LATER, LATER + timedelta(1)):
        actions.end_assignment(assessment=assessment, assignment=found, by=by, at=at)

    assert (found.ended_by, found.ended_at) == (by, LATER)
    assert waiting(asked) == []
    assert [text for text in told(asker) if "hands back" in text] == (told(asker) if who == "asked" else [])


def test_others_do_not_end_it(assessment: Assessment, lead: Person, respondent: Person) -> None:
    found = ask(assessment, lead, lead)

    with pytest.raises(actions.NotAllowed):
        actions.end_assignment(assessment=assessment, assignment=found, by=respondent, at=LATER)


def test_somebody_who_takes_no_part_is_named_to_the_leads(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    save(assessment, respondent, NOBODY_KNOWS)

    actions.suggest_somebody(
        assessment=assessment, question=QUESTION, somebody="Olga of Operations", by=respondent, at=NOW
    )

    assert Thread.objects.get().question == QUESTION
    assert set(Notice.objects.values_list("person", "kind")) == {(lead.pk, NoticeKind.MENTION)}
    with pytest.raises(actions.InvalidAssignment):
        actions.suggest_somebody(
            assessment=assessment, question=QUESTION, somebody="x" * 501, by=respondent, at=NOW
        )


def test_assignment_of_another_round_is_not_found(assessment: Assessment, lead: Person) -> None:
    found = ask(assessment, lead, lead)

    assert queries.assignment_for(assessment, found.pk) == found
    with pytest.raises(Http404):
        queries.assignment_for(AssessmentFactory(), found.pk)


def test_confirming_and_blanking_end_nothing_of_a_question(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    save(assessment, lead, Answer(Choice(1)))
    ask(assessment, lead, respondent)

    save(assessment, lead, None, seen=1)
    assert waiting(respondent) == [(QUESTION, DUE)]
    save(assessment, lead, Answer(NotKnown()), seen=2)
    assert waiting(respondent) == [(QUESTION, DUE)]
