"""Roles above projects: given and taken within one's own scope, and never by oneself to oneself."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ..acting import SYSTEM, acting_as
from ..models import Initiative, Oversight, OversightRole, Person, Unit
from ..permissions import administers
from .refusal import NotAllowed, Refused
from .sessions import end_sessions


class LastAdministrator(Refused):
    """Somebody who can sign in administers everything; without one nobody could let anybody in."""


def grant_oversight(
    *,
    person: Person,
    role: OversightRole,
    by: Person,
    at: datetime,  # noqa: ARG001 - who and when go into the history
    unit: Unit | None = None,
    initiative: Initiative | None = None,
) -> Oversight:
    """Give someone a role above projects, within one's own scope; giving it twice changes nothing."""
    check_may_oversee(by, unit, initiative, person.email)
    with transaction.atomic():
        return give_oversight(person, role, unit, initiative)


def make_first_administrator(*, email: str, name: str, password: str, at: datetime) -> Person:
    """Make the account that nobody could have invited: an administrator of everything, while there is none.

    Where the address has an account, it gets the role and keeps its name and password.
    """
    with acting_as(SYSTEM):
        if _administrators_of_everything().filter(person__is_active=True).exists():
            raise NotAllowed("There is an administrator of everything already: they invite everybody else.")
        person = Person.objects.filter(email__iexact=email.strip()).first()
        if person is None:
            person = Person.objects.create_user(email, password, name=name.strip(), date_joined=at)
        give_oversight(person, OversightRole.ADMINISTRATOR, None, None)
    return person


def take_oversight(
    *,
    oversight: Oversight,
    by: Person,
    at: datetime,  # noqa: ARG001 - who and when go into the history
    keep_session: str = "",
) -> None:
    """Take a role above projects away, and sign the person out."""
    check_may_oversee(by, oversight.unit, oversight.initiative)
    with transaction.atomic():
        check_another_administrator(oversight.person, only=oversight)
        Oversight.objects.filter(pk=oversight.pk).delete()
        end_sessions(oversight.person, except_key=keep_session)


def give_oversight(
    person: Person,
    role: OversightRole,
    unit: Unit | None,
    initiative: Initiative | None,
    *,
    keep_session: str = "",
) -> Oversight:
    """Store the role and end the person's sessions, in a transaction; whose right it is was checked."""
    oversight, is_new = Oversight.objects.get_or_create(
        person=person, role=role, unit=unit, initiative=initiative
    )
    if is_new:
        end_sessions(person, except_key=keep_session)
    return oversight


def check_may_oversee(
    by: Person, unit: Unit | None, initiative: Initiative | None, for_address: str = ""
) -> None:
    """Refuse what lies beyond somebody's own scope, and a role for themself."""
    if not administers(by, unit, initiative):
        raise NotAllowed(_("This is beyond what you administer: ask an administrator of everything."))
    if for_address.casefold() == by.email.casefold():
        raise NotAllowed(
            _("Nobody makes themself PMO, leadership or administrator: ask another administrator.")
        )


def check_another_administrator(person: Person, only: Oversight | None = None) -> None:
    """Refuse to lose the last active administrator of everything; two who try at once follow each other."""
    whole = _administrators_of_everything()
    held = list(whole.select_for_update().order_by("pk"))
    ends = [row for row in held if row.person_id == person.pk and (only is None or row.pk == only.pk)]
    # Asked after the wait: who else holds the role may have been deactivated meanwhile.
    if ends and not whole.filter(person__is_active=True).exclude(person=person).exists():
        text = _("%(person)s is the last administrator of everything. Give somebody else that role first.")
        raise LastAdministrator(text % {"person": person})


def _administrators_of_everything() -> QuerySet[Oversight]:
    return Oversight.objects.filter(
        role=OversightRole.ADMINISTRATOR, unit__isnull=True, initiative__isnull=True
    )
