"""A concluded round leaves a record that nothing changes, and the rows that lists read."""

import hashlib
import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from assessments.acting import SYSTEM, acting_as
from assessments.actions import NotAllowed, anchor_history, choose_fix
from assessments.domain.case import Action
from assessments.domain.questionnaire import SECTIONS
from assessments.domain.scoring import Finding
from assessments.models import HistoryEntry, MemberRole, State, WorkItem, WorkKind
from reports.actions import CannotConclude, conclude_assessment
from reports.models import QuestionRow, Record, RecordRow
from reports.queries import latest_records, latest_rows, previous_record, record_for
from tests.assessments.steps import ALL_THE_SAME, conclude, reopen, review, reviewer_of, save, submit
from tests.domain.build import perfect_case
from tests.factories import (
    NOW,
    AssessmentFactory,
    MembershipFactory,
    OversightFactory,
    PersonFactory,
    member,
)
from tests.recorded import chained, of_round
from tests.reports.records import project_with_lead, record_made, submitted_round

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def system() -> Iterator[None]:
    with acting_as(SYSTEM):
        yield


def test_concluding_freezes_what_the_round_says() -> None:
    project, lead = project_with_lead()
    record = record_made(project, lead)
    content = json.loads(record.content)
    assert record.sha256 == hashlib.sha256(record.content.encode()).hexdigest()
    assert content["result"]["verdict"] == record.verdict == "not_predictive"
    assert content["provenance"]["registered"] is True
    assert content["provenance"]["concluded_by"] == reviewer_of(record.assessment).name
    assert content["provenance"]["submission_sha256"] == record.assessment.submissions.get().sha256
    assert record.assessment.state == State.ACCEPTED


def test_record_names_the_history_that_led_to_it() -> None:
    project, lead = project_with_lead()
    record = record_made(project, lead)

    head = json.loads(record.content)["history"]
    entry = HistoryEntry.objects.get(stream=head["stream"], seq=head["seq"])
    assert head == {
        "stream": f"assessment:{record.assessment_id}",
        "seq": entry.seq,
        "hash": entry.hash,
        "anchor": None,
    }
    assert json.loads(entry.entry)["new"]["state"] == State.ACCEPTED
    assert [later["table"] for later in of_round(record.assessment)[head["seq"] :]] == ["reports_record"]


def test_record_names_the_anchor_of_all_histories() -> None:
    project, lead = project_with_lead()
    chained()
    anchor_history()
    chained()
    record = record_made(project, lead)

    anchor = HistoryEntry.objects.get(stream="anchors")
    assert json.loads(record.content)["history"]["anchor"] == {"seq": 1, "hash": anchor.hash}


def test_concluding_writes_one_wide_row_and_one_per_question() -> None:
    project, lead = project_with_lead()
    row = record_made(project, lead).row
    assert row.is_latest
    assert list(row.levels) == list(SECTIONS)
    assert row.findings_by_section["data"] is Finding.UNMATCHED
    assert row.fail_count == sum(finding.shows_nothing for finding in row.findings_by_section.values())
    questions = QuestionRow.objects.filter(record=row.record)
    assert questions.count() == 52
    assert questions.get(question="users.resistant").unknown
    assert questions.get(question="data.selection").claimed == 0


def test_next_record_is_the_latest_one() -> None:
    project, lead = project_with_lead()
    first = record_made(project, lead)
    second = record_made(project, lead, at=NOW + timedelta(days=30))
    assert list(RecordRow.objects.filter(is_latest=True)) == [second.row]
    assert not RecordRow.objects.get(record=first).is_latest
    assert set(QuestionRow.objects.values_list("record", flat=True)) == {second.pk}
    assert json.loads(second.content)["previous"]["sha256"] == first.sha256
    assert previous_record(second.assessment) == first
    assert list(latest_records(lead)) == [second]


def test_round_cannot_be_concluded_twice() -> None:
    project, lead = project_with_lead()
    assessment = record_made(project, lead).assessment
    with pytest.raises(CannotConclude):
        conclude_assessment(assessment=assessment, by=reviewer_of(assessment), at=NOW)
    assert Record.objects.count() == 1


def test_draft_cannot_be_concluded() -> None:
    assessment = AssessmentFactory()
    with pytest.raises(CannotConclude):
        conclude_assessment(assessment=assessment, by=reviewer_of(assessment), at=NOW)


def test_only_a_reviewer_who_answered_nothing_concludes() -> None:
    project, lead = project_with_lead()
    assessment = submitted_round(project, lead)
    review(assessment)
    answering = MembershipFactory(project=project, person=lead, role=MemberRole.REVIEWER).person
    for person in (answering, member(project, MemberRole.RESPONDENT)):
        with pytest.raises(NotAllowed):
            conclude_assessment(assessment=assessment, by=person, at=NOW, reason=ALL_THE_SAME)
    assert not Record.objects.exists()


def test_record_is_only_ever_added() -> None:
    project, lead = project_with_lead()
    record = record_made(project, lead)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Record.objects.filter(pk=record.pk).update(verdict="predictive")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Record.objects.filter(pk=record.pk).delete()


@pytest.mark.parametrize("role", [MemberRole.RESPONDENT, MemberRole.REVIEWER, MemberRole.APPROVER])
def test_members_see_the_record(role: MemberRole) -> None:
    project, lead = project_with_lead()
    record = record_made(project, lead)
    assert record_for(member(project, role), record.assessment_id) == record


def test_pmo_and_leadership_see_it_and_strangers_do_not() -> None:
    project, lead = project_with_lead()
    record_made(project, lead)
    for role, sees in (("pmo", 1), ("leadership", 1), ("administrator", 0)):
        assert latest_rows(OversightFactory(role=role).person).count() == sees
    assert latest_rows(PersonFactory()).count() == 0


def test_promise_of_a_section_that_turned_out_matched_is_dropped() -> None:
    project, lead = project_with_lead()
    assessment = submitted_round(project, lead)
    plan = [Action("Draw by lot.", "lead", NOW.date() + timedelta(days=30), shown_by="a count")]
    for section in ("data", "users"):
        choose_fix(assessment=assessment, section=section, actions=plan, by=lead, at=NOW)
    reopen(assessment, lead)
    seen = dict(assessment.answers.values_list("question", "version"))
    for question, said in perfect_case().answers.items():
        if question.startswith("data."):
            save(assessment, lead, said, question, seen=seen.get(question, 0))
    submit(assessment, lead)

    record = conclude(assessment)

    assert record.row.findings_by_section["data"] is Finding.MATCHED
    assert [remedy.section for remedy in assessment.remedies.all()] == ["users"]
    waiting = WorkItem.objects.filter(kind=WorkKind.FIX, done_at=None)
    assert ["User capability" in item.text for item in waiting] == [True]
