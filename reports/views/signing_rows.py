"""Who signs a report, and its pages, as the report's page and the page to sign it show them."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assessments.models import Person
from assessments.permissions import Permission, may

from ..content.statement import DECISION_NAMES, REAUTHENTICATION_NAMES, Decision, Reauthentication
from ..models import Report, Signatory, SignOff
from ..queries import Place, places_of

State = SignOff.State

STATES = {
    State.ASKED: ("asked", gettext_noop("is being signed")),
    State.SIGNED: ("signed", gettext_noop("has signed")),
    State.DECLINED: ("declined", gettext_noop("has declined")),
}
"""Class and words of what somebody said."""


@dataclass(frozen=True)
class SigningRow:
    """One who signs: in which part, what they said, and where the reader does it themself."""

    name: str
    part: str
    handed_on: str
    handed_why: str
    state: str
    words: str
    at: datetime | None
    decision: str
    reason: str
    conditions: str
    dissent: str
    proved: str
    sign_url: str
    replace_url: str


@dataclass(frozen=True)
class ReportPage:
    """One page of a report as a picture."""

    number: int
    url: str


def signing_rows(report: Report, reader: Person) -> list[SigningRow]:
    """Everybody who signs, the decision maker first."""
    places = places_of(report)
    lost = any(place.is_replaceable for place in places)
    replaces = lost and may(reader, Permission.ACCEPT, report.project)
    return [_row(report, place, reader, replaces=replaces) for place in places]


def pages_of(report: Report) -> list[ReportPage]:
    """Its pages, at addresses that are another file's as soon as somebody has signed."""
    issued = report.issued_files.filter(sha256=report.sha256).first()
    return [
        ReportPage(number, f"{reverse('report_page', args=[report.pk, number])}?file={report.sha256[:16]}")
        for number in range(1, (issued.pages if issued else 0) + 1)
    ]


def decision_in_words(decision: str) -> str:
    """A decision as sentences name it."""
    return _(DECISION_NAMES[Decision(decision)])


def void_words(report: Report, reader: Person) -> str:
    """Why the reader's last signature came to nothing; empty unless it did and nothing stands since."""
    said = report.sign_offs.filter(by=reader).order_by("-asked_at").first()
    return said.why_void if said and said.state == State.VOID else ""


def _row(report: Report, place: Place, reader: Person, *, replaces: bool) -> SigningRow:
    signatory, said = place.signatory, place.sign_off
    state, words = STATES[State(said.state)] if said else _waits(report, place)
    mine = signatory.signer_id == reader.pk and place.turn and place.able
    replaced = replaces and place.is_replaceable
    return SigningRow(
        name=str(signatory.signer),
        part=_("decides") if signatory.decides else _("countersigns"),
        handed_on=_("in place of %(person)s") % {"person": signatory.person} if signatory.delegate else "",
        handed_why=_handed_why(signatory),
        state=state,
        words=_(words),
        at=said.finished_at or said.asked_at if said else None,
        decision=decision_in_words(said.decision) if said and said.decision else "",
        reason=said.reason if said else "",
        conditions=said.conditions if said else "",
        dissent=said.dissent if said else "",
        proved=_(REAUTHENTICATION_NAMES[Reauthentication(said.proved_by)]) if said else "",
        sign_url=reverse("sign_off", args=[report.pk]) if mine else "",
        replace_url=reverse("signatory_replace", args=[report.pk, signatory.place]) if replaced else "",
    )


def _handed_why(signatory: Signatory) -> str:
    if signatory.delegated_by is None:
        return ""
    told = {"person": signatory.delegated_by, "reason": signatory.delegation_reason}
    return _("Handed on by %(person)s: %(reason)s") % told


def _waits(report: Report, place: Place) -> tuple[str, str]:
    if place.is_lost:
        return "lost", gettext_noop("cannot sign any more: no approver of this project now, or has answered")
    if place.turn:
        return "turn", gettext_noop("has not signed yet")
    if report.state == Report.State.DECLINED:
        return "none", gettext_noop("need not sign any more")
    return "none", gettext_noop("signs after the decision maker")
