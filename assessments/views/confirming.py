"""Steps that are asked about first: a page says what follows, and its one button does it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from assessments import actions

from .signed_in import SignedInRequest


@dataclass(frozen=True)
class Step:
    """A step as its page puts it; the trail's (address, text) pairs end where one comes from."""

    title: str
    follows: Sequence[str]
    button: str
    done: str
    trail: Sequence[tuple[str, str]]

    @property
    def back(self) -> str:
        """Where one comes from, and goes back to."""
        return self.trail[-1][0]


def ask_first(
    request: SignedInRequest,
    step: Step,
    act: Callable[[], object],
    onward: Callable[[], HttpResponse] | None = None,
) -> HttpResponse:
    """Show what follows; a post does it and goes on, or shows why it was refused."""
    context = {"step": step}
    if request.method != "POST":
        return render(request, "assessments/confirm.html", context)
    try:
        act()
    except actions.Refused as refused:
        told = {"refusal": str(refused), "error_summary": True}
        return render(request, "assessments/confirm.html", context | told, status=409)
    messages.success(request, step.done)
    return onward() if onward else redirect(step.back)
