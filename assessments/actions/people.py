"""Accounts closed and opened again; nobody is ever deleted, and what they said stays theirs."""

from datetime import datetime

from django.db import transaction

from ..models import Person
from ..queries.people import is_wholly_within
from .oversight import check_another_administrator
from .refusal import NotAllowed
from .sessions import end_sessions


def deactivate_person(*, person: Person, by: Person, at: datetime) -> Person:  # noqa: ARG001 - who and when go into the history
    """Close an account and end its sessions; answers, roles and invitations stay."""
    _check_may(by, person)
    if by.is_same(person):
        raise NotAllowed("Nobody closes their own account: ask another administrator.")
    with transaction.atomic():
        check_another_administrator(person)
        _set_active(person, active=False)
        end_sessions(person)
    return person


def reactivate_person(*, person: Person, by: Person, at: datetime) -> Person:  # noqa: ARG001 - who and when go into the history
    """Open a closed account again, with the roles it had."""
    _check_may(by, person)
    _set_active(person, active=True)
    return person


def _set_active(person: Person, *, active: bool) -> None:
    person.is_active = active
    person.save(update_fields=["is_active"])


def _check_may(by: Person, person: Person) -> None:
    if not is_wholly_within(by, person):
        raise NotAllowed(
            f"{person} also has roles beyond what you administer. Take away the roles that you gave, or ask "
            "an administrator of everything."
        )
