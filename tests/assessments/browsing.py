"""What a browser posts, said in one line."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.usersessions.models import UserSession
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment, Person

WITH_HTMX = {"HX-Request": "true"}


def html(page: Any) -> str:
    """What a page says, as it was sent."""
    return str(page.content.decode())


def sees(person: Person) -> str:
    """An administrator's page of what somebody can see."""
    return reverse("person_sees", args=[person.pk])


def signed_in(person: Person) -> Client:
    """A browser in which somebody has just signed in, by password."""
    client = Client()
    client.force_login(person)
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, person, "password")
    request.session.save()
    UserSession.objects.create(user=person, session_key=request.session.session_key, ip="127.0.0.1")
    return client


def fields(question: str, *, version: int = 0, **typed: Any) -> dict[str, Any]:
    """The fields of one question's card, as a page would post them."""
    prefix = question.replace(".", "__")
    return {f"{prefix}-{name}": value for name, value in {"version": version, **typed}.items()}


def section_url(assessment: Assessment, section: str = "data") -> str:
    return reverse("section", args=[assessment.pk, section])


def save_url(assessment: Assessment, question: str = "data.selection") -> str:
    return reverse("answer_save", args=[assessment.pk, question])
