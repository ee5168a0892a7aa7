"""The one link of the navigation that not everybody has: to the people, for administrators.

It is kept in the session, so that no page asks for it. It shows a link and grants nothing: what is behind it
asks by itself. A role that is given or taken ends the person's sessions, so only whoever changes their own
needs it renewed.
"""

from typing import Final

from django.http import HttpRequest

from assessments import queries
from assessments.permissions import Viewer

LINKED: Final = "administers"
"""What the template looks for in the session."""


def keep_link(request: HttpRequest, person: Viewer) -> bool:
    """Show the link to who administers something now, and to nobody else; say whether it is shown."""
    administers = queries.is_administrator(person)
    if administers != request.session.get(LINKED, False):
        request.session[LINKED] = administers
    return administers
