"""The HTML of each mail: what people typed stays text in it, and it looks the same wherever it is read."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail
from django.utils import translation
from pytest_django import DjangoCaptureOnCommitCallbacks

from assessments import actions
from assessments.models import Assessment, MemberRole, Person
from assessments.tokens import DARK, LIGHT
from tests.factories import AssessmentFactory, PersonFactory, member

from .invited import invited
from .mailed import page_of
from .test_actions_mailing import NOON
from .test_actions_talking import say

pytestmark = pytest.mark.django_db
HOSTILE = "</a></title></style><script>alert(1)</script><img src=//evil.example/x> & \"'{{ dark }}"
ADDRESS = '"<b>\'&"@example.org'


@pytest.fixture(autouse=True)
def site(settings: LazySettings) -> None:
    settings.SITE_ADDRESS = "https://pilot.example.org"


@pytest.fixture
def assessment() -> Assessment:
    found: Assessment = AssessmentFactory(project__name=f"Project {HOSTILE}")
    return found


@pytest.fixture
def lead(assessment: Assessment) -> Person:
    return member(assessment.project, name=f"Lea {HOSTILE}", email=ADDRESS)


@pytest.fixture
def letters(
    assessment: Assessment, lead: Person, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> Callable[[], list[Any]]:
    """Write one mail of each kind, in the language that is active."""

    def write() -> list[Any]:
        person = member(assessment.project, MemberRole.REVIEWER, name=f"Rosa {HOSTILE}")
        say(assessment, lead, HOSTILE, tells={person.pk}, at=NOON)
        say(assessment, lead, HOSTILE, question="data.cleaning", tells={person.pk}, at=NOON)
        with django_capture_on_commit_callbacks(execute=True):
            invited(assessment.project, lead, link="https://pilot.example.org/invitations/{}/".format)
        without = PersonFactory(email="'<i>\"@example.org", password="!")
        for email in (ADDRESS, without.email):
            assert actions.mail_password_link(email=email)
        assert actions.send_waiting_mail(at=NOON + timedelta(minutes=10))
        return mail.outbox

    return write


def test_what_people_typed_stays_text(letters: Callable[[], list[Any]]) -> None:
    pages = [page_of(letter) for letter in letters()]

    texts = [" ".join(page.texts) for page in pages]
    assert len(texts) == 4
    assert HOSTILE in texts[0]
    assert [ADDRESS in text for text in texts[:2]] == [True, True]
    assert "'<i>\"@example.org" in texts[2]
    assert [texts[3].count(part) for part in (f"Rosa {HOSTILE},", f"Project {HOSTILE}")] == [1, 4]


@pytest.mark.parametrize(("language", "direction"), [("en-gb", "ltr"), ("ar", "rtl")])
def test_language_and_direction_are_said_also_where_a_reader_drops_the_head(
    letters: Callable[[], list[Any]], settings: LazySettings, language: str, direction: str
) -> None:
    settings.LANGUAGE_CODE = language
    with translation.override(language):
        pages = [letter.alternatives[0].content for letter in letters()]

    said = f'lang="{language}" dir="{direction}"'
    assert [(f"<html {said}>" in page, f'<div class="paper" {said}' in page) for page in pages] == (
        [(True, True)] * 4
    )


def test_colours_are_those_of_the_pages_in_light_and_dark(letters: Callable[[], list[Any]]) -> None:
    for letter in letters():
        page = letter.alternatives[0].content
        assert '<meta name="color-scheme" content="light dark">' in page
        for colours in (LIGHT, DARK):
            assert all(
                colours[name] in page for name in ("paper", "surface", "ink", "muted", "rule", "accent")
            )
