"""Talking about a question: who may, whom it tells, what stays of it, and that it never tells too much."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.http import Http404

from assessments import actions, queries
from assessments.actions.talking import named_in
from assessments.models import (
    Assessment,
    Comment,
    MemberRole,
    Mention,
    Notice,
    NoticeKind,
    OversightRole,
    Person,
    Thread,
)
from tests.factories import NOW, AssessmentFactory, OversightFactory, PersonFactory, member
from tests.recorded import of_round

from .steps import accept, submit, withdraw

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)
QUESTION = "data.selection"


def say(assessment: Assessment, by: Person, text: str = "Which of the two?", **how: object) -> Comment:
    given: dict[str, object] = {"question": QUESTION, "at": NOW} | how
    return actions.add_comment(assessment=assessment, text=text, by=by, **given)  # type: ignore[arg-type]


def told(kind: NoticeKind) -> set[UUID]:
    return set(Notice.objects.filter(kind=kind).values_list("person", flat=True))


def words(assessment: Assessment) -> list[str]:
    return [comment.text for comment in queries.talk_about(assessment, QUESTION).comments]


def test_comment_opens_the_one_talk_about_its_question(assessment: Assessment, lead: Person) -> None:
    say(assessment, lead)
    say(assessment, lead, "Both.")

    assert words(assessment) == ["Which of the two?", "Both."]
    assert queries.beside_questions(assessment) == {QUESTION: queries.Beside(2, is_open=True)}
    assert queries.beside_questions(assessment, "users") == {}


@pytest.mark.parametrize(
    "role", [MemberRole.LEAD, MemberRole.RESPONDENT, MemberRole.REVIEWER, MemberRole.APPROVER]
)
def test_who_sees_the_answers_in_the_team_talks(assessment: Assessment, role: MemberRole) -> None:
    person = member(assessment.project, role)

    assert say(assessment, person).by == person


def test_nobody_else_talks(assessment: Assessment) -> None:
    above = OversightFactory(role=OversightRole.PMO).person
    closed = member(assessment.project, is_active=False)
    blind = member(assessment.project, MemberRole.SECOND_RESPONDENT)

    for outsider in (PersonFactory(), above, closed, blind):
        with pytest.raises(actions.NotAllowed):
            say(assessment, outsider)
    assert not Thread.objects.exists()


@pytest.mark.parametrize("ends", [accept, withdraw])
def test_round_that_is_over_is_read_only(assessment: Assessment, lead: Person, ends: object) -> None:
    comment = say(assessment, lead)
    ends(assessment, lead)  # type: ignore[operator]
    given: dict[str, Any] = {"assessment": assessment, "by": lead}

    for attempt in (
        lambda: say(assessment, lead),
        lambda: actions.change_comment(comment=comment, text="x", at=NOW, **given),
        lambda: actions.withdraw_comment(comment=comment, at=NOW, **given),
        lambda: actions.resolve_thread(question=QUESTION, at=NOW, **given),
        lambda: actions.reopen_thread(question=QUESTION, **given),
    ):
        with pytest.raises(actions.WrongState):
            attempt()
    assert words(assessment) == ["Which of the two?"]


def test_talk_goes_on_after_submission(assessment: Assessment, lead: Person) -> None:
    say(assessment, lead)
    submit(assessment, lead)
    say(assessment, lead, "Now it is frozen.", at=LATER)

    talk = queries.talk_about(assessment, QUESTION)
    assert [comment.at for comment in talk.comments] == [NOW, LATER]
    assert list(talk.submitted_at) == [NOW]


@pytest.mark.parametrize("text", ["", "  \n", "x" * 20_001, "a\x00b"])
def test_comment_without_words_or_with_too_many_is_refused(
    assessment: Assessment, lead: Person, text: str
) -> None:
    with pytest.raises(actions.InvalidComment) as refused:
        say(assessment, lead, text)
    assert "text" in refused.value.errors


def test_question_that_is_not_asked_has_no_talk(assessment: Assessment, lead: Person) -> None:
    with pytest.raises(actions.InvalidComment):
        say(assessment, lead, question="data.weather")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@Rosa Respondent please", {"Rosa Respondent"}),
        ("(@rosa   respondent)", {"Rosa Respondent"}),
        ("@Rosa\nRespondent.", {"Rosa Respondent"}),
        ("@Rosa and @Rui Reviewer", {"Rosa", "Rui Reviewer"}),
        ("@Rosalind", set()),
        ("rosa@rosa.example", set()),
        ("mail@Rosa Respondent", set()),
        ("Rosa Respondent", set()),
        ("@Nobody Here", set()),
    ],
)
def test_names_behind_an_at_are_found_whole(text: str, named: set[str]) -> None:
    people = [Person(name=name) for name in ("Rosa", "Rosa Respondent", "Rui Reviewer", "", "A.*")]

    found = named_in(text, people)

    assert {person.name for person in people if person.pk in found} == named


def test_mention_tells_by_name_and_by_choice_and_never_oneself(
    assessment: Assessment, lead: Person, respondent: Person, reviewer: Person
) -> None:
    say(assessment, lead, f"@{respondent.name} @{lead.name}: which?", tells={reviewer.pk, lead.pk})

    assert told(NoticeKind.MENTION) == {respondent.pk, reviewer.pk}
    assert set(Mention.objects.values_list("person", flat=True)) == {respondent.pk, reviewer.pk}
    assert told(NoticeKind.REPLY) == set()


def test_mention_reaches_only_who_may_read_it(assessment: Assessment, lead: Person) -> None:
    blind = member(assessment.project, MemberRole.SECOND_RESPONDENT, name="Bea Blind")
    closed = member(assessment.project, name="Carl Closed", is_active=False)
    stranger = PersonFactory(name="Stan Stranger")
    above = OversightFactory(role=OversightRole.PMO, person__name="Petra Pmo").person
    others = [blind, closed, stranger, above]

    text = " ".join(f"@{person.name}" for person in others)
    say(assessment, lead, text, tells={person.pk for person in others})

    assert not Notice.objects.exists()
    assert not Mention.objects.exists()


def test_reply_tells_who_took_part_once(
    assessment: Assessment, lead: Person, respondent: Person, reviewer: Person, approver: Person
) -> None:
    say(assessment, respondent, f"@{reviewer.name} look")
    say(assessment, respondent, "and more")
    Notice.objects.all().delete()

    say(assessment, lead, f"@{reviewer.name} done", at=LATER)

    assert told(NoticeKind.REPLY) == {respondent.pk}
    assert told(NoticeKind.MENTION) == {reviewer.pk}
    assert approver.pk not in told(NoticeKind.REPLY)


def test_resolved_talk_tells_who_took_part_and_opens_again_with_a_comment(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    say(assessment, respondent)
    given: dict[str, Any] = {"assessment": assessment, "question": QUESTION, "by": lead}

    for _ in range(2):  # the second time it is resolved already
        assert not actions.resolve_thread(at=LATER, **given).is_open
    assert told(NoticeKind.RESOLVED) == {respondent.pk}
    assert Notice.objects.filter(kind=NoticeKind.RESOLVED).count() == 1
    assert queries.beside_questions(assessment)[QUESTION] == queries.Beside(1, is_open=False)

    say(assessment, respondent, "Not quite.")
    assert queries.beside_questions(assessment)[QUESTION].is_open
    actions.resolve_thread(at=LATER + timedelta(1), **given)
    assert actions.reopen_thread(**given).is_open


def test_talk_that_never_began_is_neither_resolved_nor_opened(assessment: Assessment, lead: Person) -> None:
    with pytest.raises(actions.NothingToResolve):
        actions.resolve_thread(assessment=assessment, question=QUESTION, by=lead, at=NOW)
    with pytest.raises(actions.NothingToResolve):
        actions.reopen_thread(assessment=assessment, question=QUESTION, by=lead)


def test_own_comment_is_corrected_for_a_quarter_of_an_hour(
    assessment: Assessment, lead: Person, respondent: Person, reviewer: Person
) -> None:
    comment = say(assessment, lead, f"@{respondent.name} look")
    given: dict[str, Any] = {"assessment": assessment, "comment": comment}

    actions.change_comment(text=f"@{respondent.name} @{reviewer.name} look", by=lead, at=LATER, **given)

    assert words(assessment) == ["@Rosa Respondent @Rui Reviewer look"]
    assert Comment.objects.get().edited_at == LATER
    assert told(NoticeKind.MENTION) == {respondent.pk, reviewer.pk}
    assert Notice.objects.count() == 2
    for by, at in ((respondent, LATER), (lead, NOW + timedelta(minutes=15))):
        with pytest.raises(actions.NotAllowed):
            actions.change_comment(text="other", by=by, at=at, **given)


def test_correction_that_changes_nothing_leaves_no_mark(assessment: Assessment, lead: Person) -> None:
    comment = say(assessment, lead)

    actions.change_comment(assessment=assessment, comment=comment, text=comment.text, by=lead, at=LATER)

    assert Comment.objects.get().edited_at is None


def test_withdrawn_comment_leaves_its_place_and_is_nobody_elses_to_withdraw(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    comment = say(assessment, lead)
    given: dict[str, Any] = {"assessment": assessment, "comment": comment}

    with pytest.raises(actions.NotAllowed):
        actions.withdraw_comment(by=respondent, at=LATER, **given)
    for at in (LATER, LATER + timedelta(1)):
        actions.withdraw_comment(by=lead, at=at, **given)

    assert Comment.objects.get().withdrawn_at == LATER
    assert queries.beside_questions(assessment)[QUESTION].comments == 0
    with pytest.raises(actions.NotAllowed):
        actions.change_comment(text="again", by=lead, at=LATER, **given)


def test_comment_of_another_round_is_not_found(assessment: Assessment, lead: Person) -> None:
    comment = say(assessment, lead)

    assert queries.comment_for(assessment, comment.pk) == comment
    with pytest.raises(Http404):
        queries.comment_for(AssessmentFactory(), comment.pk)


def test_talk_is_recorded_word_by_word(assessment: Assessment, lead: Person) -> None:
    comment = say(assessment, lead)
    actions.resolve_thread(assessment=assessment, question=QUESTION, by=lead, at=LATER)
    actions.withdraw_comment(assessment=assessment, comment=comment, by=lead, at=LATER)

    entries = [
        (entry["table"], entry["op"], entry["about"]["question"], sorted(entry["new"]))
        for entry in of_round(assessment)
        if entry["table"] in {"assessments_thread", "assessments_comment"}
    ]
    assert entries == [
        (
            "assessments_thread",
            "insert",
            QUESTION,
            ["assessment_id", "opened_at", "opened_by_id", "question"],
        ),
        ("assessments_comment", "insert", QUESTION, ["at", "by_id", "text", "thread_id"]),
        ("assessments_thread", "update", QUESTION, ["resolved_at", "resolved_by_id"]),
        ("assessments_comment", "update", QUESTION, ["withdrawn_at"]),
    ]
