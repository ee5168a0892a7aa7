"""One's own mail: how often it comes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments import actions
from assessments.forms.mail import MailForm

from .asking import ask
from .signed_in import SignedInRequest, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def mail_choice(request: SignedInRequest) -> HttpResponse:
    """Ask how often somebody wants mail, and keep it."""
    form = MailForm(request.POST or None, initial={"choice": request.user.mail_choice})
    if form.is_valid():
        actions.choose_mail(choice=form.cleaned_data["choice"], by=request.user)
        messages.success(request, _("Kept. What waits for you always stands under My work."))
        return redirect("mail_choice")
    context = {
        "title": _("Mail you get"),
        "lede": _("That something waits for you, and where. Answers and levels are never sent by mail."),
    }
    return ask(request, "assessments/own_choice.html", form, context)
