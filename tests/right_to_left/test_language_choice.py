"""The language of a page is its reader's own choice, else their browser's; so is what is stored for them."""

from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from assessments import questionnaires
from assessments.actions import choose_language, renew_work
from assessments.actions.preferences import InvalidChoice
from assessments.domain.numbers import bare, plain
from assessments.models import Assessment, Person, WorkItem
from assessments.views.moments import day
from config.languages import default_among, languages_in
from tests.assessments.browsing import signed_in

from .conftest import TRIAL
from .reading import LETTERS, Page

pytestmark = pytest.mark.django_db
CODE = TRIAL[0]
MINE = reverse("my_work")


def shown(client: Client, url: str = MINE, **headers: str) -> str:
    return client.get(url, headers=headers).content.decode()


@pytest.mark.usefixtures("offered")
def test_a_page_is_in_the_language_that_its_reader_chose(lead: Person) -> None:
    client = signed_in(lead)
    assert '<html lang="en-gb" dir="ltr">' in shown(client)

    client.post(reverse("language_choice"), {"language": CODE})

    assert f'<html lang="{CODE}" dir="rtl">' in shown(client, accept_language="en")
    assert '<html lang="en-gb" dir="ltr">' in shown(Client(), "/check/")


@pytest.mark.usefixtures("offered")
def test_who_chose_none_gets_that_of_the_browser(lead: Person) -> None:
    assert f'lang="{CODE}" dir="rtl"' in shown(signed_in(lead), accept_language=CODE)
    assert f'lang="{CODE}" dir="rtl"' in shown(Client(), "/check/", accept_language=CODE)


@pytest.mark.usefixtures("offered")
def test_what_waits_is_told_to_each_in_their_own_language(assessment: Assessment, lead: Person) -> None:
    renew_work(project=assessment.project, at=timezone.now())
    assert set(texts_for(lead)) == {"Answer the questions"}

    choose_language(code=CODE, by=lead, at=timezone.now())

    assert texts_for(lead)
    assert not any(LETTERS.search(text) for text in texts_for(lead))


@pytest.mark.usefixtures("offered")
def test_a_language_that_is_not_there_cannot_be_chosen(lead: Person) -> None:
    answered = signed_in(lead).post(reverse("language_choice"), {"language": "tlh"})

    assert answered.status_code == 422
    with pytest.raises(InvalidChoice):
        choose_language(code="tlh", by=lead, at=timezone.now())


def test_one_language_alone_is_no_choice(lead: Person) -> None:
    assert reverse("language_choice") not in Page(shown(signed_in(lead))).links


@pytest.mark.usefixtures("offered")
def test_several_are_offered_by_their_own_names(lead: Person) -> None:
    client = signed_in(lead)

    assert reverse("language_choice") in Page(shown(client)).links
    assert {"English", TRIAL[1]} <= set(Page(shown(client, reverse("language_choice"))).texts)


def test_languages_are_those_with_compiled_texts(trial_language: Path, tmp_path: Path) -> None:
    assert languages_in(tmp_path) == [("en-gb", "English")]
    assert languages_in(trial_language) == [("en-gb", "English"), (CODE, "العربيّة (ar-xb)")]
    (tmp_path / "de" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "de" / "LC_MESSAGES" / "django.mo").touch()
    assert languages_in(tmp_path)[1] == ("de", "Deutsch")


def test_a_deployment_cannot_speak_what_it_has_no_texts_for() -> None:
    languages = [("en-gb", "English"), ("de", "Deutsch")]

    assert default_among(languages, "de") == "de"
    with pytest.raises(ImproperlyConfigured, match=r"LANGUAGE_CODE is fr.*en-gb, de"):
        default_among(languages, "fr")


def test_a_translated_question_set_differs_in_words_alone(trial_language: Path) -> None:
    english = questionnaires.load()

    other = questionnaires.translated(english, trial_language, "ar_XB")

    assert not any(LETTERS.search(text) for text in questionnaires.texts(other))
    assert [(q.key, q.kind, q.critical, q.caps, len(q.levels)) for q in other] == [
        (q.key, q.kind, q.critical, q.caps, len(q.levels)) for q in english
    ]
    assert [q.measure and q.measure.thresholds for q in other] == [
        q.measure and q.measure.thresholds for q in english
    ]
    assert questionnaires.digest(other) == questionnaires.digest(english)
    assert questionnaires.translated(english, trial_language, "de") is english


@pytest.mark.usefixtures("offered")
def test_numbers_and_days_are_written_as_the_reader_does() -> None:
    assert plain(50_000) == "50,000"
    with translation.override("de"):
        assert plain(50_000) == "50.000"
        assert bare(50_000) == "50000"
        assert day(date(2026, 3, 3)) == "3. März 2026"


def texts_for(person: Person) -> list[str]:
    return list(WorkItem.objects.filter(person=person, done_at=None).values_list("text", flat=True))
