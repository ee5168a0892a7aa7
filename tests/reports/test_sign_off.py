"""A decision, countersignatures and refusals, up to the signature that stands in the file."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import IntegrityError

from assessments.acting import SYSTEM, acting_as
from assessments.actions import NotAllowed
from assessments.models import MemberRole, Person, WorkItem, WorkKind
from reports import storage
from reports.actions import (
    CannotSign,
    InvalidDelegation,
    InvalidSignatories,
    InvalidSignOff,
    Proof,
    Words,
    ask_sign_off,
    decline_sign_off,
    delegate_signing,
    render_report,
    sign_report,
    sweep_sign_offs,
)
from reports.actions.signing import CHANGED, EXPIRED, UNREADABLE
from reports.content.statement import Decision, Reauthentication
from reports.models import Record, Report, SignOff
from reports.queries import Standing, places_of, register_entry
from reports.verification import verify
from tests.assessments.steps import conclude
from tests.factories import NOW, member
from tests.reports.records import project_with_lead, record_made, requested, submitted_round

pytestmark = pytest.mark.django_db

SOON = NOW + timedelta(minutes=2)
WHY = Words("The gaps are known.")


@pytest.fixture(autouse=True)
def system() -> Iterator[None]:
    with acting_as(SYSTEM):
        yield


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: LazySettings) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def signers() -> list[Person]:
    """A decision maker and two who countersign."""
    project, _lead = project_with_lead()
    return [member(project, MemberRole.APPROVER, name=name) for name in ("Dora Decides", "Cy One", "Cy Two")]


@pytest.fixture
def record(signers: list[Person]) -> Record:
    project = signers[0].memberships.get().project
    lead = project.memberships.get(role=MemberRole.LEAD).person
    assessment = submitted_round(project, lead)
    return conclude(assessment, signers=signers)


@pytest.fixture
def report(record: Record) -> Report:
    asked = requested(record, record.concluded_by)
    render_report(report_id=asked.pk, at=NOW)
    asked.refresh_from_db()
    return asked


def proof(report: Report, **more: object) -> Proof:
    said = {"read_sha256": report.sha256, "at": NOW, "by": Reauthentication.PASSWORD} | more
    return Proof(**said)  # type: ignore[arg-type]  # what a test changes


def ask(report: Report, by: Person, decision: Decision | None = None, words: Words = WHY) -> SignOff:
    return ask_sign_off(report=report, decision=decision, words=words, proof=proof(report), by=by, at=NOW)


def sign(report: Report, by: Person, decision: Decision | None = None, words: Words = WHY) -> SignOff:
    row = ask(report, by, decision, words)
    assert sign_report(sign_off_id=row.pk, at=SOON)
    report.refresh_from_db()
    row.refresh_from_db()
    return row


def file_of(report: Report) -> bytes:
    with storage.open_file(report.file) as file:
        return file.read()


def test_everybody_signs_and_the_file_says_so(report: Report, signers: list[Person]) -> None:
    first, second, third = signers
    sealed = report.sha256

    sign(report, first, Decision.FIX_FIRST, Words("Not yet.", conditions="Round 2 in March."))
    assert report.state == "signing"
    sign(report, second, words=Words("I agree.", dissent="The date is late."))
    sign(report, third)

    checked = verify(file_of(report))
    assert report.state == "signed"
    assert checked.genuine, checked.reasons
    assert checked.awaits == ()
    assert [one.name for one in checked.signatures] == ["Dora Decides", "Cy One", "Cy Two"]
    assert {one.decision for one in checked.signatures} == {Decision.FIX_FIRST}
    assert "Round 2 in March." in checked.signatures[0].reason
    assert "The date is late." in checked.signatures[1].reason
    assert hashlib.sha256(file_of(report)).hexdigest() == report.sha256
    for digest in (sealed, report.sha256):
        entry = register_entry(digest)
        assert entry is not None
        assert entry.standing is Standing.LATEST


def test_two_who_read_the_same_file_countersign_at_once(report: Report, signers: list[Person]) -> None:
    first, second, third = signers
    sign(report, first, Decision.STOP)
    asked = [ask(report, person) for person in (second, third)]

    for row in asked:
        assert sign_report(sign_off_id=row.pk, at=SOON)

    report.refresh_from_db()
    assert report.state == "signed"
    assert verify(file_of(report)).genuine


def test_asked_twice_the_second_finds_the_first(report: Report, signers: list[Person]) -> None:
    assert ask(report, signers[0], Decision.STOP) == ask(report, signers[0], Decision.FIX_FIRST)
    assert sign_report(sign_off_id=SignOff.objects.get().pk, at=SOON)
    assert not sign_report(sign_off_id=SignOff.objects.get().pk, at=SOON)


def test_nobody_countersigns_before_the_decision(report: Report, signers: list[Person]) -> None:
    with pytest.raises(CannotSign, match="signs first"):
        ask(report, signers[1])
    assert [place.turn for place in places_of(report)] == [True, False, False]


@pytest.mark.parametrize("decision", [Decision.PROCEED, Decision.PROCEED_ADJUSTED, None])
def test_decision_that_the_rules_do_not_leave_open_is_refused(
    report: Report, signers: list[Person], decision: Decision | None
) -> None:
    with pytest.raises(InvalidSignOff) as refused:
        ask(report, signers[0], decision)
    assert set(refused.value.errors) == {"decision"}


def test_reason_is_needed(report: Report, signers: list[Person]) -> None:
    with pytest.raises(InvalidSignOff) as refused:
        ask(report, signers[0], Decision.STOP, Words("  "))
    assert set(refused.value.errors) == {"reason"}


def test_others_do_not_sign(report: Report) -> None:
    stranger = member(report.project, MemberRole.APPROVER)
    with pytest.raises(NotAllowed):
        ask(report, stranger, Decision.STOP)
    with pytest.raises(NotAllowed):
        ask(report, report.requested_by, Decision.STOP)


def test_report_that_is_not_written_yet_is_not_signed(record: Record, signers: list[Person]) -> None:
    waiting = requested(record, record.concluded_by)
    with pytest.raises(CannotSign, match="still being written"):
        ask(waiting, signers[0], Decision.STOP)


def test_another_file_or_an_old_proof_is_refused(report: Report, signers: list[Person]) -> None:
    for wrong, why in (
        (proof(report, read_sha256="0" * 64), "Read it again"),
        (proof(report, at=NOW - timedelta(minutes=5)), "too old"),
        (proof(report, at=NOW + timedelta(seconds=1)), "too old"),
    ):
        with pytest.raises(CannotSign, match=why):
            ask_sign_off(report=report, decision=Decision.STOP, words=WHY, proof=wrong, by=signers[0], at=NOW)


def test_countersigner_must_have_read_the_decision(report: Report, signers: list[Person]) -> None:
    sealed = proof(report)
    sign(report, signers[0], Decision.STOP)
    with pytest.raises(CannotSign, match="Read it again"):
        ask_sign_off(report=report, words=WHY, proof=sealed, by=signers[1], at=NOW)


def test_signature_that_no_worker_set_in_time_is_void_and_can_be_asked_again(
    report: Report, signers: list[Person]
) -> None:
    row = ask(report, signers[0], Decision.STOP)

    assert not sign_report(sign_off_id=row.pk, at=NOW + timedelta(minutes=5))

    row.refresh_from_db()
    assert (row.state, row.error) == ("void", EXPIRED)
    assert "Read the report again" in row.why_void
    sign(report, signers[0], Decision.STOP)
    assert report.state == "signing"


def test_lost_signature_is_announced_again_once_in_a_pause(report: Report, signers: list[Person]) -> None:
    ask(report, signers[0], Decision.STOP)
    later = NOW + timedelta(seconds=11)
    assert [sweep_sign_offs(at=NOW), sweep_sign_offs(at=later), sweep_sign_offs(at=later)] == [0, 1, 0]


def test_file_that_was_changed_or_is_gone_is_not_signed(report: Report, signers: list[Person]) -> None:
    row = ask(report, signers[0], Decision.STOP)
    whole = file_of(report)
    storage.forget(report.file)
    assert not sign_report(sign_off_id=row.pk, at=SOON)
    row.refresh_from_db()
    assert row.error == UNREADABLE

    changed = whole[:1000] + b"x" + whole[1001:]
    name = storage.save_signed(report.pk, 0, row.pk, changed)
    Report.objects.filter(pk=report.pk).update(file=name)
    again = ask(report, signers[0], Decision.STOP)
    assert not sign_report(sign_off_id=again.pk, at=SOON)
    again.refresh_from_db()
    assert again.error == CHANGED


def test_declined_report_ends_and_voids_what_waits(report: Report, signers: list[Person]) -> None:
    first, second, third = signers
    sign(report, first, Decision.STOP)
    waiting = ask(report, second)

    declined = decline_sign_off(
        report=report, reason="The sample is too small.", proof=proof(report), by=third, at=NOW
    )

    report.refresh_from_db()
    assert (report.state, declined.decision) == ("declined", "stop")
    assert not sign_report(sign_off_id=waiting.pk, at=SOON)
    waiting.refresh_from_db()
    assert waiting.state == "void"
    with pytest.raises(CannotSign, match="declined"):
        ask(report, second)
    assert declined == decline_sign_off(report=report, reason="x", proof=proof(report), by=third, at=NOW)


def test_declining_needs_a_reason(report: Report, signers: list[Person]) -> None:
    with pytest.raises(InvalidSignOff):
        decline_sign_off(report=report, reason=" ", proof=proof(report), by=signers[0], at=NOW)


def test_absent_signer_hands_it_on_once(report: Report, signers: list[Person]) -> None:
    deputy = member(report.project, MemberRole.APPROVER, name="Dee Deputy")

    delegate_signing(report=report, to=deputy, reason="Away until May.", by=signers[0], at=NOW)

    with pytest.raises(NotAllowed):
        ask(report, signers[0], Decision.STOP)
    with pytest.raises(CannotSign, match="once already"):
        delegate_signing(report=report, to=signers[0], reason="Back.", by=deputy, at=NOW)
    sign(report, deputy, Decision.STOP)
    assert verify(file_of(report)).signatures[0].name == "Dee Deputy"


def test_signature_is_handed_to_who_may_sign_alone(report: Report, signers: list[Person]) -> None:
    for to in (signers[1], report.requested_by, member(report.project, MemberRole.REVIEWER)):
        with pytest.raises(InvalidDelegation) as refused:
            delegate_signing(report=report, to=to, reason="", by=signers[0], at=NOW)
        assert set(refused.value.errors) == {"to", "reason"}


def test_who_has_signed_hands_nothing_on(report: Report, signers: list[Person]) -> None:
    deputy = member(report.project, MemberRole.APPROVER)
    sign(report, signers[0], Decision.STOP)
    with pytest.raises(CannotSign, match="already"):
        delegate_signing(report=report, to=deputy, reason="Away", by=signers[0], at=NOW)


def test_work_is_there_when_it_is_ones_turn(report: Report, signers: list[Person]) -> None:
    def waits_for() -> list[str]:
        items = WorkItem.objects.filter(kind=WorkKind.SIGN, done_at__isnull=True).order_by("person__name")
        return [str(item.person) for item in items]

    assert waits_for() == ["Dora Decides"]
    sign(report, signers[0], Decision.STOP)
    assert waits_for() == ["Cy One", "Cy Two"]
    sign(report, signers[1])
    sign(report, signers[2])
    assert waits_for() == []


def test_later_signed_report_supersedes_and_a_sealed_one_does_not(
    report: Report, signers: list[Person]
) -> None:
    lead = report.project.memberships.get(role=MemberRole.LEAD).person
    assessment = submitted_round(report.project, lead)
    later = conclude(assessment, signers=signers[:1])
    newer = requested(later, lead)
    render_report(report_id=newer.pk, at=NOW)
    newer.refresh_from_db()
    before = register_entry(report.sha256)
    sign(newer, signers[0], Decision.STOP)
    after = register_entry(report.sha256)

    assert before is not None
    assert after is not None
    assert (before.standing, after.standing) == (Standing.LATEST, Standing.SUPERSEDED)


@pytest.mark.parametrize("column", ["record_sha256", "read_sha256"])
def test_database_binds_a_signature_to_what_was_read(
    report: Report, signers: list[Person], column: str
) -> None:
    row = ask(report, signers[0], Decision.STOP)
    copy = {field.attname: getattr(row, field.attname) for field in SignOff._meta.concrete_fields[1:]}
    with pytest.raises(IntegrityError, match="signs_what_was_read"):
        SignOff.objects.create(**copy | {"state": "void", "error": "x", "finished_at": NOW, column: "0" * 64})


def test_database_changes_nothing_that_was_signed(report: Report, signers: list[Person]) -> None:
    row = sign(report, signers[0], Decision.STOP)
    with pytest.raises(IntegrityError, match="signed_stays"):
        SignOff.objects.filter(pk=row.pk).update(reason="something else")


def test_nobody_signs_what_they_answered() -> None:
    project, lead = project_with_lead()
    member(project, MemberRole.APPROVER)
    assessment = submitted_round(project, lead)
    with pytest.raises(InvalidSignatories) as refused:
        conclude(assessment, signers=[lead, lead])
    assert set(refused.value.errors) == {"decision_maker", "approvers"}


def test_each_is_named_once(signers: list[Person]) -> None:
    project = signers[0].memberships.get().project
    lead = project.memberships.get(role=MemberRole.LEAD).person
    assessment = submitted_round(project, lead)
    with pytest.raises(InvalidSignatories) as refused:
        conclude(assessment, signers=[signers[0], *signers[:2]])
    assert set(refused.value.errors) == {"approvers"}


def test_record_without_signers_is_sealed_and_waits_for_nobody() -> None:
    record = record_made(*project_with_lead())
    report = requested(record, record.concluded_by)
    assert render_report(report_id=report.pk, at=NOW)
    assert not WorkItem.objects.filter(kind=WorkKind.SIGN).exists()
