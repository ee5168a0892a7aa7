"""One's own language."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments import actions
from assessments.forms.language import LanguageForm

from .asking import ask
from .signed_in import SignedInRequest, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def language_choice(request: SignedInRequest) -> HttpResponse:
    """Ask in which language somebody wants to read, and keep it; said in that language."""
    form = LanguageForm(request.POST or None, initial={"language": request.user.language})
    if form.is_valid():
        code = form.cleaned_data["language"]
        actions.choose_language(code=code, by=request.user, at=timezone.now())
        with translation.override(code or translation.get_language()):
            messages.success(request, _("Kept."))
        return redirect("language_choice")
    return ask(request, "assessments/own_choice.html", form, {"title": _("Language")})
