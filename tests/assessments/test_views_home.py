"""The front page and the three-question check."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.domain.numbers import NO_BREAK
from assessments.models import Answer, Person
from tests.factories import PersonFactory

from .browsing import signed_in

pytestmark = pytest.mark.django_db

WHOLE = {
    "data__selection": "3",
    "users__resistant": "4",
    "load__volume-pilot": "5,000",
    "load__volume-production": "5000",
    "load__concurrency-pilot": "300",
    "load__concurrency-production": "300",
}


def test_front_page_asks_the_three_questions_without_an_account() -> None:
    page = Client().get(reverse("home"))

    html = page.content.decode()
    assert page.status_code == 200
    assert "Three questions, one minute" in html
    assert 'name="data__selection"' in html
    assert 'name="users__resistant"' in html
    assert 'name="load__concurrency-production"' in html


def test_front_page_leads_somebody_signed_in_to_their_work() -> None:
    person: Person = PersonFactory()

    assert signed_in(person).get(reverse("home"))["Location"] == reverse("my_work")


def test_check_can_be_opened_by_itself() -> None:
    assert Client().get(reverse("quick_check")).status_code == 200


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"data__selection": "0"}, "This result is no evidence for production."),
        ({"users__resistant": "not_known"}, "This result is no evidence for production."),
        (
            {"load__volume-pilot": "", "load__volume-production": ""},
            "This result is no evidence for production.",
        ),
        ({"users__resistant": "2"}, "This result predicts production only in part."),
        ({}, "Nothing in these three speaks against it."),
    ],
)
def test_check_says_what_the_three_answers_say(changed: dict[str, str], sentence: str) -> None:
    page = Client().post(reverse("quick_check"), WHOLE | changed)

    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert reverse("project_create") in page.content.decode()


def test_check_stores_nothing() -> None:
    with CaptureQueriesContext(connection) as queries:
        Client().post(reverse("quick_check"), WHOLE)

    assert not [query for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"data__selection": ""}, "Was the data representative? Choose an answer."),
        ({"load__volume-pilot": "many"}, "is not a number"),
        ({"load__volume-production": "0"}, "a number above 0"),
    ],
)
def test_check_keeps_what_was_typed_beside_its_errors(changed: dict[str, str], told: str) -> None:
    page = Client().post(reverse("quick_check"), WHOLE | changed)

    html = page.content.decode()
    assert page.status_code == 422
    assert "<title>Error: " in html
    assert told in html
    assert 'value="300"' in html


def test_front_page_shows_what_a_claim_becomes_as_an_illustration() -> None:
    html = Client().get(reverse("home")).content.decode().replace(NO_BREAK, " ")

    assert "For illustration" in html
    assert '<blockquote dir="auto">95 % accuracy.</blockquote>' in html
    assert "<bdi>95 % accuracy</bdi> (n = 500, 95 % interval 92.7-96.6 % for cases like these)" in html
    assert "on hand-picked, hand-cleaned data, with hand-picked volunteers" in html


def test_check_says_what_is_not_known_and_repeats_the_numbers() -> None:
    load = {"load__volume-pilot": "300", "load__volume-production": ""}

    html = Client().post(reverse("quick_check"), WHOLE | load | {"users__resistant": "not_known"})
    text = html.content.decode().replace(NO_BREAK, " ")

    assert text.count("Not known, and therefore not shown") == 2
    assert "Pilot 300" in text
    assert "Level 0 of 4" not in text
