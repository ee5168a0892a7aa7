"""The way into every change of a round: one transaction, its row locked, permission and state checked."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ..models import OPEN, Assessment, Person, State
from ..permissions import Permission, answerable, granted_to
from ..queries.written import Reading, columns
from .refusal import NotAllowed, WrongState

LOCKED = f"""
    SELECT {columns(Assessment, "round")}, roles_in_project(project_id, %(person)s),
        sections_in_project(project_id, %(person)s), stands_apart(id, %(person)s), opinion_of(id, %(person)s),
        asked_in(id)
    FROM assessments_assessment round WHERE id = %(round)s FOR NO KEY UPDATE
"""  # noqa: S608 - names of columns
"""Written out: every change of a round begins with it."""

STANDING = ("roles", "limited_to", "apart", "opinion_there", "asked")
"""What it says after the round's own columns."""

APART = {
    "reviewed": gettext_noop("You have reviewed answers of this round, so you cannot answer in it any more."),
    "second": gettext_noop(
        "You have given a second opinion in this round, so you cannot answer for the team in it."
    ),
}
"""Why somebody cannot answer for the team, by what the database's `stands_apart` says."""


@contextmanager
def working_on(
    assessment: Assessment, *, by: Person, permission: Permission, states: Collection[State]
) -> Iterator[None]:
    """Lock the round until the transaction ends, bring the object up to date, and check what is allowed.

    The transaction is that of `acting_as`; it has no savepoint here, since an action checks everything before
    it writes anything. Changes of one round thus follow each other, and its answers, remedies and settlements
    need no locks of their own.
    """
    locked = _locked(assessment, by)
    if locked is None:  # whoever reads a project from above writes none of its rows, nor locks them
        raise _not_allowed(permission)
    vars(assessment).update(locked)  # what was joined to the object stays joined
    vars(assessment).pop("_prefetched_objects_cache", None)
    assessment.reader_sections = answerable(frozenset(locked["roles"]), locked["limited_to"])
    assessment.asked_for = frozenset(locked["asked"] or ())
    assessment.opinion = locked["opinion_there"] or ""
    _check_permission(locked, by, permission)
    _check_state(assessment, permission, states)
    yield


@contextmanager
def speaking_apart(assessment: Assessment, *, by: Person) -> Iterator[None]:
    """The same for a second respondent, in a round that is not over and in which they were asked."""
    if assessment.voice != by:
        raise _not_allowed(Permission.SECOND_OPINION)
    with working_on(assessment, by=by, permission=Permission.SECOND_OPINION, states=OPEN):
        yield


def _locked(assessment: Assessment, by: Person) -> dict[str, Any] | None:
    """The round's columns as they are now, and what the person is to it; None where it cannot be locked."""
    with connection.cursor() as cursor:
        cursor.execute(LOCKED, {"round": assessment.pk, "person": by.pk})
        row = cursor.fetchone()
    if row is None:
        return None
    reading = Reading(row)
    locked = vars(reading.take(Assessment))
    locked.pop("_state")
    return locked | dict(zip(STANDING, reading.rest(), strict=True))


def _check_permission(facts: Mapping[str, Any], by: Person, permission: Permission) -> None:
    if not by.is_active or permission not in granted_to(frozenset(facts["roles"])):
        raise _not_allowed(permission)
    if permission is Permission.ANSWER and facts["apart"]:
        raise NotAllowed(_(APART[facts["apart"]]))


def _not_allowed(permission: Permission) -> NotAllowed:
    return NotAllowed(_("You may not %(do)s in this project.") % {"do": _(permission.value)})


def _check_state(assessment: Assessment, permission: Permission, states: Collection[State]) -> None:
    if assessment.state not in states:
        text = _("This round is “%(state)s”: nobody can %(do)s now.")
        raise WrongState(text % {"state": assessment.get_state_display(), "do": _(permission.value)})
