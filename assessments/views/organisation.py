"""Units, initiatives and projects, as administrators keep them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from assessments import actions, queries
from assessments.forms.organisation import PartForm
from assessments.models import Initiative, Unit
from assessments.permissions import administers
from assessments.queries.door import one

from .administration import administrators_only
from .asking import ask
from .signed_in import SignedInRequest

KINDS: dict[str, type[Unit] | type[Initiative]] = {"units": Unit, "initiatives": Initiative}


@require_safe
@administrators_only
def organisation(request: SignedInRequest) -> HttpResponse:
    """Units and initiatives for who administers everything, and the projects within one's scope."""
    return _page(request)


@require_POST
@administrators_only
def part_add(request: SignedInRequest, kind: str) -> HttpResponse:
    """Add a unit or an initiative."""
    form = PartForm(request.POST, kind=_known(kind))
    return _kept(request, form, kind, "new", lambda name: _add(request, kind, name))


@require_POST
@administrators_only
def part_rename(request: SignedInRequest, kind: str, part_id: UUID) -> HttpResponse:
    """Give a unit or an initiative another name."""
    part = one(queries.parts_of(request.user, KINDS[_known(kind)]), part_id)
    form = PartForm(request.POST, kind=kind, key=str(part_id))

    def rename(name: str) -> None:
        actions.rename_part(part=part, name=name, by=request.user, at=timezone.now())  # type: ignore[arg-type]

    return _kept(request, form, kind, str(part_id), rename)


def _add(request: SignedInRequest, kind: str, name: str) -> None:
    actions.add_part(kind=KINDS[kind], name=name, by=request.user, at=timezone.now())


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise Http404
    return kind


def _kept(request: SignedInRequest, form: PartForm, kind: str, key: str, keep: Any) -> HttpResponse:
    """Keep the name, or show the page again with what was typed and what is wrong with it."""
    if form.is_valid():
        try:
            keep(form.cleaned_data["name"])
        except actions.InvalidPart as invalid:
            for field, text in invalid.errors.items():
                form.add_error(field, text)
        else:
            messages.success(request, f"“{form.cleaned_data['name']}” is kept.")
            return redirect("organisation")
    return _page(request, {(kind, key): form}, form)


def _page(
    request: SignedInRequest,
    bound: dict[tuple[str, str], PartForm] | None = None,
    form: PartForm | None = None,
) -> HttpResponse:
    forms = bound or {}
    page = queries.projects_page(request.user, request.GET.get("after", ""))
    context = {
        "keeps_parts": administers(request.user),
        "scopes": [
            str(held.unit or held.initiative or "everything") for held in queries.scopes_of(request.user)
        ],
        "kinds": [_kind(request, kind, forms) for kind in KINDS],
        "projects": page.rows,
        "older_url": f"?after={page.following}" if page.following else "",
        "newer_url": "?" if request.GET.get("after") else "",
    }
    return ask(request, "assessments/organisation.html", form or PartForm(), context)


def _kind(request: SignedInRequest, kind: str, forms: dict[tuple[str, str], PartForm]) -> dict[str, Any]:
    rows = [
        {
            "name": part.name,
            "projects": part.projects_count,  # type: ignore[union-attr]  # added by the query
            "url": reverse("part_rename", args=[kind, part.pk]),
            "form": forms.get((kind, str(part.pk))) or PartForm(kind=kind, key=str(part.pk), name=part.name),
        }
        for part in queries.parts_of(request.user, KINDS[kind])
    ]
    return {
        "title": kind.capitalize(),
        "one": kind.removesuffix("s"),
        "rows": rows,
        "add_url": reverse("part_add", args=[kind]),
        "form": forms.get((kind, "new")) or PartForm(kind=kind),
    }
