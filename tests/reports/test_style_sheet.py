"""The sample sheet is for the trial and for administrators."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.test import RequestFactory

from assessments.models import OversightRole, Person
from assessments.permissions import Viewer
from reports.views.style import style_sheet
from tests.factories import OversightFactory, PersonFactory


def ask(rf: RequestFactory, user: Viewer | None = None) -> Any:
    request = rf.get("/style/")
    request.user = user or AnonymousUser()
    return style_sheet(request)


def overseer(role: OversightRole) -> Person:
    person: Person = PersonFactory()
    OversightFactory(person=person, role=role)
    return person


def test_in_the_trial_it_shows_every_piece(rf: RequestFactory, settings: Any) -> None:
    settings.TRIAL = True

    page = ask(rf).content.decode()

    assert page.count("<svg") > 100
    assert page.count('data-theme="light"') == page.count('data-theme="dark"') > 5


def test_elsewhere_strangers_find_nothing(rf: RequestFactory, settings: Any) -> None:
    settings.TRIAL = False

    with pytest.raises(Http404):
        ask(rf)


@pytest.mark.django_db
def test_elsewhere_administrators_find_it_and_no_other_role(rf: RequestFactory, settings: Any) -> None:
    settings.TRIAL = False

    assert ask(rf, overseer(OversightRole.ADMINISTRATOR)).status_code == 200
    for role in (OversightRole.PMO, OversightRole.LEADERSHIP):
        with pytest.raises(Http404):
            ask(rf, overseer(role))


@pytest.mark.django_db
def test_administrator_who_left_finds_nothing(rf: RequestFactory, settings: Any) -> None:
    settings.TRIAL = False
    left = overseer(OversightRole.ADMINISTRATOR)
    left.is_active = False

    with pytest.raises(Http404):
        ask(rf, left)
