"""In a language made of all that is marked for translation, only people's own words are in English."""

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.test import Client
from django.urls import reverse

from assessments.models import (
    Assessment,
    HistoryEntry,
    Initiative,
    Notice,
    Person,
    Remedy,
    State,
    Unit,
    WorkItem,
)
from tests.assessments.browsing import signed_in

from .reading import LETTERS, Written, pages_from

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("spoken")]

STARTS = ("/work/", "/projects/", "/portfolio/", "/people/", "/account/mail/", "/accounts/2fa/")
SAID_BY_US = (HistoryEntry, Notice, WorkItem)
"""What is stored in words of ours, not in people's."""


def test_nothing_is_left_in_english() -> None:
    call_command("load_demo", verbosity=0)
    written = Written(list(_written()), [*_names()])
    draft = Assessment.objects.filter(state=State.DRAFT).earliest("started_at")
    sections = [reverse("section", args=[draft.pk, "data"]), reverse("check_answers", args=[draft.pk])]

    left: dict[str, str] = {}
    for email in ("lead", "second", "reviewer", "pmo", "leadership", "administrator"):
        client = signed_in(Person.objects.get(email=f"{email}@example.org"))
        starts = [
            "/work/",
            "/projects/",
            "/portfolio/",
            "/people/",
            "/account/mail/",
            "/accounts/2fa/",
            *sections,
        ]
        left |= _left(client, starts, written)
    left |= _left(Client(), ["/", "/check/", "/accounts/login/", "/nowhere/"], written)

    assert not left, "\n".join(f"{url}: {text}" for text, url in left.items())


def _left(client: Client, starts: list[str], written: Written) -> dict[str, str]:
    """What is in English, with the page where it was first seen."""
    return {
        rest: url
        for url, page in pages_from(client, *starts)
        for text in page.texts
        if (rest := written.without(text))
    }


def _names() -> Iterator[str]:
    for rows in (
        Unit.objects.values_list("name"),
        Initiative.objects.values_list("name"),
        Assessment.objects.values_list("claim_metric", "claim_unit"),
        Remedy.objects.values_list("adjusted_unit"),
    ):
        yield from (name for row in rows for name in row if name)


def _written() -> Iterator[str]:
    """Every text in the database that somebody wrote, as it is shown."""
    for model in (
        *apps.get_app_config("assessments").get_models(),
        *apps.get_app_config("reports").get_models(),
    ):
        if model in SAID_BY_US:
            continue
        fields = [
            column.attname
            for column in model._meta.concrete_fields
            if isinstance(column, models.CharField | models.TextField) and not column.choices
        ]
        for row in model._base_manager.values_list(*fields) if fields else ():
            for text in filter(LETTERS.search, map(str, row)):
                yield " ".join(text.split())
                yield from filter(LETTERS.search, re.split(r"\s*\n\s*|\*\*", text))
