"""File and register together: is this a whole, genuine report, and may one still decide by it?"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

import psycopg
from django.db import DatabaseError, connection

from assessments.acting import SYSTEM, acting_as

from ..verification import Verification
from .reports import RegisterEntry, Standing, register_entry

GENUINE = "Genuine: a whole report, as it was sealed."
SIGNED = "Genuine: a whole report, as it was sealed and signed."
ALL_IN = "Everybody who had to sign has signed."
MISSING = "Not everybody who has to sign has signed. Unsigned: {fields}."
NOT_REGISTERED = (
    "Genuine, not registered: a whole report, made on the command line. No deployment has it on its register."
)
UNREACHABLE = "The register that could say whether it is the latest one is not reachable from here."
ELSEWHERE = "It was issued by another deployment: only that one can say whether it is the latest."
LATEST = "Issued here; it is the latest report of {project}, round {round}."
SUPERSEDED = "Issued here for {project}, round {round}; superseded by the report of round {later}."
REVOKED = "It was issued here for {project}, round {round}, and was revoked: do not decide by it."
DECLINED = "It was issued here for {project}, round {round}; somebody declined to sign it: do not act on it."
UNISSUED = "Its seal is ours, but the register does not know it: it was never issued."
DEMANDED = "It is not on the register."
SECONDS = 2


class Register(StrEnum):
    """What the register said, or why it said nothing."""

    LATEST = "latest"
    SUPERSEDED = "superseded"
    DECLINED = "declined"
    REVOKED = "revoked"
    UNKNOWN = "unknown"
    NOT_REACHABLE = "not_reachable"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True)
class Judgement:
    """The answer: `accepted` only for a whole, genuine report that was neither revoked nor declined."""

    file: Verification
    register: Register
    accepted: bool
    says: tuple[str, ...]

    @property
    def exit_code(self) -> int:
        """0 accepted, 1 not, 2 for what is no report at all."""
        if not self.file.is_report:
            return 2
        return 0 if self.accepted else 1


def judge(checked: Verification, *, registered: bool = False) -> Judgement:
    """Hold a checked file against the register where there is one; `registered` demands that it knows it."""
    if not checked.genuine:
        return Judgement(checked, Register.NOT_ASKED, accepted=False, says=checked.reasons)
    judged = _genuine(checked, registered=registered)
    return replace(judged, says=(*judged.says, *_who_signed(checked))) if judged.accepted else judged


def _who_signed(checked: Verification) -> Iterator[str]:
    if checked.awaits:
        yield MISSING.format(fields=", ".join(checked.awaits))
    elif checked.signatures:
        yield ALL_IN


def _genuine(checked: Verification, *, registered: bool) -> Judgement:
    if not checked.registered:
        says = (NOT_REGISTERED, DEMANDED) if registered else (NOT_REGISTERED,)
        return Judgement(checked, Register.NOT_ASKED, accepted=not registered, says=says)
    if not checked.ours:
        return _without_register(checked, Register.NOT_ASKED, ELSEWHERE, registered=registered)
    if not _is_reachable():
        return _without_register(checked, Register.NOT_REACHABLE, UNREACHABLE, registered=registered)
    return _by_register(checked)


def _without_register(checked: Verification, register: Register, why: str, *, registered: bool) -> Judgement:
    demanded = (DEMANDED,) if registered else ()
    return Judgement(checked, register, accepted=not registered, says=(_whole(checked), why, *demanded))


def _by_register(checked: Verification) -> Judgement:
    with acting_as(SYSTEM):
        entry = register_entry(*checked.states)
    if entry is None:
        return Judgement(checked, Register.UNKNOWN, accepted=False, says=(UNISSUED,))
    register = Register(entry.standing.value)
    if no_longer := {Standing.REVOKED: REVOKED, Standing.DECLINED: DECLINED}.get(entry.standing):
        return Judgement(checked, register, accepted=False, says=(_sentence(no_longer, entry),))
    template = LATEST if entry.standing is Standing.LATEST else SUPERSEDED
    return Judgement(checked, register, accepted=True, says=(_whole(checked), _sentence(template, entry)))


def _whole(checked: Verification) -> str:
    return SIGNED if checked.signatures else GENUINE


def _sentence(template: str, entry: RegisterEntry) -> str:
    return template.format(project=entry.project, round=entry.round, later=entry.later_round)


def _is_reachable() -> bool:
    """Ask before the pool does, which would wait long and complain; a database without our tables is none."""
    try:
        with psycopg.connect(**{**connection.get_connection_params(), "connect_timeout": SECONDS}) as probe:
            found = probe.execute("SELECT to_regclass('reports_report')").fetchone()
    except (psycopg.Error, DatabaseError):
        return False
    return bool(found and found[0])
