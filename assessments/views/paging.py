"""Long lists, page by page: each page begins after the last row of the one before, so none is counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest

from assessments.queries.door import as_id

AFTER = "after"


class Listed(Protocol):
    """A row that a page can begin after."""

    @property
    def id(self) -> UUID:
        """The row's public id."""


@dataclass(frozen=True)
class Pages:
    """Where the first page and the next one are; empty where there is none to go to."""

    first_url: str
    next_url: str


def page_after(request: HttpRequest) -> UUID | None:
    """The row after which the page begins, None for the first page; Http404 for what is no id."""
    asked = request.GET.get(AFTER)
    return as_id(asked) if asked else None


def pages(request: HttpRequest, found: Sequence[Listed], most: int) -> Pages:
    """Where to go on from a page for which one row more than `most` was looked for."""
    kept = {name: value for name, value in request.GET.items() if name != AFTER and value}
    further = {**kept, AFTER: str(found[most - 1].id)} if len(found) > most else None
    return Pages(
        first_url=f"?{urlencode(kept)}" if AFTER in request.GET else "",
        next_url=f"?{urlencode(further)}" if further else "",
    )
