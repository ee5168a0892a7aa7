"""An accepted round is returned to its team, as long as nothing rests on its record."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import IntegrityError, ProgrammingError, transaction
from django.test import Client
from django.urls import reverse

from assessments import actions
from assessments.acting import SYSTEM, acting_as
from assessments.models import (
    MemberRole,
    Notice,
    NoticeKind,
    OversightRole,
    Person,
    State,
    WorkItem,
    WorkKind,
)
from reports.actions import (
    CannotRequest,
    CannotTakeBack,
    Proof,
    Words,
    ask_sign_off,
    decline_sign_off,
    render_report,
    request_report,
    set_go_live,
    take_record_back,
)
from reports.content.statement import Decision, Reauthentication
from reports.models import QuestionRow, Record, RecordRow, Report, Signatory, SignOff
from reports.queries import Standing, latest_records, register_entry
from tests.assessments.steps import conclude, submit
from tests.assessments.test_views_history import read, sentences
from tests.factories import NOW, OversightFactory, member
from tests.reports.records import another_record, project_with_lead, record_made, requested, submitted_round
from tests.trust.production import in_production

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=2)
WHY = "The month was counted twice."


@pytest.fixture(autouse=True)
def system() -> Iterator[None]:
    with acting_as(SYSTEM):
        yield


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: LazySettings) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def lead() -> Person:
    return project_with_lead()[1]


@pytest.fixture
def signer(lead: Person) -> Person:
    return member(lead.memberships.get().project, MemberRole.APPROVER, name="Dora Decides")


@pytest.fixture
def record(lead: Person, signer: Person) -> Record:
    project = lead.memberships.get().project
    return conclude(submitted_round(project, lead), signers=[signer])


@pytest.fixture
def report(record: Record) -> Report:
    asked = requested(record, record.concluded_by)
    render_report(report_id=asked.pk, at=NOW)
    asked.refresh_from_db()
    return asked


def taken_back(record: Record, by: Person | None = None, reason: str = WHY) -> Record:
    by = by or record.concluded_by
    return take_record_back(record=record, reason=reason, by=by, at=LATER)


def questions(record: Record) -> set[tuple[object, ...]]:
    columns = ("record", "question", "claimed", "evidenced", "grade", "unknown")
    return set(QuestionRow.objects.filter(project=record.project).values_list(*columns))


def signed(report: Report, by: Person) -> None:
    proof = Proof(report.sha256, NOW, Reauthentication.PASSWORD)
    ask_sign_off(report=report, decision=Decision.STOP, words=Words(WHY), proof=proof, by=by, at=NOW)


def test_round_is_with_its_team_again_and_its_report_holds_no_longer(
    record: Record, report: Report, lead: Person, signer: Person
) -> None:
    assert WorkItem.objects.filter(person=signer, kind=WorkKind.SIGN, done_at=None).exists()

    taken = taken_back(record)

    record.assessment.refresh_from_db()
    report.refresh_from_db()
    assert (record.assessment.state, record.assessment.return_reason) == (State.RETURNED, WHY)
    assert (record.assessment.accepted_by, record.assessment.accept_reason) == (None, "")
    assert (taken.stands, taken.taken_back_by, taken.taken_back_reason) == (False, record.concluded_by, WHY)
    assert (report.state, report.revoked_at) == ("revoked", LATER)
    entry = register_entry(report.sha256)
    assert entry is not None
    assert entry.standing is Standing.REVOKED
    assert not RecordRow.objects.exists()
    assert not QuestionRow.objects.exists()
    assert not latest_records(lead).exists()
    assert not WorkItem.objects.filter(person=signer, kind=WorkKind.SIGN, done_at=None).exists()
    told = dict(Notice.objects.filter(kind=NoticeKind.RETURNED).values_list("person__name", "text"))
    assert told.keys() == {lead.name, signer.name}
    assert "is not to be signed" in told[signer.name]


def test_nothing_is_reported_of_it_any_more(record: Record, lead: Person) -> None:
    taken_back(record)

    with pytest.raises(CannotRequest, match="returned to its team"):
        request_report(record=record, by=lead, at=LATER)


def test_history_tells_who_took_it_back_and_why(record: Record, lead: Person) -> None:
    taken_back(record)

    assert any("took the record back" in line for line in sentences(lead, record.assessment))
    assert any(WHY in line for line in read(lead, record.assessment))


def test_leadership_is_told_that_it_holds_no_longer_and_not_why(record: Record, report: Report) -> None:
    leader = OversightFactory(role=OversightRole.LEADERSHIP, unit=record.project.unit).person
    taken_back(record)
    client = Client()
    client.force_login(leader)

    says = client.get(report.get_absolute_url()).content.decode()

    assert "holds no longer" in says
    assert WHY not in says
    assert reverse("verdict", args=[record.assessment_id]) not in says


def test_accepted_once_more_it_has_another_record(record: Record, lead: Person) -> None:
    taken_back(record)
    submit(record.assessment, lead)

    again = conclude(record.assessment, at=LATER)

    assert again.sha256 != record.sha256
    assert list(latest_records(lead)) == [again]
    assert list(Record.objects.standing()) == [again]
    assert {key for key, *_ in questions(again)} == {again.pk}


def test_earlier_record_is_the_latest_again(lead: Person) -> None:
    project = lead.memberships.get().project
    earlier = record_made(project, lead)
    before = questions(earlier)
    later = record_made(project, lead, answers={"data.selection": {"level": 4}})
    assert questions(later) != before

    taken_back(later)

    assert list(latest_records(lead)) == [earlier]
    assert questions(earlier) == before


def test_report_that_is_being_written_is_handed_in_by_nobody(record: Record) -> None:
    asked = requested(record, record.concluded_by)
    Report.objects.filter(pk=asked.pk).update(state="rendering", lease_until=LATER, attempts=1)

    taken_back(record)

    assert not render_report(report_id=asked.pk, at=LATER + timedelta(hours=1))
    asked.refresh_from_db()
    assert (asked.state, asked.file) == ("revoked", "")


def test_declined_report_can_be_taken_back(record: Record, report: Report, signer: Person) -> None:
    proof = Proof(report.sha256, NOW, Reauthentication.PASSWORD)
    decline_sign_off(report=report, reason=WHY, proof=proof, by=signer, at=NOW)

    assert not taken_back(record).stands


def test_what_is_signed_or_being_signed_stays(record: Record, report: Report, signer: Person) -> None:
    signed(report, signer)

    with pytest.raises(CannotTakeBack, match="Start the next round instead"):
        taken_back(record)

    record.assessment.refresh_from_db()
    assert record.assessment.state == State.ACCEPTED


def test_what_happened_keeps_its_record(lead: Person) -> None:
    record = record_made(lead.memberships.get().project, lead, at=NOW - timedelta(days=400))
    in_production(record, "ran", lead, NOW)

    with pytest.raises(CannotTakeBack, match="What happened in production"):
        taken_back(record)


def test_day_of_go_live_stays_without_a_prediction(record: Record, lead: Person) -> None:
    set_go_live(project=record.project, day=NOW.date(), seen=None, by=lead, at=NOW)
    taken_back(record)
    client = Client()
    client.force_login(lead)

    assert client.get(reverse("what_happened", args=[record.project_id])).status_code == 200


def test_round_with_a_successor_stays(record: Record, lead: Person) -> None:
    submitted_round(record.project, lead)

    with pytest.raises(CannotTakeBack, match="Round 2 has started since"):
        taken_back(record)


def test_needs_a_reason_and_a_right(record: Record, signer: Person) -> None:
    with pytest.raises(actions.ReasonMissing):
        taken_back(record, reason=" ")
    with pytest.raises(actions.NotAllowed):
        taken_back(record, by=signer)
    assert Record.objects.get().stands


def test_taken_back_twice_is_refused(record: Record, lead: Person) -> None:
    taken_back(record)
    with pytest.raises(actions.WrongState):
        taken_back(record)
    submit(record.assessment, lead)
    conclude(record.assessment, at=LATER)

    with pytest.raises(CannotTakeBack, match="taken back already"):
        taken_back(record)

    assert Record.objects.standing().count() == 1


def test_application_may_change_nothing_else_of_a_record(record: Record) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Record.objects.filter(pk=record.pk).update(sha256="a" * 64)


def test_database_keeps_what_is_signed(record: Record, report: Report, signer: Person) -> None:
    signed(report, signer)
    taken = {"taken_back_by": signer, "taken_back_at": NOW, "taken_back_reason": WHY}

    with pytest.raises(IntegrityError, match="signed_is_not_taken_back"), transaction.atomic():
        Record.objects.filter(pk=record.pk).update(**taken)


def test_database_keeps_it_unsigned_afterwards(record: Record, report: Report, signer: Person) -> None:
    with transaction.atomic():
        signed(report, signer)
        word = SignOff.objects.get()
        transaction.set_rollback(True)
    taken_back(record)

    with pytest.raises(IntegrityError, match="signs_what_holds"), transaction.atomic():
        word.save(force_insert=True)


def test_database_keeps_who_was_named(record: Record, report: Report, signer: Person) -> None:
    named = Signatory.objects.filter(record=record)
    with pytest.raises(IntegrityError, match="named_stays"), transaction.atomic():
        named.update(person=record.concluded_by)
    with pytest.raises(IntegrityError, match="named_stays"), transaction.atomic():
        named.update(place=2)
    with pytest.raises(IntegrityError, match="named_stays"), transaction.atomic():
        named.delete()
    with pytest.raises(IntegrityError, match="named_at_acceptance"), transaction.atomic():
        Signatory.objects.create(record=record, project=record.project, place=2, person=record.concluded_by)
    signed(report, signer)
    handed_on = {"delegate": record.concluded_by, "delegated_by": signer, "delegated_at": NOW}
    with pytest.raises(IntegrityError, match="named_stays"), transaction.atomic():
        named.update(**handed_on, delegation_reason=WHY)


def test_page_asks_for_the_reason_and_takes_it_back(record: Record, report: Report) -> None:
    client, url = Client(), reverse("take_back", args=[record.assessment_id])
    client.force_login(record.concluded_by)

    assert url in client.get(reverse("verdict", args=[record.assessment_id])).content.decode()
    assert "hold no longer" in client.get(url).content.decode()
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "x" * 100_000}).status_code == 422
    answered = client.post(url, {"reason": WHY}, follow=True)

    assert "with its team again" in answered.content.decode()
    assert client.post(url, {"reason": WHY}).status_code == 404
    says = client.get(report.get_absolute_url()).content.decode()
    assert "holds no longer" in says
    assert WHY in says


def test_page_says_why_a_record_stays(record: Record, report: Report, signer: Person) -> None:
    client, url = Client(), reverse("take_back", args=[record.assessment_id])
    client.force_login(record.concluded_by)
    signed(report, signer)

    for answered in (client.get(url, follow=True), client.post(url, {"reason": WHY}, follow=True)):
        assert "signed, or being signed, so it stays" in answered.content.decode()


def test_page_is_for_who_may_return_a_round(record: Record, signer: Person) -> None:
    client, url = Client(), reverse("take_back", args=[record.assessment_id])
    client.force_login(signer)
    assert client.get(url).status_code == 403
    client.force_login(another_record(project_with_lead()[1]).concluded_by)
    assert client.get(url).status_code == 404
