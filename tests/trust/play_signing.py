"""Accepting, signing and taking back, as the product makes these moves: with real seals and signatures."""

from django.utils import timezone

from assessments.models import Assessment, Person
from reports.actions import (
    Proof,
    Words,
    ask_sign_off,
    conclude_assessment,
    decline_sign_off,
    render_report,
    sign_report,
    take_record_back,
)
from reports.content.statement import Decision, Reauthentication
from reports.models import Record, Report
from tests.factories import NOW
from tests.reports.records import requested

WHY = "The gaps are known."


class SigningMoves:
    """The moves after a review, on the project's latest round."""

    people: dict[str, Person]
    round: Assessment

    def _conclude(self, by: Person, reason: str = "All the same.", *signers: str) -> None:
        people = [self.people[who] for who in signers]
        conclude_assessment(
            assessment=self.round,
            decision_maker=next(iter(people), None),
            approvers=people[1:],
            by=by,
            at=NOW,
            reason=reason,
        )

    def _seal(self, by: Person) -> None:
        record = Record.objects.standing().get(assessment=self.round)
        render_report(report_id=requested(record, by).pk, at=NOW)

    def _sign(self, by: Person) -> None:
        report = self._report()
        first = report.record.signatories.get(place=1).person == by
        row = ask_sign_off(
            report=report,
            decision=Decision.STOP if first else None,
            words=Words(WHY),
            proof=self._proof(report),
            by=by,
            at=NOW,
        )
        sign_report(sign_off_id=row.pk, at=NOW)

    def _decline(self, by: Person) -> None:
        report = self._report()
        decline_sign_off(report=report, reason=WHY, proof=self._proof(report), by=by, at=NOW)

    def _take_back(self, by: Person, reason: str = "Count again.") -> None:
        record = Record.objects.filter(assessment=self.round).latest("concluded_at", "pk")
        take_record_back(record=record, reason=reason, by=by, at=timezone.now())
        self.round.refresh_from_db()

    def _report(self) -> Report:
        return Report.objects.select_related("record").get(
            record__assessment=self.round, record__taken_back_at=None
        )

    def _proof(self, report: Report) -> Proof:
        return Proof(report.sha256, NOW, Reauthentication.PASSWORD)
