"""Accounts closed and opened again; nobody is ever deleted, and what they said stays theirs."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ..acting import SYSTEM, acting_as
from ..models import Person, Project
from ..queries.people import is_wholly_within
from .oversight import check_another_administrator
from .refusal import NotAllowed
from .sessions import end_sessions
from .work import renew_work


def deactivate_person(*, person: Person, by: Person, at: datetime) -> Person:
    """Close an account and end its sessions; answers, roles and invitations stay."""
    _check_may(by, person)
    if by.is_same(person):
        raise NotAllowed(_("Nobody closes their own account: ask another administrator."))
    with transaction.atomic():
        check_another_administrator(person)
        _set_active(person, active=False, at=at)
        end_sessions(person)
    return person


def reactivate_person(*, person: Person, by: Person, at: datetime) -> Person:
    """Open a closed account again, with the roles it had."""
    _check_may(by, person)
    with transaction.atomic():
        _set_active(person, active=True, at=at)
    return person


def _set_active(person: Person, *, active: bool, at: datetime) -> None:
    """What waited for them, or waits again, goes to others or comes back."""
    person.is_active = active
    person.save(update_fields=["is_active"])
    with acting_as(SYSTEM):
        for project in Project.objects.filter(memberships__person=person).distinct().order_by("pk"):
            renew_work(project=project, at=at)


def _check_may(by: Person, person: Person) -> None:
    if not is_wholly_within(by, person):
        text = _(
            "%(person)s also has roles beyond what you administer. Take away the roles that you gave, or ask "
            "an administrator of everything."
        )
        raise NotAllowed(text % {"person": person})
