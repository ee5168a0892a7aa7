"""Strangers find nothing at any address, and nobody signed out gets past the front page."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from assessments.models import Assessment, Person
from assessments.urls import urlpatterns
from tests.factories import PersonFactory

from .browsing import signed_in

pytestmark = pytest.mark.django_db

PUBLIC = {"home", "quick_check"}
OWN = {"project_list", "project_create"}
BOUND = sorted({str(pattern.name) for pattern in urlpatterns} - PUBLIC - OWN)
READ = {"project", "assessment", "check_answers"}
POSTED = {"answer_save", "agree_not_applicable", "acknowledgement_approve", "member_remove"}


def address(name: str, assessment: Assessment) -> str:
    """The address of something in this round or its project."""
    values: dict[str, Any] = {
        "project_id": assessment.project_id,
        "assessment_id": assessment.pk,
        "membership_id": uuid4(),
        "section": "data",
        "question": "data.selection",
        "rule": "K1",
    }
    pattern = next(found for found in urlpatterns if found.name == name)
    assert isinstance(pattern, URLPattern)
    return reverse(name, kwargs={key: values[key] for key in pattern.pattern.converters})


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", BOUND)
def test_stranger_finds_nothing(assessment: Assessment, name: str, method: str) -> None:
    stranger: Person = PersonFactory()

    page = getattr(signed_in(stranger), method)(address(name, assessment))

    refused = name in (POSTED if method == "get" else READ)
    assert page.status_code == (405 if refused else 404)


@pytest.mark.parametrize("name", sorted({*BOUND, *OWN}))
def test_nobody_signed_out_gets_in(assessment: Assessment, name: str) -> None:
    url = address(name, assessment)

    page = Client().post(url) if name in POSTED else Client().get(url)

    assert page.status_code == 302
    assert page["Location"] == f"{reverse('account_login')}?next={url}"
