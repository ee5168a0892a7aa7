"""What may have happened before somebody signs: another role, round, decision or signature."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.actions import NotAllowed
from assessments.models import MemberRole, Person, WorkItem, WorkKind
from reports import storage
from reports.actions import CannotSign, decline_sign_off, sign_report
from reports.content.statement import Decision
from reports.models import Report
from reports.queries import judge
from reports.verification import verify
from tests.assessments.steps import conclude
from tests.factories import NOW
from tests.reports.records import submitted_round

from .test_sign_off import SOON, ask, file_of, own_files, proof, record, report, sign, signers, system

pytestmark = pytest.mark.django_db
__all__ = ["own_files", "record", "report", "signers", "system"]


def test_who_is_no_approver_any_more_signs_nothing(report: Report, signers: list[Person]) -> None:
    signers[0].memberships.all().update(role=MemberRole.RESPONDENT)

    with pytest.raises(NotAllowed, match="no approver of this project any more"):
        ask(report, signers[0], Decision.STOP)


def test_report_of_an_older_round_is_signed_no_more(report: Report, signers: list[Person]) -> None:
    lead = report.project.memberships.get(role=MemberRole.LEAD).person
    conclude(submitted_round(report.project, lead), signers=signers[:1])

    with pytest.raises(CannotSign, match="Round 2 was accepted since"):
        ask(report, signers[0], Decision.STOP)
    assert not WorkItem.objects.filter(kind=WorkKind.SIGN, done_at=None, subject=str(report.pk)).exists()


def test_countersigners_have_a_week_from_the_decision(report: Report, signers: list[Person]) -> None:
    sign(report, signers[0], Decision.STOP)
    decided = report.sign_offs.get().finished_at

    due = WorkItem.objects.filter(kind=WorkKind.SIGN, done_at=None).values_list("due_on", flat=True)

    assert set(due) == {timezone.localdate(decided) + timedelta(days=7)}


def test_declined_report_is_not_to_be_acted_on(report: Report, signers: list[Person]) -> None:
    sign(report, signers[0], Decision.STOP)
    decline_sign_off(report=report, reason="Too early.", proof=proof(report), by=signers[1], at=NOW)

    judged = judge(verify(file_of(report)))

    assert (judged.accepted, judged.register.value) == (False, "declined")
    assert "do not act on it" in judged.says[0]


def test_signature_follows_one_that_took_its_file_away(
    report: Report, signers: list[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one hands in after this one has read where the file is, and before it opens it."""
    sign(report, signers[0], Decision.STOP)
    second, third = (ask(report, person) for person in signers[1:])
    opened, others = storage.open_file, [third.pk]

    def open_late(name: str) -> object:
        if others:
            assert sign_report(sign_off_id=others.pop(), at=SOON)
        return opened(name)

    monkeypatch.setattr(storage, "open_file", open_late)

    assert sign_report(sign_off_id=second.pk, at=SOON)
    report.refresh_from_db()
    assert report.state == "signed"
