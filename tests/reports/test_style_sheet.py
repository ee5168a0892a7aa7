"""The sample sheet is for the trial and for administrators."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.test import RequestFactory

from reports.views.style import style_sheet


def ask(rf: RequestFactory) -> Any:
    request = rf.get("/style/")
    request.user = AnonymousUser()
    return style_sheet(request)


def test_in_the_trial_it_shows_every_piece(rf: RequestFactory, settings: Any) -> None:
    settings.TRIAL = True

    page = ask(rf).content.decode()

    assert page.count("<svg") > 100
    assert page.count('data-theme="light"') == page.count('data-theme="dark"') > 5


def test_elsewhere_strangers_find_nothing(rf: RequestFactory, settings: Any) -> None:
    settings.TRIAL = False

    with pytest.raises(Http404):
        ask(rf)
