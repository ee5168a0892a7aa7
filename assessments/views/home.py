"""The public front page, with the three-question check that stores nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from assessments.actions.rounds import QUESTION_SET
from assessments.domain.quick_check import check
from assessments.forms.quick_check import QuickCheckForm, in_words
from assessments.queries.question_sets import worded

from .illustration import illustration


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the product does and the check; people who are signed in go on to what waits for them."""
    if request.user.is_authenticated:
        return redirect("my_work")
    context = {"form": QuickCheckForm(worded(QUESTION_SET)), "example": illustration(QUESTION_SET)}
    return render(request, "assessments/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def quick_check(request: HttpRequest) -> HttpResponse:
    """Ask three questions, and answer with a provisional verdict."""
    questionnaire = worded(QUESTION_SET)
    form = QuickCheckForm(questionnaire, request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "assessments/quick_check.html", {"form": form}, status=status)
    verdict = in_words(check(form.answers, questionnaire), form)
    return render(
        request,
        "assessments/quick_verdict.html",
        {"form": form, "verdict": verdict, "questions": len(questionnaire.by_key)},
    )
