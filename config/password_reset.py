"""A forgotten password: asked for by address, chosen anew by the link in a mail, and then signed in with.

The pages are allauth's but for the first, which looks nobody up (assessments/actions/password_links.py).
"""

from typing import Any

from allauth.account.views import PasswordResetFromKeyView
from allauth.core.ratelimit import clear, consume_or_429
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods

from assessments.acting import SYSTEM, acting_as
from assessments.actions import ask_for_password_link
from config.accounts import counted_as
from config.accounts_forms import ForgottenForm


@require_http_methods(["GET", "HEAD", "POST"])
def forgotten_password(request: HttpRequest) -> HttpResponse:
    """Ask for the address; the answer is the same to every one of them."""
    form = ForgottenForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "account/password_reset.html", {"form": form})
    email = form.cleaned_data["email"]
    too_often: HttpResponse | None = consume_or_429(request, action="reset_password", key=counted_as(email))
    if too_often is None:
        ask_for_password_link(email=email)
    return too_often or redirect("account_reset_password_done")


class NewPassword(PasswordResetFromKeyView):  # type: ignore[misc]  # allauth has no types
    """What the link opens. It signs nobody in: that takes the new password, and whatever it always takes."""

    success_url = reverse_lazy("account_login")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Keep the page out of every cache; the address with the key in it only leads to one without."""
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        add_never_cache_headers(answer)
        return answer

    def form_valid(self, form: Any) -> HttpResponse:
        """Store it in its owner's name, and end every session of theirs, this one too."""
        logout(self.request)
        with acting_as(SYSTEM, author=self.reset_user):
            answer: HttpResponse = super().form_valid(form)
        # Whoever forgot it has tried often enough to be kept waiting.
        clear(self.request, action="login_failed", key=counted_as(self.reset_user.email))
        return answer

    def render_to_response(self, context: dict[str, Any], **options: Any) -> HttpResponse:
        """Say by the status as well that a link is over."""
        if context.get("token_fail"):
            options["status"] = 410
        answer: HttpResponse = super().render_to_response(context, **options)
        return answer
