"""Pages that ask: a form, what is wrong with it, and the status that says so."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from assessments.forms.errors import anchored
from assessments.models import Assessment
from assessments.permissions import Permission

from .rows import state_in_words


def ask(
    request: HttpRequest, template: str, form: forms.Form, context: dict[str, Any], status: int = 422
) -> HttpResponse:
    """Show a form: as it was typed and with this status where something is wrong with it."""
    errors = anchored(form) if form.is_bound else []
    page = {"form": form, "errors": errors, "error_summary": bool(errors)}
    return render(request, template, context | page, status=status if errors else 200)


def too_late(request: HttpRequest, assessment: Assessment, permission: Permission) -> HttpResponse:
    """Lead back to the round instead of showing a form that could only be refused."""
    told = {"state": state_in_words(assessment.state), "do": _(permission.value)}
    messages.info(request, _("This round is “%(state)s”: nobody can %(do)s now.") % told)
    return redirect(assessment)
