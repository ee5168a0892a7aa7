"""Rows of people, roles and invitations, ready for the templates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assessments.domain.language import enumerated
from assessments.forms.roles import above_in_words, name_of, said_within, section_names
from assessments.models import Invitation, Membership, Oversight, Person

from .moments import moment


@dataclass(frozen=True)
class MembershipRow:
    """One role of one person, and where it is changed and taken away."""

    name: str
    address: str
    role: str
    role_within: str
    """The same within a sentence."""
    sections: str
    closed: bool
    change_url: str
    remove_url: str


@dataclass(frozen=True)
class InvitationRow:
    """An invitation that nobody accepted yet; the last three are what its form posts to send it again."""

    address: str
    offered: str
    sections: str
    until: str
    expired: bool
    withdraw_url: str
    again_url: str
    again: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class PersonRow:
    """One person in the administrators' list."""

    name: str
    address: str
    url: str
    above: str
    closed: bool


def membership_row(membership: Membership) -> MembershipRow:
    """One role of one person in a project."""
    keys = [membership.project_id, membership.pk]
    return MembershipRow(
        name=str(membership.person),
        address=membership.person.email,
        role=name_of(membership.role),
        role_within=said_within(membership.role),
        sections=sections_in_words(membership.sections),
        closed=not membership.person.is_active,
        change_url=reverse("member_change", args=keys),
        remove_url=reverse("member_remove", args=keys),
    )


def invitation_row(sent: Invitation, now: datetime) -> InvitationRow:
    """An invitation to a project or to a role above projects."""
    expired, ends = sent.has_expired(now), moment(sent.expires_at)
    return InvitationRow(
        address=sent.email,
        offered=offered_in_words(sent),
        sections=sections_in_words(sent.sections),
        until=(_("Expired %(when)s") if expired else _("Open until %(when)s")) % {"when": ends},
        expired=expired,
        withdraw_url=_withdraw_url(sent),
        again_url=reverse("project_people", args=[sent.project_id])
        if sent.project_id
        else reverse("oversight_grant"),
        again=_again(sent),
    )


def person_row(person: Person) -> PersonRow:
    """One person, fetched with the roles above projects that are known, and `elsewhere` if there are more."""
    above = sorted(_above(held) for held in person.oversights.all())
    known = enumerated(above)
    if vars(person)["elsewhere"]:
        known = _("%(roles)s and roles elsewhere") % {"roles": known} if known else _("Roles elsewhere")
    return PersonRow(
        name=str(person),
        address=person.email,
        url=reverse("person_sees", args=[person.pk]),
        above=known,
        closed=not person.is_active,
    )


def offered_in_words(sent: Invitation) -> str:
    """What an invitation offers: "Respondent", "PMO of unit Retail"."""
    return name_of(sent.role) if sent.project_id else _above(sent)


def sections_in_words(keys: Sequence[str]) -> str:
    """The names of the sections that somebody is limited to, nothing where it is all of them."""
    return enumerated([section_names()[key] for key in keys])


def _above(row: Oversight | Invitation) -> str:
    return str(capfirst(above_in_words(row.role, row.unit or row.initiative)))


def _withdraw_url(sent: Invitation) -> str:
    if sent.project_id:
        return reverse("invitation_withdraw", args=[sent.project_id, sent.pk])
    return reverse("oversight_invitation_withdraw", args=[sent.pk])


def _again(sent: Invitation) -> list[tuple[str, str]]:
    asked = [("person", sent.email), ("role", sent.role)]
    if sent.project_id:
        return asked + [("sections", key) for key in sent.sections]
    return [*asked, ("scope", str(sent.unit_id or sent.initiative_id or "everything"))]
