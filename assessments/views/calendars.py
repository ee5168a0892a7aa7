"""One's own days in one's own calendar: a private address, and what is answered there without a session."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from assessments import actions, queries
from assessments.acting import acting_as
from assessments.actions.languages import in_language

from .calendar_file import calendar_file
from .confirming import Step, ask_first
from .guesses import count_guess, guesses_too_often
from .moments import moment
from .reauthentication import proved_before_posting
from .signed_in import SignedInRequest, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_in
@proved_before_posting
def calendar(request: SignedInRequest) -> HttpResponse:
    """Say whether there is an address; a post makes a new one and shows it this once."""
    link = ""
    if request.method == "POST":
        secret = actions.make_calendar_address(by=request.user, at=timezone.now())
        link = request.build_absolute_uri(reverse("calendar_feed", args=[secret]))
    found = queries.calendar_address_of(request.user)
    context = {"link": link, "made_at": moment(found.made_at) if found else ""}
    return render(request, "assessments/calendar.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def calendar_stop(request: SignedInRequest) -> HttpResponse:
    """End the address, once that was asked; no proof is asked of who shuts something."""
    step = Step(
        title=_("Stop the calendar address?"),
        follows=[_("Calendars that read it get nothing more. You can make another address at any time.")],
        button=_("Stop it"),
        done=_("The calendar address is stopped."),
        trail=[(reverse("calendar"), _("Calendar"))],
    )
    return ask_first(request, step, lambda: actions.stop_calendar_address(by=request.user))


@require_safe
@never_cache
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """What is due for whoever made this address, in their language; it reads as they do, whoever asks."""
    if guesses_too_often(request):
        return HttpResponse(_("Too many tries. Wait a minute."), status=429, content_type="text/plain")
    person = actions.open_calendar(secret=secret)
    if person is None:
        count_guess(request)
        raise Http404
    with acting_as(person), in_language(person.language):
        content = calendar_file(
            queries.dated_work_of(person), at=timezone.now(), whole=request.build_absolute_uri
        )
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")
