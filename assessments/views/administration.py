"""Administrators' pages: people, what each can see, and roles above projects."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments import actions, queries
from assessments.forms.people import OversightForm
from assessments.forms.roles import above_in_words
from assessments.models import Initiative, Oversight, Person, Unit
from assessments.permissions import administers

from .asking import ask
from .confirming import ask_first
from .invitations import ask_to_withdraw, linked, sent
from .navigation import keep_link
from .people_rows import invitation_row, person_row
from .people_steps import closing, taking, without_lead_now
from .reauthentication import proved_before_posting
from .sight import oversight_row, seen_groups
from .signed_in import SignedInRequest, signed_in

P = ParamSpec("P")
View = Callable[Concatenate[SignedInRequest, P], HttpResponse]


def administrators_only(view: "View[P]") -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Refuse a page to who administers nothing."""

    @wraps(view)
    def guarded(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not keep_link(request, request.user):
            raise PermissionDenied(_("This page is for administrators: ask one of them."))
        return view(request, *args, **kwargs)

    return signed_in(guarded)


@require_safe
@administrators_only
def people(request: SignedInRequest) -> HttpResponse:
    """Everybody within one's scope, by address, 50 at a time; searched by name and address."""
    words, after = request.GET.get("search", "").strip(), request.GET.get("after", "")
    page = queries.people_page(request.user, words, after)
    now = timezone.now()
    context = {
        "keeps_parts": administers(request.user),
        "rows": [person_row(person) for person in page.rows],
        "search": words,
        "reads_history": administers(request.user),
        "older_url": _later(page, search=words),
        "newer_url": _start(after, search=words),
        "invitations": [
            invitation_row(open_one, now) for open_one in queries.open_invitations_above(request.user)
        ],
    }
    return render(request, "assessments/administration_people.html", context)


@require_safe
@signed_in
def own_sees(request: SignedInRequest) -> HttpResponse:
    """What one can see oneself, and through which roles."""
    return _sees(request, request.user)


@require_safe
@administrators_only
def person_sees(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    """What somebody can see within one's scope, and their roles above projects."""
    return _sees(request, queries.person_for(request.user, person_id))


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
@proved_before_posting
def oversight_grant(request: SignedInRequest) -> HttpResponse:
    """Give a role above projects to who has an account; anyone else is invited to it."""
    form = OversightForm(request.POST or None, scopes=_scopes(request.user))
    if form.is_valid():
        given = form.given | {"by": request.user, "at": timezone.now()}
        try:
            if form.account:
                held = actions.grant_oversight(person=form.account, **given)
                told = {"person": form.account, "role": _in_words(held)}
                messages.success(request, _("%(person)s is now %(role)s.") % told)
                return redirect("person_sees", form.account.pk)
            invited = actions.invite_overseer(
                email=form.cleaned_data["person"], link=linked(request), **given
            )
            return sent(request, invited, reverse("people"))
        except actions.Refused as refused:
            form.add_error(None, str(refused))
    return ask(request, "assessments/administration_grant.html", form, {})


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
@proved_before_posting
def oversight_take(request: SignedInRequest, person_id: UUID, oversight_id: UUID) -> HttpResponse:
    """Take a role above projects away."""
    person = queries.person_for(request.user, person_id)
    held = queries.oversight_for(request.user, person, oversight_id)

    def take() -> None:
        kept = request.session.session_key or ""
        actions.take_oversight(oversight=held, by=request.user, at=timezone.now(), keep_session=kept)

    return ask_first(request, taking(held, request.user), take, lambda: _onward(request, person))


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
@proved_before_posting
def person_deactivate(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    """Close an account; says which projects are left without a lead."""
    person = queries.person_for(request.user, person_id)
    left = [project.name for project in queries.leadless_projects_of(person)]

    def close() -> None:
        actions.deactivate_person(person=person, by=request.user, at=timezone.now())
        if left:
            messages.warning(request, without_lead_now(left))

    return ask_first(request, closing(person, left), close, lambda: _onward(request, person))


@require_POST
@administrators_only
@proved_before_posting
def person_reactivate(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    """Open a closed account again."""
    person = queries.person_for(request.user, person_id)
    try:
        actions.reactivate_person(person=person, by=request.user, at=timezone.now())
        messages.success(
            request,
            _("The account of %(person)s is open again, with the roles it had.") % {"person": person},
        )
    except actions.Refused as refused:
        messages.error(request, str(refused))
    return _onward(request, person)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def oversight_invitation_withdraw(request: SignedInRequest, invitation_id: UUID) -> HttpResponse:
    """Take an invitation to a role above projects back."""
    above = queries.open_invitations_above(request.user)
    return ask_to_withdraw(request, queries.invitation_for(above, invitation_id))


def _in_words(held: Oversight) -> str:
    return above_in_words(held.role, held.unit or held.initiative)


def _onward(request: SignedInRequest, person: Person) -> HttpResponse:
    """To whom it was about, as far as one still sees them."""
    if not keep_link(request, request.user):  # it may have been one's own last role
        return redirect("project_list")
    still_there = queries.people_page(request.user, person.email, "").rows
    return redirect("person_sees", person.pk) if person in still_there else redirect("people")


def _sees(request: SignedInRequest, person: Person) -> HttpResponse:
    own, after = person.is_same(request.user), request.GET.get("after", "")
    page = queries.projects_of_page(person, request.user, after)
    takeable = list(queries.oversights_within(request.user, person))
    above = list(person.oversights.select_related("unit", "initiative")) if own else takeable
    context: dict[str, Any] = {
        "person": person,
        "own": own,
        "above": [oversight_row(held, may_take=held in takeable) for held in above],
        "elsewhere": not own and queries.has_roles_elsewhere(request.user, person),
        "groups": list(seen_groups(page.rows, above)),
        "administers": queries.is_administrator(request.user),
        "older_url": _later(page),
        "newer_url": _start(after),
    }
    return render(request, "assessments/administration_sees.html", context)


def _scopes(by: Person) -> list[Unit | Initiative | None]:
    """What somebody may give a role over: their own scope, or for an administrator of everything anything."""
    own: list[Unit | Initiative | None] = [held.unit or held.initiative for held in queries.scopes_of(by)]
    if None not in own:
        return own
    return [None, *queries.parts_of(by, Unit), *queries.parts_of(by, Initiative)]


def _later(page: queries.PeoplePage | queries.RolesPage, **asked: str) -> str:
    """Where the list goes on, nothing at its end."""
    return f"?{_query(after=page.following, **asked)}" if page.following else ""


def _start(after: str, **asked: str) -> str:
    """Where the list starts, nothing while one is there."""
    return f"?{_query(**asked)}" if after else ""


def _query(**asked: str) -> str:
    return urlencode({name: value for name, value in asked.items() if value})
