"""One thing by its public id, or 404: whoever may not see it learns nothing, not even that it exists."""

from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404

Thing = TypeVar("Thing", bound=Model)


def one(visible: QuerySet[Thing], public_id: UUID | str) -> Thing:
    """The visible row with this id; Http404 for an id that is malformed, foreign or unknown alike."""
    found = visible.filter(pk=as_id(public_id)).first()
    if found is None:
        raise Http404
    return found


def as_id(typed: UUID | str) -> UUID:
    """An id as somebody's address names it; Http404 for what is none."""
    try:
        return UUID(str(typed))
    except ValueError:
        raise Http404 from None
