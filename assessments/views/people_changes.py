"""Entries about people in plain words: roles, invitations, accounts, and the names of the organisation."""

from collections.abc import Callable, Collection, Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assessments.domain.language import enumerated
from assessments.forms.roles import above_in_words, said_within
from assessments.models import Invitation, MemberRole
from assessments.queries import Change

from .change_names import Names
from .change_texts import Texts, said
from .lists import each_and

FACTORS = {
    "totp": gettext_noop("an authenticator app"),
    "webauthn": gettext_noop("a passkey"),
    "recovery_codes": gettext_noop("recovery codes"),
    "": gettext_noop("a second factor"),
}
OWN_FACTORS: Texts = {
    "insert": gettext_noop("set up %(what)s"),
    "update": gettext_noop("changed %(what)s"),
    "delete": gettext_noop("took away %(what)s"),
}
FACTORS_OF_OTHERS: Texts = {
    "insert": gettext_noop("set up %(what)s of %(person)s"),
    "update": gettext_noop("changed %(what)s of %(person)s"),
    "delete": gettext_noop("took away %(what)s of %(person)s"),
}
LINKS: Texts = {
    "insert": gettext_noop("linked the account of %(person)s and the organisation’s sign-in (%(provider)s)"),
    "update": gettext_noop(
        "changed the link of the account of %(person)s and the organisation’s sign-in (%(provider)s)"
    ),
    "delete": gettext_noop(
        "unlinked the account of %(person)s and the organisation’s sign-in (%(provider)s)"
    ),
}
CALENDARS: Texts = {
    "insert": gettext_noop("made a calendar address of their own"),
    "update": gettext_noop("made another calendar address of their own in place of the one before"),
    "delete": gettext_noop("stopped their own calendar address"),
}
UNITS: Texts = {
    "insert": gettext_noop("added the unit “%(name)s”"),
    "update": gettext_noop("changed the unit “%(name)s”"),
    "delete": gettext_noop("deleted the unit “%(name)s”"),
}
INITIATIVES: Texts = {
    "insert": gettext_noop("added the initiative “%(name)s”"),
    "update": gettext_noop("changed the initiative “%(name)s”"),
    "delete": gettext_noop("deleted the initiative “%(name)s”"),
}
INVITATIONS: Texts = {
    "insert": gettext_noop("invited %(email)s as %(offer)s"),
    "update": gettext_noop("changed the invitation of %(email)s as %(offer)s"),
    "delete": gettext_noop("deleted the invitation of %(email)s as %(offer)s"),
}


def _membership(names: Names, change: Change) -> str:
    role, person = change.about["role"], names.person(change)
    was = _role(names, change.old.get("role", role), change.old.get("sections", ()))
    now = _role(names, role, change.new.get("sections", ()))
    if change.op == "update" and "role" not in change.new:
        old, new = (_sections(names, side.get("sections", ())) for side in (change.old, change.new))
        told = {"person": person, "role": said_within(role), "old": old, "new": new}
        return _("changed the sections of %(person)s, %(role)s, from %(old)s to %(new)s") % told
    if change.op == "update":
        told = {"person": person, "old": was, "new": now}
        return _("changed the role of %(person)s from %(old)s to %(new)s") % told
    return _role_moved(change, person, now if change.op == "insert" else was)


def _oversight(names: Names, change: Change) -> str:
    person, role = names.person(change), _above(names, change)
    if change.op == "update":
        return _("changed the role of %(person)s to %(role)s") % {"person": person, "role": role}
    return _role_moved(change, person, role)


def _role_moved(change: Change, person: str, role: str) -> str:
    """Who has just been invited, or begins a project, takes the role themself."""
    own, told = change.by == change.about["person_id"], {"person": person, "role": role}
    if change.op == "insert":
        text = _("took the role of %(role)s") if own else _("gave %(person)s the role of %(role)s")
    else:
        text = (
            _("gave up the role of %(role)s") if own else _("took the role of %(role)s away from %(person)s")
        )
    return text % told


def _invitation(names: Names, change: Change) -> str:
    offer = _offer(names, change, names.invitation(change))
    told = {"email": change.about["email"], "offer": offer}
    if change.op == "insert":
        return said(INVITATIONS, change, **told)
    if change.new.get("accepted_at"):
        return _("accepted the invitation of %(email)s as %(offer)s") % told
    if change.new.get("withdrawn_at"):
        return _("withdrew the invitation of %(email)s as %(offer)s") % told
    renewed = change.op == "update" and "secret_sha256" in change.withheld
    if change.op == "update" and "sections" in change.new:
        # It cannot be offered otherwise without a new link.
        text = _("sent a new link for the invitation of %(email)s as %(offer)s, instead of %(old)s")
        return text % (told | {"old": _sections(names, change.old["sections"])})
    if renewed:
        return _("sent a new link for the invitation of %(email)s as %(offer)s") % told
    return said(INVITATIONS, change, **told)


def _offer(names: Names, change: Change, found: Invitation | None) -> str:
    """The sections are those of this entry, or, where it does not touch them, those that are offered now."""
    offered = change.new.get("sections", found.sections if found else change.old.get("sections", ()))
    role = _role(names, change.about["role"], offered)
    if found is None:
        return role
    if found.project:
        return _("%(role)s in %(project)s") % {"role": role, "project": found.project}
    return above_in_words(found.role, found.unit or found.initiative)


def _person(_names: Names, change: Change) -> str:
    told = {"person": f"{change.about['name']} ({change.about['email']})"}
    if change.op == "insert":
        return _("made the account of %(person)s") % told
    if change.op == "delete":
        return _("deleted the account of %(person)s") % told
    done = [text % told for text in _done_to_account(change)]
    done += [
        text % (told | {"old": change.old[column]})
        for column, text in (
            ("name", _("changed the name of %(person)s from %(old)s")),
            ("email", _("changed the address of %(person)s from %(old)s")),
        )
        if column in change.new
    ]
    return each_and(done) if done else _("changed the account of %(person)s") % told


def _done_to_account(change: Change) -> Iterator[str]:
    if "is_active" in change.new:
        again = change.new["is_active"]
        yield _("opened the account of %(person)s again") if again else _("closed the account of %(person)s")
    if "password" in change.withheld:
        own = change.by == change.row
        yield _("set a new password") if own else _("set a new password for %(person)s")


def _factor(names: Names, change: Change) -> str:
    what, key = _(FACTORS.get(change.about["type"], FACTORS[""])), change.about["user_id"]
    if change.by == key:
        return said(OWN_FACTORS, change, what=what)
    return said(FACTORS_OF_OTHERS, change, what=what, person=names.person_of(key))


def _single_sign_on(names: Names, change: Change) -> str:
    person = names.person_of(change.about["user_id"])
    return said(LINKS, change, person=person, provider=change.about["provider"])


def _calendar(_names: Names, change: Change) -> str:
    """Nobody makes or stops anybody else's: the database refuses it."""
    return said(CALENDARS, change)


def _part(texts: Texts, renamed: str) -> Callable[[Names, Change], str]:
    def tell(_names: Names, change: Change) -> str:
        name = change.about["name"]
        if change.op == "update" and "name" in change.old:
            return _(renamed) % {"old": change.old["name"], "name": name}
        return said(texts, change, name=name)

    return tell


def _role(names: Names, role: str, sections: Collection[str]) -> str:
    """A role in words, of a respondent with what they answer: "respondent (Data quality)"."""
    if role != MemberRole.RESPONDENT:
        return said_within(role)
    told = {"role": said_within(role), "sections": _sections(names, sections)}
    return _("%(role)s (%(sections)s)") % told


def _sections(names: Names, keys: Collection[str]) -> str:
    return enumerated([names.section_of(key) for key in keys]) or _("all sections")


def _above(names: Names, change: Change) -> str:
    key = change.about.get("unit_id") or change.about.get("initiative_id")
    return above_in_words(change.about["role"], names.history.places.get(key) if key else None)


TOLD_OF_PEOPLE: Mapping[str, Callable[[Names, Change], str]] = {
    "assessments_membership": _membership,
    "assessments_oversight": _oversight,
    "assessments_invitation": _invitation,
    "assessments_person": _person,
    "mfa_authenticator": _factor,
    "socialaccount_socialaccount": _single_sign_on,
    "assessments_calendaraddress": _calendar,
    "assessments_unit": _part(UNITS, gettext_noop("renamed the unit “%(old)s” to “%(name)s”")),
    "assessments_initiative": _part(
        INITIATIVES, gettext_noop("renamed the initiative “%(old)s” to “%(name)s”")
    ),
}
"""How the entries of these tables are told."""
