"""Views for people who are signed in, typed so that `request.user` is a Person."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assessments import queries
from assessments.models import Person, Project
from assessments.permissions import Permission, granted_to, may

from .lists import each_or

P = ParamSpec("P")

ASK_SOMEBODY = gettext_noop("Whoever leads the project may, and can tell you who else.")


class SignedInRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: Person


View = Callable[Concatenate[SignedInRequest, P], HttpResponse]


def signed_in(view: "View[P]") -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Send anyone else to sign in; a save in the background is told so instead, and keeps what was typed."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)  # type: ignore[arg-type]  # now a SignedInRequest
        if request.headers.get("HX-Request"):
            return HttpResponse(_("You are signed out."), status=401, content_type="text/plain")
        return redirect_to_login(request.get_full_path())

    return guarded


def demand(person: Person, permission: Permission, project: Project) -> None:
    """Refuse a page to whom the table of permissions does not grant what it is for."""
    if not may(person, permission, project):
        told = {"do": _(permission.value), "project": project, "ask": _ask(person, project)}
        raise PermissionDenied(_("You may not %(do)s in %(project)s. %(ask)s") % told)


def demand_granted(roles: frozenset[str], permission: Permission) -> None:
    """The same where the reader's roles are at hand."""
    if permission not in granted_to(roles):
        told = {"do": _(permission.value), "ask": _(ASK_SOMEBODY)}
        raise PermissionDenied(_("You may not %(do)s in this project. %(ask)s") % told)


def _ask(person: Person, project: Project) -> str:
    """Whom to turn to: by name for who takes part, and so finds these names on the project's page as well."""
    leads = [f"{lead} ({lead.email})" for lead in queries.leads_known_to(person, project)]
    return _("Ask %(people)s, who may.") % {"people": each_or(leads)} if leads else _(ASK_SOMEBODY)
