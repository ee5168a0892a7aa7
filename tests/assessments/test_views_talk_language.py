"""Talks, and who is asked, in a language of a few texts: whole sentences, each case its own."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from assessments import actions
from assessments.models import Assessment, Notice, NoticeKind, Person
from assessments.views.talk_rows import asked_in_words
from tests.factories import NOW
from tests.languages import compiled

from .browsing import signed_in
from .test_actions_talking import QUESTION, say
from .test_views_asked import ask
from .test_views_talk import shown

pytestmark = pytest.mark.django_db

READERS = "eu"
TEXTS = {
    "Asked: %(person)s": "%(person)s galdetuta",
    "Asked: %(person)s, due today": "%(person)s galdetuta, gaurko",
    "Asked: %(person)s, due %(day)s": "%(day)s: %(person)s galdetuta",
    "%(person)s, due tomorrow": "biharko: %(person)s",
    "%(by)s asks you to answer “%(name)s” in %(project)s, round %(round)s": "%(name)s? (%(by)s)",
    "%(by)s hands back to you “%(name)s” in %(project)s, round %(round)s": "%(name)s itzuli du %(by)s",
    "%(moment)s, corrected": "zuzenduta: %(moment)s",
}


@pytest.fixture(autouse=True)
def _languages(tmp_path: Path, settings: LazySettings) -> None:
    settings.LOCALE_PATHS = [compiled(tmp_path, READERS, TEXTS)]
    settings.LANGUAGES = [("en-gb", "English"), (READERS, "Euskara")]


def page(client: Client, url: str) -> Any:
    return client.get(url, headers={"accept-language": READERS})


@pytest.mark.parametrize(
    ("days", "english", "theirs"),
    [
        (None, "Asked: Rosa", "Rosa galdetuta"),
        (0, "Asked: Rosa, due today", "Rosa galdetuta, gaurko"),
        (9, "Asked: Rosa, due 12 May", "maiatzaren 12a: Rosa galdetuta"),
        (1, "Asked: Rosa, due tomorrow", "Asked: Rosa, due tomorrow"),
        (-1, "Asked: Rosa, 1 day overdue", "Asked: Rosa, 1 day overdue"),
        (-2, "Asked: Rosa, 2 days overdue", "Asked: Rosa, 2 days overdue"),
    ],
)
def test_who_was_asked_and_by_when_is_one_sentence(days: int | None, english: str, theirs: str) -> None:
    today = NOW.date().replace(month=5, day=3)
    due = None if days is None else today + timedelta(days=days)

    assert asked_in_words("Rosa", due, today) == english
    with translation.override(READERS):
        assert asked_in_words("Rosa", due, today) == theirs


def test_whom_a_section_waits_for_is_one_sentence(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    ask(assessment, lead, respondent, due=1)

    assert "biharko: Rosa Respondent" in shown(page(signed_in(lead), assessment.get_absolute_url()))


def test_who_is_asked_is_told_in_their_own_language(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    Person.objects.filter(pk=respondent.pk).update(language=READERS)
    asked = ask(assessment, lead, respondent, QUESTION, due=None)
    actions.end_assignment(assessment=assessment, assignment=asked, by=respondent, at=timezone.now())
    round_told = f"in {assessment.project.name}, round {assessment.round}"

    told = {notice.person: notice.text for notice in Notice.objects.filter(kind=NoticeKind.ASSIGNED)}

    assert told[respondent].endswith("? (Lea Lead)")
    assert told[lead].startswith("Rosa Respondent hands back to you “")
    assert told[lead].endswith(f"” {round_told}")


def test_comment_runs_in_its_own_direction_and_says_that_it_was_corrected(
    assessment: Assessment, lead: Person
) -> None:
    comment = say(assessment, lead, "Hi")
    actions.change_comment(assessment=assessment, comment=comment, text="שלום", by=lead, at=comment.at)

    talk = page(signed_in(lead), reverse("talk", args=[assessment.pk, QUESTION])).content.decode()

    assert re.search(r'<div class="marked" dir="auto"><p>שלום</p>\s*</div>', talk)
    assert '<span class="muted">zuzenduta: ' in talk


def test_each_name_knows_what_is_said_of_as_many_as_stand_up_to_it(
    assessment: Assessment, lead: Person, respondent: Person, reviewer: Person
) -> None:
    talk = signed_in(lead).get(reverse("talk", args=[assessment.pk, QUESTION])).content.decode()

    found = re.findall(r'data-found="([^"]+)">([^<]+)<', talk)

    assert {name for _, name in found} >= {respondent.name, reviewer.name}
    assert [text for text, _ in found[:2]] == [
        "1 name: {name}. Enter takes it, arrows move.",
        "2 names: {name}. Enter takes it, arrows move.",
    ]
