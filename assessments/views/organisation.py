"""Units, initiatives and projects, as administrators keep them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from assessments import actions, queries
from assessments.domain.language import enumerated
from assessments.forms.organisation import PartForm
from assessments.forms.roles import over_in_words
from assessments.models import Initiative, Unit
from assessments.permissions import administers
from assessments.queries.door import one
from assessments.queries.organisation import PAGE

from .administration import administrators_only
from .asking import ask
from .paging import page_after, pages
from .signed_in import SignedInRequest


@dataclass(frozen=True)
class Kind:
    """Units or initiatives: as an address names them, and what pages say of them, in English."""

    key: str
    model: type[Unit] | type[Initiative]
    name: str
    about: str
    back: str
    adding: str
    add: str
    renaming: str
    rename: str


KINDS = {
    "units": Kind(
        "units",
        Unit,
        name=gettext_noop("Units"),
        about=gettext_noop("The parts of the organisation that run the projects."),
        back=gettext_noop("Back to the units"),
        adding=gettext_noop("Add a unit"),
        add=gettext_noop("Add the unit"),
        renaming=gettext_noop("Rename the unit %(name)s"),
        rename=gettext_noop("Rename the unit"),
    ),
    "initiatives": Kind(
        "initiatives",
        Initiative,
        name=gettext_noop("Initiatives"),
        about=gettext_noop("The programmes that projects belong to."),
        back=gettext_noop("Back to the initiatives"),
        adding=gettext_noop("Add an initiative"),
        add=gettext_noop("Add the initiative"),
        renaming=gettext_noop("Rename the initiative %(name)s"),
        rename=gettext_noop("Rename the initiative"),
    ),
}


@require_safe
@administrators_only
def organisation(request: SignedInRequest) -> HttpResponse:
    """The projects within one's scope, by name, and the way to the people of each."""
    named = request.GET.get("q", "").strip()
    found = queries.projects_administered_page(request.user, named, page_after(request))
    context = {
        "keeps_parts": administers(request.user),
        "scopes": enumerated(
            [over_in_words(held.unit or held.initiative) for held in queries.scopes_of(request.user)]
        ),
        "rows": found[:PAGE],
        "named": named,
        "pages": pages(request, found, PAGE),
    }
    return render(request, "assessments/organisation.html", context)


@require_safe
@administrators_only
def parts(request: SignedInRequest, kind: str) -> HttpResponse:
    """Units or initiatives, by name, each with how many projects it has."""
    kept, named = _kept(request, kind), request.GET.get("q", "").strip()
    found = queries.parts_page(request.user, kept.model, named, page_after(request))
    context = {
        "keeps_parts": True,
        "kind": kept,
        "rows": found[:PAGE],
        "named": named,
        "pages": pages(request, found, PAGE),
    }
    return render(request, "assessments/organisation_parts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def part_add(request: SignedInRequest, kind: str) -> HttpResponse:
    """Add a unit or an initiative."""
    kept = _kept(request, kind)

    def add(name: str) -> str:
        actions.add_part(kind=kept.model, name=name, by=request.user, at=timezone.now())
        return _("“%(name)s” is added.") % {"name": name}

    page = {"title": _(kept.adding), "button": _(kept.add)}
    return _name(request, PartForm(request.POST or None), add, {"kind": kept} | page)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def part_rename(request: SignedInRequest, kind: str, part_id: UUID) -> HttpResponse:
    """Give a unit or an initiative another name."""
    kept = _kept(request, kind)
    part = one(queries.parts_of(request.user, kept.model), part_id)
    before = part.name

    def rename(name: str) -> str:
        actions.rename_part(part=part, name=name, by=request.user, at=timezone.now())
        return _("“%(old)s” is now called “%(name)s”.") % {"old": before, "name": name}

    page = {"title": _(kept.renaming) % {"name": before}, "button": _(kept.rename), "renames": True}
    form = PartForm(request.POST or None, initial={"name": before})
    return _name(request, form, rename, {"kind": kept} | page)


def _kept(request: SignedInRequest, kind: str) -> Kind:
    if kind not in KINDS:
        raise Http404
    if not administers(request.user):
        raise PermissionDenied(_("Units and initiatives are kept by an administrator of everything."))
    return KINDS[kind]


def _name(
    request: SignedInRequest, form: PartForm, keep: Callable[[str], str], page: dict[str, Any]
) -> HttpResponse:
    """Keep the name that was typed, or show it again with what is wrong with it."""
    if form.is_valid():
        try:
            messages.success(request, keep(form.cleaned_data["name"]))
        except actions.InvalidPart as invalid:
            form.add_error("name", invalid.errors["name"])
        else:
            return redirect("parts", page["kind"].key)
    return ask(request, "assessments/part_form.html", form, page)
