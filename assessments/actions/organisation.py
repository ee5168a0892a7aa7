"""Units and initiatives: added and renamed; what projects belong to is never deleted."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ..domain.casefile.values import Name
from ..models import Initiative, Person, Unit
from ..permissions import administers
from .refusal import InvalidInput, NotAllowed, shape_errors

Part = Unit | Initiative

TAKEN: dict[type[Part], str] = {
    Unit: gettext_noop("Another unit has this name already. Choose another name."),
    Initiative: gettext_noop("Another initiative has this name already. Choose another name."),
}


class InvalidPart(InvalidInput):
    """The name is missing, too long, or another has it."""


def add_part(*, kind: type[Unit] | type[Initiative], name: str, by: Person, at: datetime) -> Part:  # noqa: ARG001 - who and when go into the history
    """Add a unit or an initiative."""
    return _named(kind(), name, by)


def rename_part(*, part: Part, name: str, by: Person, at: datetime) -> Part:  # noqa: ARG001 - who and when go into the history
    """Give a unit or an initiative another name; what was frozen keeps the old one."""
    return _named(part, name, by)


def _named(part: Part, name: str, by: Person) -> Part:
    if not administers(by):
        raise NotAllowed(_("Units and initiatives are kept by an administrator of everything."))
    if errors := shape_errors(Name, name.strip(), "name"):
        raise InvalidPart(errors)
    part.name = name.strip()
    try:
        with transaction.atomic():
            part.save()
    except IntegrityError:
        raise InvalidPart({"name": _(TAKEN[type(part)])}) from None
    return part
