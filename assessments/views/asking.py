"""Pages that ask: a form, what is wrong with it, and the status that says so."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assessments.actions import InvalidInput, Refused
from assessments.forms.errors import anchored


def ask(request: HttpRequest, template: str, form: forms.Form, context: dict[str, Any]) -> HttpResponse:
    """Show a form: as it was typed and with status 422 where something is wrong with it."""
    errors = anchored(form) if form.is_bound else []
    page = {"form": form, "errors": errors, "error_summary": bool(errors)}
    return render(request, template, context | page, status=422 if errors else 200)


def note(form: forms.Form, refused: Refused) -> None:
    """Make a refusal an error of the form, at the fields that it names."""
    if not isinstance(refused, InvalidInput):
        form.add_error(None, str(refused))
        return
    for name, text in refused.errors.items():
        form.add_error(name if name in form.fields else None, f"{text[:1].upper()}{text[1:]}.")
