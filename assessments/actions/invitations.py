"""Asking people in: an invitation is made, renewed, withdrawn, and accepted once by whom it is for."""

import hashlib
import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from ..acting import SYSTEM, acting_as
from ..models import (
    Initiative,
    Invitation,
    MemberRole,
    NoticeKind,
    OversightRole,
    Person,
    Project,
    Unit,
)
from ..permissions import Permission, administers, may
from ..queries.invitations import invitation_of_secret
from .invitation_mail import mail_invitation
from .members import check_manages, checked_sections, give_role, locked, managing
from .notices import News, tell
from .oversight import check_may_oversee, give_oversight
from .refusal import NotAllowed, Refused

SIGNER = Signer(salt="assessments.invitation", sep=".")


class UnknownInvitation(Refused):
    """The link is none of ours, or was replaced by a newer one."""


class InvitationOver(Refused):
    """It was accepted, withdrawn, or not accepted in time; `why` names which, `accepted_by` by whom."""

    def __init__(self, why: str, text: str, accepted_by: Person | None = None) -> None:
        super().__init__(text)
        self.why = why
        self.accepted_by = accepted_by


class ForAnother(Refused):
    """The invitation is for another address than that of who is signed in."""


class AccountExists(Refused):
    """The address has an account: its owner signs in instead of making a second one."""


@dataclass(frozen=True)
class Invited:
    """An invitation with its link, which is known now and never again."""

    invitation: Invitation
    link: str
    renewed: bool


Linked = Callable[[str], str]
"""Makes the whole address of a token's page."""


def invite_member(
    *,
    project: Project,
    email: str,
    role: MemberRole,
    by: Person,
    at: datetime,
    link: Linked,
    sections: Collection[str] = (),
) -> Invited:
    """Offer a role in a project to an address that has no account; the same offer again replaces its link."""
    with managing(project, by, _plain(email)) as managed:
        wanted = checked_sections(role, sections)
        return _offered(Invitation(project=managed, role=role, sections=wanted), email, by, at, link)


def invite_overseer(
    *,
    email: str,
    role: OversightRole,
    by: Person,
    at: datetime,
    link: Linked,
    unit: Unit | None = None,
    initiative: Initiative | None = None,
) -> Invited:
    """Offer a role above projects, within one's own scope, to an address that has no account."""
    check_may_oversee(by, unit, initiative, _plain(email))
    with transaction.atomic():
        # The same form, sent twice at once: the second waits here and renews what the first one made.
        Person.objects.select_for_update(no_key=True).get(pk=by.pk)
        return _offered(Invitation(role=role, unit=unit, initiative=initiative), email, by, at, link)


def withdraw_invitation(*, invitation: Invitation, by: Person, at: datetime) -> Invitation:
    """Take an offer back; one that is over already stays as it is."""
    with transaction.atomic():
        found = Invitation.objects.select_for_update(no_key=True, of=("self",)).get(pk=invitation.pk)
        if found.project:
            check_manages(by, found.project)
        else:
            check_may_oversee(by, found.unit, found.initiative)
        if found.accepted_at:
            raise InvitationOver(
                "accepted",
                _("%(person)s has accepted it meanwhile: remove their role instead.")
                % {"person": found.accepted_by},
            )
        if found.withdrawn_at is None:
            found.withdrawn_by, found.withdrawn_at = by, at
            found.save(update_fields=["withdrawn_by", "withdrawn_at"])
    return found


def open_invitation(*, token: str, at: datetime) -> Invitation:
    """The invitation of a link that may still be accepted; raises UnknownInvitation or InvitationOver.

    Whoever holds the link need not be signed in: this looks as the system does, at one row.
    """
    with acting_as(SYSTEM):
        return _open(token, at)


def accept_invitation(*, token: str, by: Person, at: datetime, keep_session: str = "") -> Invitation:
    """Take the offered role, as the person whose address it is for."""
    with acting_as(SYSTEM, author=by):
        invitation = _open(token, at, lock=True)
        if by.email.casefold() != invitation.email:
            raise ForAnother(
                _("This invitation is for %(email)s, and you are signed in as %(own)s.")
                % {"email": invitation.email, "own": by.email}
            )
        if not by.is_active:
            raise NotAllowed(_("This account is closed."))
        return _accepted(invitation, by, at, keep_session)


def join_by_invitation(*, token: str, name: str, password: str, at: datetime) -> Person:
    """Make the account of an invited address, with the offered role: the one way to an account."""
    with acting_as(SYSTEM):
        invitation = _open(token, at, lock=True)
        person = _new_person(invitation.email, name, password, at)
        with acting_as(SYSTEM, author=person):
            _accepted(invitation, person, at)
    return person


def _offered(offer: Invitation, email: str, by: Person, at: datetime, link: Linked) -> Invited:
    secret = secrets.token_urlsafe(32)
    same = {name: getattr(offer, name) for name in ("role", "project", "unit", "initiative")}
    stands = Invitation.objects.select_for_update(no_key=True, of=("self",)).filter(
        email=_plain(email), accepted_at__isnull=True, withdrawn_at__isnull=True, **_matching(same)
    )
    invitation = stands.first() or offer
    renewed = invitation is not offer
    invitation.email, invitation.sections = _plain(email), offer.sections
    invitation.secret_sha256 = _hash(secret)
    invitation.invited_by, invitation.invited_at = by, at
    invitation.expires_at = at + timedelta(days=settings.INVITATION_DAYS)
    invitation.save(force_insert=not renewed)
    invited = Invited(invitation, link(SIGNER.sign(secret)), renewed)
    mail_invitation(invitation, invited.link)
    return invited


def _matching(same: dict[str, object]) -> dict[str, object]:
    return {name if value else f"{name}__isnull": value or True for name, value in same.items()}


def _plain(email: str) -> str:
    return email.strip().lower()


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _open(token: str, at: datetime, *, lock: bool = False) -> Invitation:
    try:
        # The signature is checked first and in constant time: a guess never reaches the table.
        secret = SIGNER.unsign(token)
    except BadSignature:
        raise UnknownInvitation(_("This link is not whole, or was replaced by a newer one.")) from None
    invitation = invitation_of_secret(_hash(secret))
    if lock and invitation:
        # The project before the invitation, in the order in which one is sent.
        if invitation.project:
            locked(invitation.project)
        invitation = invitation_of_secret(_hash(secret), lock=True)
    if invitation is None:
        raise UnknownInvitation(_("This link was replaced by a newer one."))
    _check_not_over(invitation, at)
    _check_still_offered(invitation)
    return invitation


def _check_not_over(invitation: Invitation, at: datetime) -> None:
    asker = invitation.invited_by
    if invitation.accepted_at:
        raise InvitationOver(
            "accepted", _("This invitation was accepted already. Sign in to go on."), invitation.accepted_by
        )
    if invitation.withdrawn_at:
        text = _("This invitation was withdrawn. Ask %(person)s (%(email)s) why.")
        raise InvitationOver("withdrawn", text % {"person": asker, "email": asker.email})
    if invitation.has_expired(at):
        text = _("This invitation has expired. Ask %(person)s (%(email)s) for a new one.")
        raise InvitationOver("expired", text % {"person": asker, "email": asker.email})


def _check_still_offered(invitation: Invitation) -> None:
    """What somebody may not give any more is not accepted from them."""
    asker, project = invitation.invited_by, invitation.project
    if project:
        may_still = may(asker, Permission.MANAGE_MEMBERS, project)
        text = _("%(person)s may not give this role any more. Ask somebody who leads %(project)s for it.")
    else:
        may_still = administers(asker, invitation.unit, invitation.initiative)
        text = _("%(person)s may not give this role any more. Ask an administrator for it.")
    if not may_still:
        raise InvitationOver("withdrawn", text % {"person": asker, "project": project and project.name})


def _accepted(invitation: Invitation, by: Person, at: datetime, keep_session: str = "") -> Invitation:
    if invitation.project:  # locked since the invitation was looked up
        role = MemberRole(invitation.role)
        give_role(invitation.project, by, role, invitation.sections, by=by, at=at, keep_session=keep_session)
    else:
        role_above = OversightRole(invitation.role)
        give_oversight(by, role_above, invitation.unit, invitation.initiative, keep_session=keep_session)
    invitation.accepted_by, invitation.accepted_at = by, at
    invitation.save(update_fields=["accepted_by", "accepted_at"])
    tell([invitation.invited_by_id], lambda: _accepted_news(invitation, by), at=at)
    return invitation


def _accepted_news(invitation: Invitation, by: Person) -> News:
    project = invitation.project
    text = _("%(person)s accepted your invitation to %(where)s")
    return News(
        NoticeKind.ACCEPTED,
        str(invitation.pk),
        text % {"person": by, "where": project or "Honest Pilot"},
        reverse("project_people", args=[project.pk]) if project else reverse("people"),
        project,
    )


def _new_person(email: str, name: str, password: str, at: datetime) -> Person:
    try:
        with transaction.atomic():
            return Person.objects.create_user(email, password, name=name.strip(), date_joined=at)
    except IntegrityError:
        text = _("%(email)s has an account already: sign in with it, then accept.")
        raise AccountExists(text % {"email": email}) from None
