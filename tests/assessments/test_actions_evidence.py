"""What backs answers: attached, shared, taken off, described, and never against anybody's saving."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.http import Http404

from assessments import actions, queries
from assessments.domain.case import Answer, Choice, Evidence, Proof
from assessments.models import Answer as Row
from assessments.models import (
    AnswerAuthor,
    AnswerEvidence,
    Assessment,
    EvidenceItem,
    MemberRole,
    Membership,
    Person,
)
from tests.factories import NOW

from .steps import CLAIM, K1, PLAN, accept, answer, joined, level, reopen, save, stored, submit

pytestmark = pytest.mark.django_db

QUESTION = "data.selection"
LINKED = Answer(Choice(3), Evidence.DOCUMENTED, proof=(PLAN,))


def link(assessment: Assessment, by: Person, question: str = QUESTION, proof: Proof = PLAN) -> EvidenceItem:
    return actions.attach_link(
        assessment=assessment, question=question, title=proof.title, link=proof.link, by=by, at=NOW
    )


def detach(assessment: Assessment, by: Person, item: EvidenceItem, question: str = QUESTION) -> None:
    actions.detach_evidence(assessment=assessment, question=question, item_id=item.pk, by=by, at=NOW)


def describe(assessment: Assessment, by: Person, item: EvidenceItem, **said: Any) -> EvidenceItem:
    """Describe a piece by somebody who saw it as `item` has it."""
    seen = actions.described(item)
    return actions.describe_evidence(
        assessment=assessment, item_id=item.pk, said=replace(seen, **said), seen=seen, by=by
    )


def backing(assessment: Assessment, question: str = QUESTION) -> list[str]:
    row = queries.answers_of(assessment)[question]
    return [link.item.title for link in row.links]


def test_link_backs_an_answer_and_makes_no_new_version(assessment: Assessment, lead: Person) -> None:
    save(assessment, lead, level(3))

    link(assessment, lead)

    assert stored(assessment) == replace(level(3), proof=(PLAN,))
    assert assessment.answers.get().version == 1


def test_proof_comes_before_the_answer_that_waits_for_it(assessment: Assessment, lead: Person) -> None:
    link(assessment, lead)
    row = assessment.answers.get()
    assert (row.version, row.said, row.answered_by) == (0, "", lead)
    assert stored(assessment) is None

    save(assessment, lead, replace(LINKED, proof=()), seen=0)

    assert stored(assessment) == LINKED


def test_attaching_and_saving_commute(assessment: Assessment, lead: Person, respondent: Person) -> None:
    save(assessment, lead, level(1))
    second = Proof("Second", "https://second")

    link(assessment, respondent)
    save(assessment, lead, level(2), seen=1)
    item = link(assessment, respondent, proof=second)
    save(assessment, lead, level(3), seen=2)
    detach(assessment, respondent, item)
    save(assessment, lead, replace(LINKED, proof=()), seen=3)

    assert stored(assessment) == LINKED


def test_same_piece_backs_several_answers(assessment: Assessment, lead: Person) -> None:
    item = link(assessment, lead)

    again = link(assessment, lead, "data.cleaning")
    for _ in range(2):
        actions.attach_evidence(
            assessment=assessment, question="users.count", item_id=item.pk, by=lead, at=NOW
        )

    assert again == item
    assert EvidenceItem.objects.count() == 1
    assert AnswerEvidence.objects.count() == 3


def test_piece_of_another_round_is_nobodys_here(assessment: Assessment, lead: Person) -> None:
    with pytest.raises(Http404):
        actions.attach_evidence(assessment=assessment, question=QUESTION, item_id=uuid4(), by=lead, at=NOW)


def test_grade_keeps_its_last_proof(assessment: Assessment, lead: Person) -> None:
    item = link(assessment, lead)
    save(assessment, lead, replace(LINKED, proof=()))

    with pytest.raises(actions.LastProof, match="Add another proof first"):
        detach(assessment, lead, item)
    save(assessment, lead, level(3), seen=1)
    detach(assessment, lead, item)

    assert stored(assessment) == level(3)
    assert EvidenceItem.objects.get() == item


def test_taking_off_what_is_off_changes_nothing(assessment: Assessment, lead: Person) -> None:
    item = link(assessment, lead)
    detach(assessment, lead, item)

    detach(assessment, lead, item)

    assert backing(assessment) == []


@pytest.mark.parametrize(
    ("title", "address", "field"),
    [("", "https://p", "title"), ("Plan", "", "link"), ("Plan", "javascript:alert(1)", "link")],
)
def test_link_that_cannot_be_stored_is_told_at_its_field(
    assessment: Assessment, lead: Person, title: str, address: str, field: str
) -> None:
    with pytest.raises(actions.InvalidEvidence) as invalid:
        link(assessment, lead, proof=Proof(title, address))

    assert field in invalid.value.errors


def test_question_that_is_none_is_refused(assessment: Assessment, lead: Person) -> None:
    with pytest.raises(actions.InvalidEvidence):
        link(assessment, lead, "data.nothing")


def test_no_more_pieces_than_a_case_file_holds(assessment: Assessment, lead: Person) -> None:
    item = link(assessment, lead)
    [row] = queries.answers_of(assessment).values()
    more = [
        EvidenceItem(assessment=assessment, title=f"P{number}", link="https://p", added_by=lead, added_at=NOW)
        for number in range(50)
    ]
    EvidenceItem.objects.bulk_create(more)
    AnswerEvidence.objects.bulk_create(AnswerEvidence(answer=row, item=one) for one in more[:49])

    with pytest.raises(actions.InvalidEvidence, match="at most 50"):
        actions.attach_evidence(
            assessment=assessment, question=QUESTION, item_id=more[49].pk, by=lead, at=NOW
        )
    with pytest.raises(actions.InvalidEvidence, match="at most 50"):
        link(assessment, lead, proof=Proof("One more", "https://more"))
    assert link(assessment, lead) == item


def test_section_of_somebody_else_is_refused(assessment: Assessment, lead: Person) -> None:
    limited = joined(assessment, MemberRole.RESPONDENT, name="Lim")
    Membership.objects.filter(person=limited).update(sections=["users"])
    item = link(assessment, limited, "users.count")
    save(assessment, lead, level(1))

    with pytest.raises(actions.NotAllowed):
        link(assessment, limited)
    actions.attach_evidence(assessment=assessment, question=QUESTION, item_id=item.pk, by=lead, at=NOW)
    with pytest.raises(actions.NotAllowed, match="somebody else’s section"):
        describe(assessment, limited, item, title="Mine")
    with pytest.raises(actions.NotAllowed):
        detach(assessment, limited, item)


def test_whoever_attaches_has_answered(assessment: Assessment, lead: Person, respondent: Person) -> None:
    save(assessment, lead, level(1))

    link(assessment, respondent)

    authors = AnswerAuthor.objects.filter(assessment=assessment, question=QUESTION)
    assert {author.person for author in authors} == {lead, respondent}
    assert assessment.answers.get().answered_by == lead


def test_changing_what_is_shared_is_answering_all_that_rests_on_it(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    item = link(assessment, lead)
    link(assessment, lead, "data.cleaning")

    describe(assessment, respondent, item, title="Plan, renamed")

    found = AnswerAuthor.objects.filter(person=respondent).values_list("question", flat=True)
    assert set(found) == {QUESTION, "data.cleaning"}


def test_submitted_round_takes_no_evidence(assessment: Assessment, lead: Person) -> None:
    item = link(assessment, lead)
    submit(assessment, lead)

    for move in (
        lambda: link(assessment, lead),
        lambda: detach(assessment, lead, item),
        lambda: describe(assessment, lead, item),
    ):
        with pytest.raises(actions.WrongState):
            move()


def test_change_after_the_verdict_is_marked_and_undoes_what_rested_on_the_answer(
    assessment: Assessment, lead: Person, reviewer: Person
) -> None:
    answer(assessment, lead, K1)
    submit(assessment, lead)
    actions.settle_contradiction(assessment=assessment, rule="K1", why="it is so", by=reviewer, at=NOW)
    reopen(assessment, lead)

    link(assessment, lead)

    marked = Row.objects.filter(after_verdict=True).values_list("question", flat=True)
    assert list(marked) == [QUESTION]
    assert not assessment.settlements.exists()


def test_piece_is_described(assessment: Assessment, lead: Person) -> None:
    item = link(assessment, lead)

    describe(assessment, lead, item, title=" Plan B ", dated=date(2026, 3, 3), expires_on=date(2027, 3, 3))

    item = EvidenceItem.objects.get()
    assert (item.title, item.dated, item.expires_on) == ("Plan B", date(2026, 3, 3), date(2027, 3, 3))
    assert queries.case_of(assessment).evidence == ()  # nothing was answered yet
    save(assessment, lead, level(2))
    (entry,) = queries.case_of(assessment).evidence
    assert (entry.title, entry.dated, entry.questions) == ("Plan B", date(2026, 3, 3), (QUESTION,))


def test_description_is_not_written_over_one_that_was_never_read(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    item = link(assessment, lead)
    describe(assessment, lead, item, expires_on=date(2027, 3, 3))

    with pytest.raises(actions.StaleEvidence, match="since you opened the page") as stale:
        describe(assessment, respondent, item, title="Plan B")
    assert actions.described(stale.value.current) == actions.Description(PLAN.title, None, date(2027, 3, 3))
    describe(assessment, respondent, item, expires_on=date(2027, 3, 3))  # both say the same
    describe(assessment, respondent, stale.value.current, title="Plan B")

    described = actions.described(EvidenceItem.objects.get())
    assert described == actions.Description("Plan B", None, date(2027, 3, 3))


def test_saying_what_stands_already_is_no_answering(
    assessment: Assessment, lead: Person, respondent: Person, reviewer: Person
) -> None:
    answer(assessment, lead, K1)
    item = link(assessment, lead)
    submit(assessment, lead)
    actions.settle_contradiction(assessment=assessment, rule="K1", why="it is so", by=reviewer, at=NOW)
    reopen(assessment, lead)

    describe(assessment, respondent, item)

    assert not AnswerAuthor.objects.filter(person=respondent).exists()
    assert not Row.objects.filter(after_verdict=True).exists()
    assert assessment.settlements.exists()


def test_descriptions_that_make_no_sense_are_refused(assessment: Assessment, lead: Person) -> None:
    item = link(assessment, lead)
    other = link(assessment, lead, proof=Proof("Other", PLAN.link))
    today = date(2026, 3, 3)

    for said, field in (
        ({"title": " "}, "title"),
        ({"dated": today, "expires_on": today}, "expires_on"),
        ({"title": other.title}, "title"),
    ):
        with pytest.raises(actions.InvalidEvidence) as invalid:
            describe(assessment, lead, item, **said)
        assert set(invalid.value.errors) == {field}


def test_next_round_takes_the_evidence_over_with_its_dates(assessment: Assessment, lead: Person) -> None:
    item = link(assessment, lead)
    save(assessment, lead, replace(LINKED, proof=()))
    describe(assessment, lead, item, dated=NOW.date(), expires_on=NOW.date() + timedelta(days=9))
    accept(assessment, lead)

    following = actions.start_assessment(project=assessment.project, claim=CLAIM, by=lead, at=NOW)

    copy = following.evidence_items.get()
    assert copy != item
    assert (copy.dated, copy.expires_on) == (NOW.date(), NOW.date() + timedelta(days=9))


def test_import_fills_in_the_dates_of_the_files_register(assessment: Assessment, lead: Person) -> None:
    proof = {"title": PLAN.title, "link": PLAN.link}
    other = {"title": "Other", "link": "https://other"}
    case = {
        "format": "honest-pilot-case/1",
        "questionnaire": "honest-pilot/1",
        "project": {"name": "P"},
        "round": 2,
        "claim": {"metric": "accuracy", "value": 95, "unit": "%", "sample_size": 500},
        "answers": {QUESTION: {"level": 1, "evidence": "documented", "proof": [proof, other]}},
        "evidence": [proof | {"date": "2026-03-03", "expiry": "2027-03-03"}],
    }
    accept(assessment, lead)

    made = actions.import_case(project=assessment.project, text=json.dumps(case), by=lead, at=NOW)

    found = {item.title: (item.dated, item.expires_on) for item in made.evidence_items.all()}
    assert found == {PLAN.title: (date(2026, 3, 3), date(2027, 3, 3)), "Other": (None, None)}


def test_taking_off_what_is_not_there_makes_nobody_an_author(assessment: Assessment, lead: Person) -> None:
    item = link(assessment, lead)

    detach(assessment, lead, item, "data.cleaning")

    assert not assessment.answers.filter(question="data.cleaning").exists()
    assert not AnswerAuthor.objects.filter(assessment=assessment, question="data.cleaning").exists()
