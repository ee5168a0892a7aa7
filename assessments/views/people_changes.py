"""Entries about people in plain words: roles, invitations, accounts, and the names of the organisation."""

from collections.abc import Callable, Collection, Mapping

from assessments.forms.roles import above_in_words, over_in_words
from assessments.models import Invitation, MemberRole, OversightRole
from assessments.queries import Change

from .change_names import VERBS, Names

ROLES = {role.value: role.label for role in (*MemberRole, *OversightRole)}
FACTORS = {"totp": "an authenticator app", "webauthn": "a passkey", "recovery_codes": "recovery codes"}


def _membership(names: Names, change: Change) -> str:
    role, person = change.about["role"], names.person(change)
    was = _role(names, change.old.get("role", role), change.old.get("sections", ()))
    now = _role(names, role, change.new.get("sections", ()))
    if change.op == "update" and "role" not in change.new:
        old, new = (_sections(names, side.get("sections", ())) for side in (change.old, change.new))
        return f"changed the sections of {person}, {ROLES[role]}, from {old} to {new}"
    if change.op == "update":
        return f"changed the role of {person} from {was} to {now}"
    return _role_moved(change, person, now if change.op == "insert" else was)


def _oversight(names: Names, change: Change) -> str:
    person, role = names.person(change), f"{ROLES[change.about['role']]} of {_scope(names, change)}"
    if change.op == "update":
        return f"changed the role of {person} to {role}"
    return _role_moved(change, person, role)


def _role_moved(change: Change, person: str, role: str) -> str:
    """Who has just been invited, or begins a project, takes the role themself."""
    own = change.by == change.about["person_id"]
    if change.op == "insert":
        return f"took the role of {role}" if own else f"gave {person} the role of {role}"
    return f"gave up the role of {role}" if own else f"took the role of {role} away from {person}"


def _invitation(names: Names, change: Change) -> str:
    email, found = change.about["email"], names.invitation(change)
    offer = f"{email} as {_offer(names, change, found)}"
    if change.op == "insert":
        return f"invited {offer}"
    if change.new.get("accepted_at"):
        return f"accepted the invitation of {offer}"
    if change.new.get("withdrawn_at"):
        return f"withdrew the invitation of {offer}"
    renewed = change.op == "update" and "secret_sha256" in change.withheld
    verb = "sent a new link for" if renewed else VERBS[change.op]
    return f"{verb} the invitation of {offer}{_offered_instead(names, change)}"


def _offer(names: Names, change: Change, found: Invitation | None) -> str:
    """The sections are those of this entry, or, where it does not touch them, those that are offered now."""
    offered = change.new.get("sections", found.sections if found else change.old.get("sections", ()))
    role = _role(names, change.about["role"], offered)
    if found is None:
        return role
    if found.project:
        return f"{role} in {found.project}"
    return above_in_words(found.role, found.unit or found.initiative)


def _offered_instead(names: Names, change: Change) -> str:
    if change.op != "update" or "sections" not in change.new:
        return ""
    return f", instead of {_sections(names, change.old['sections'])}"


def _person(_names: Names, change: Change) -> str:
    whom = f"{change.about['name']} ({change.about['email']})"
    if change.op != "update":
        return f"{'made' if change.op == 'insert' else 'deleted'} the account of {whom}"
    done = []
    if "is_active" in change.new:
        again = change.new["is_active"]
        done.append(f"opened the account of {whom} again" if again else f"closed the account of {whom}")
    if "password" in change.withheld:
        done.append("set a new password" if change.by == change.row else f"set a new password for {whom}")
    done += [
        f"changed the {word} of {whom} from {change.old[column]}"
        for column, word in (("name", "name"), ("email", "address"))
        if column in change.new
    ]
    return " and ".join(done) or f"changed the account of {whom}"


def _factor(names: Names, change: Change) -> str:
    verb = {"insert": "set up", "update": "changed", "delete": "took away"}[change.op]
    what, key = FACTORS.get(change.about["type"], "a second factor"), change.about["user_id"]
    return f"{verb} {what}" if change.by == key else f"{verb} {what} of {names.person_of(key)}"


def _single_sign_on(names: Names, change: Change) -> str:
    verb = {"insert": "linked", "update": "changed the link of", "delete": "unlinked"}[change.op]
    whom = names.person_of(change.about["user_id"])
    return f"{verb} the account of {whom} and the organisation’s sign-in ({change.about['provider']})"


def _part(kind: str) -> Callable[[Names, Change], str]:
    def tell(_names: Names, change: Change) -> str:
        named = f"the {kind} “{change.about['name']}”"
        if change.op == "update" and "name" in change.old:
            return f"renamed the {kind} “{change.old['name']}” to “{change.about['name']}”"
        return f"{VERBS[change.op]} {named}"

    return tell


def _role(names: Names, role: str, sections: Collection[str]) -> str:
    """A role in words, of a respondent with what they answer: "respondent (Data quality)"."""
    if role != MemberRole.RESPONDENT:
        return str(ROLES[role])
    return f"{ROLES[role]} ({_sections(names, sections)})"


def _sections(names: Names, keys: Collection[str]) -> str:
    return ", ".join(names.section_of(key) for key in keys) or "all sections"


def _scope(names: Names, change: Change) -> str:
    key = change.about.get("unit_id") or change.about.get("initiative_id")
    return over_in_words(names.history.places.get(key) if key else None)


TOLD_OF_PEOPLE: Mapping[str, Callable[[Names, Change], str]] = {
    "assessments_membership": _membership,
    "assessments_oversight": _oversight,
    "assessments_invitation": _invitation,
    "assessments_person": _person,
    "mfa_authenticator": _factor,
    "socialaccount_socialaccount": _single_sign_on,
    "assessments_unit": _part("unit"),
    "assessments_initiative": _part("initiative"),
}
"""How the entries of these tables are told."""
