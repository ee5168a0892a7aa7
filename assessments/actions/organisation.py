"""Units and initiatives: added and renamed; what projects belong to is never deleted."""

from datetime import datetime

from django.db import IntegrityError, transaction

from ..domain.casefile.values import Name
from ..models import Initiative, Person, Unit
from ..permissions import administers
from .refusal import InvalidInput, NotAllowed, shape_errors

Part = Unit | Initiative


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
        raise NotAllowed("Units and initiatives are kept by an administrator of everything.")
    if errors := shape_errors(Name, name.strip(), "name"):
        raise InvalidPart(errors)
    part.name = name.strip()
    try:
        with transaction.atomic():
            part.save()
    except IntegrityError:
        kind = part._meta.verbose_name  # noqa: SLF001 - Django's documented name
        raise InvalidPart({"name": f"Another {kind} has this name already. Choose another name."}) from None
    return part
