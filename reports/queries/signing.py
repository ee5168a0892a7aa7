"""Who signs a report, who has, whose turn it is, and which decisions are open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from assessments.domain.case import Outcome
from assessments.domain.verdict import Readiness
from assessments.models import AnswerAuthor, Assessment, MemberRole, Person

from ..content.decisions import Offer, offered
from ..models import FIRST, Record, Report, Signatory, SignOff
from ..models.sign_off import STANDING


@dataclass(frozen=True)
class Place:
    """One who is to sign, and what they said; `open` where that is missing, `turn` where it can be said now.

    `able`, asked only where something is missing, is who still can: not who was deactivated, is no approver
    of the project now, or has answered.
    """

    signatory: Signatory
    sign_off: SignOff | None
    turn: bool
    able: bool
    open: bool

    @property
    def is_lost(self) -> bool:
        """Whether a signature is missing that this person cannot give any more."""
        return self.open and not self.able

    @property
    def is_replaceable(self) -> bool:
        """Whether somebody else can be named in their place: it was not handed on before."""
        return self.is_lost and self.signatory.delegate_id is None

    @property
    def is_signed(self) -> bool:
        """Whether the signature stands in the file."""
        return self.sign_off is not None and self.sign_off.state == SignOff.State.SIGNED


def signatories_of(record: Record) -> list[Signatory]:
    """Everybody who was named, the decision maker first; one query."""
    return list(record.signatories.select_related("person", "delegate", "delegated_by").order_by("place"))


def standing_sign_offs(report: Report) -> QuerySet[SignOff]:
    """What was said of a report and stands: being signed, signed or declined."""
    return report.sign_offs.filter(state__in=STANDING).select_related("by")


def decision_of(report: Report) -> str | None:
    """The decision that the decision maker signed; None while it is not in the file."""
    signed = report.sign_offs.filter(state=SignOff.State.SIGNED, signatory__place=FIRST)
    return signed.values_list("decision", flat=True).first()


def is_being_signed(record: Record) -> bool:
    """Whether somebody has signed a report of the record, or is about to; one query."""
    return record.sign_offs.filter(state__in=(SignOff.State.ASKED, SignOff.State.SIGNED)).exists()


def places_of(report: Report) -> list[Place]:
    """Everybody who is to sign, in order, with what they said; three queries, two if nothing is missing."""
    said = {row.signatory_id: row for row in standing_sign_offs(report)}
    named = signatories_of(report.record)
    first = next((said.get(one.pk) for one in named if one.decides), None)
    decided = first is not None and first.state == SignOff.State.SIGNED
    open_now = report.state in (Report.State.SEALED, Report.State.SIGNING)
    missing = {one.pk for one in named if one.pk not in said} if open_now else set()
    able = _who_may_sign(report) if missing else set()
    return [
        Place(
            one,
            said.get(one.pk),
            turn=one.pk in missing and (one.decides or decided),
            able=one.signer_id in able,
            open=one.pk in missing,
        )
        for one in named
    ]


def _who_may_sign(report: Report) -> set[UUID]:
    return set(people_who_may_sign(report.record.assessment).values_list("pk", flat=True))


def place_at(report: Report, number: int) -> Place:
    """One place among those who sign; Http404 where there is none."""
    found = next((place for place in places_of(report) if place.signatory.place == number), None)
    if found is None:
        raise Http404
    return found


def place_for(report: Report, person: Person) -> Place | None:
    """What one person has to do with a report's signatures; None where they were not named."""
    return next((place for place in places_of(report) if place.signatory.signer_id == person.pk), None)


def decisions_open(record: Record, today: date) -> tuple[Offer, ...]:
    """The decisions that may be made on a day: an acknowledgement that expired takes some of them away."""
    return offered(readiness_of(record, today), Outcome(record.result))


def readiness_of(record: Record, today: date) -> Readiness:
    """How ready the record is on a day, with what was extended since."""
    until = record.row.extended_until or record.ready_until
    expired = until is not None and today >= until
    return Readiness.UNDECIDED if expired else Readiness(record.readiness)


def people_who_may_sign(assessment: Assessment) -> QuerySet[Person]:
    """The approvers of the project who answered nothing in the round; by name."""
    approvers = Person.objects.filter(
        memberships__project=assessment.project_id, memberships__role=MemberRole.APPROVER, is_active=True
    )
    authors = AnswerAuthor.objects.filter(assessment=assessment).values("person")
    return approvers.exclude(pk__in=authors).distinct().order_by("name", "email")


def possible_delegates(report: Report) -> QuerySet[Person]:
    """To whom a signature may be handed: who may sign, and is not among the signers."""
    taken = [one.signer_id for one in signatories_of(report.record)]
    taken += [one.person_id for one in signatories_of(report.record)]
    return people_who_may_sign(report.record.assessment).exclude(pk__in=taken)


def signed_count(places: Iterable[Place]) -> int:
    """How many signatures stand in the file."""
    return sum(place.is_signed for place in places)
