"""Evidence in a language of a few texts: whole sentences, in the order that a translator gave them."""

import html
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments import actions
from assessments.actions import Description, described
from assessments.models import Assessment, EvidenceItem, Person
from tests.factories import NOW
from tests.languages import compiled
from tests.processes import ROOT

from .browsing import section_url, signed_in
from .evidenced import QUESTION, hidden, item_url, linked, page_url, said
from .steps import COUNT, PLAN

pytestmark = pytest.mark.django_db

READERS = "eu"
TEXTS = {
    "Backs %(answers)s": "%(answers)s babesten du",
    "Dated %(day)s, expires on %(end)s": "%(end)s arte, %(day)s egina",
    "Where it is kept": "Non dagoen",
    "the register has the same under this title already: choose it there": "badago jada",
    "%(error)s.": "%(error)s!",
    "“{title}” backs this answer now.": "Orain “{title}” da froga.",
    "Type a date as year-month-day, such as 2026-12-15.": "Idatzi data.",
}


@pytest.fixture(autouse=True)
def _languages(tmp_path: Path, settings: LazySettings) -> None:
    settings.LOCALE_PATHS = [compiled(tmp_path, READERS, TEXTS)]
    settings.LANGUAGES = [("en-gb", "English"), (READERS, "Euskara")]


def page(client: Client, url: str, posted: dict[str, Any] | None = None) -> Any:
    headers = {"accept-language": READERS}
    return client.get(url, headers=headers) if posted is None else client.post(url, posted, headers=headers)


def dated(item: EvidenceItem, by: Person) -> None:
    today = timezone.localdate()
    actions.describe_evidence(
        assessment=item.assessment,
        item_id=item.pk,
        said=Description(item.title, today, today + timedelta(days=400)),
        seen=described(item),
        by=by,
    )


def test_register_lets_a_translator_put_the_sentence_in_order(assessment: Assessment, lead: Person) -> None:
    dated(linked(assessment, lead), lead)

    register = page(signed_in(lead), reverse("evidence", args=[assessment.pk]))

    assert re.search(r"<a href=\"[^\"]+\">[^<]+</a> babesten du", register.content.decode())
    assert re.search(r" arte, .+ egina", said(register))


def test_days_of_a_piece_keep_the_capital_of_their_month(assessment: Assessment, lead: Person) -> None:
    item = linked(assessment, lead)
    today = timezone.localdate()
    EvidenceItem.objects.filter(pk=item.pk).update(dated=today, expires_on=today)

    shown = said(signed_in(lead).get(item_url("evidence_item", item)))

    on = f"{today.day} {today:%B %Y}"
    assert f"Dated {on}, expired on {on}" in shown


def test_forms_that_are_made_once_speak_to_each_reader(assessment: Assessment, lead: Person) -> None:
    client, url = signed_in(lead), page_url(assessment)

    pages = [said(page(client, url)), said(client.get(url))]

    assert [("Non dagoen" in shown, "Where it is kept" in shown) for shown in pages] == [
        (True, False),
        (False, True),
    ]


def test_what_an_action_refuses_is_a_sentence_of_the_readers_language(
    assessment: Assessment, lead: Person
) -> None:
    item = linked(assessment, lead)
    other = actions.attach_link(
        assessment=assessment, question=QUESTION, title=COUNT.title, link=PLAN.link, by=lead, at=NOW
    )
    client, url = signed_in(lead), item_url("evidence_item", other)
    kept = hidden(client.get(url))

    refused = page(client, url, {**kept, "title": item.title})
    mistyped = page(client, url, {**kept, "title": "Other", "dated": "soon"})

    assert refused.status_code == mistyped.status_code == 422
    assert "Badago jada!" in said(refused)
    assert "Idatzi data." in said(mistyped)


def test_script_of_the_evidence_gets_every_word_from_the_page(assessment: Assessment, lead: Person) -> None:
    source = (ROOT / "static/js/evidence.js").read_text()
    asked = {
        name for given in re.findall(r"told\(([^{)]+)", source) for name in re.findall(r'"(\w+)"', given)
    }

    words = _words(page(signed_in(lead), section_url(assessment)).content.decode())

    assert asked == words.keys()
    assert words["backs"] == "Orain “{title}” da froga."
    assert words["sent"] == "{file}: {percent} % sent"
    assert set(re.findall(r"\{(\w+)\}", " ".join(words.values()))) == {
        *("file", "most", "percent", "text", "title", "why")
    }


def _words(source: str) -> dict[str, str]:
    """What the page holds ready for the script, by the names that it has there."""
    template = re.findall(r"<template data-evidence-words(.*?)></template>", source, re.DOTALL)
    assert len(template) == 1
    return {
        re.sub(r"-(\w)", lambda match: match[1].upper(), name): html.unescape(text)
        for name, text in re.findall(r'data-([\w-]+)="([^"]*)"', template[0])
    }
