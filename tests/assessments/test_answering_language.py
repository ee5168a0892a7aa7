"""Answering in a language that has some texts: also what is drawn once, or put together, speaks it."""

import html
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import translation

from assessments import actions, questionnaires
from assessments.domain.case import Answer, Evidence, How, NotApplicable, Pair
from assessments.forms.answers import AnswerForm
from assessments.forms.cards import Stored, stored_card
from assessments.forms.layout import render_cards
from assessments.forms.words import answer_in_words
from assessments.models import Assessment, Person
from tests.languages import speak_also

from .browsing import WITH_HTMX, fields, save_url, section_url, signed_in
from .steps import K1, NOBODY_KNOWS, answer, level, save, submit

QUESTIONS = questionnaires.load("honest-pilot/1").by_key
HALF_A_MILLION = Pair(Decimal("500000.5"), Decimal(1_000_000))
WELSH = {
    "Critical": "Tyngedfennol",
    "Documented": "Dogfennwyd",
    "Verified": "Gwiriwyd",
    "None": "Dim",
    "Not known": "Anhysbys",
    "Reasons": "Rhesymau",
    "Nothing backs this answer yet.": "Nid oes dim yn ategu’r ateb.",
    "%(grade)s by %(name)s": "%(name)s: %(grade)s",
    "Pilot %(pilot)s in a load test, production %(production)s": "%(production)s, a %(pilot)s dan straen",
    "Not applicable (agreed by %(name)s): %(reason)s": "%(reason)s (amherthnasol: %(name)s)",
    "must be a number": "rhaid cael rhif",
    "%(error)s.": "%(error)s!",
    "%(question)s: %(error)s": "%(question)s – %(error)s",
    "Not saved. %(refusal)s What you typed is still here: copy it before you leave this page.": (
        "Heb ei gadw. %(refusal)s Copïwch y cyfan."
    ),
    "%(saved)s by %(person)s": "%(person)s: %(saved)s",
    "Saving": "Yn cadw",
    "%(count)s of %(total)s answered": "%(total)s/%(count)s",
    "These answers cannot both be true": "Ni all y ddau fod yn wir",
    "Also here now: <b>%(others)s</b>": "<b>%(others)s</b> yma hefyd",
    "Your answers": "Eich atebion",
}


@pytest.fixture(autouse=True)
def _welsh(tmp_path: Path, settings: LazySettings) -> None:
    speak_also("cy", WELSH, tmp_path, settings)


def drawn(question: str = "data.selection", stated: Answer | None = None) -> str:
    """A card as it is stored."""
    card = stored_card(QUESTIONS[question], Stored(stated), number="1.1", save_url=f"/cy/{question}/")
    return html.unescape(render_cards([card]))


def read(page: Any) -> str:
    return " ".join(html.unescape(page.content.decode()).split())


def welsh(person: Person) -> Client:
    client = signed_in(person)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "cy"
    return client


def test_card_that_is_kept_is_kept_for_each_language() -> None:
    english = drawn()
    with translation.override("cy"):
        card = drawn()

    assert "Tyngedfennol" in card
    assert "</svg>Dogfennwyd</label>" in card
    assert ">Rhesymau</label>" in card
    assert "Nid oes dim yn ategu’r ateb." in card
    assert "Rhesymau" not in english
    assert drawn() == english


def test_answer_is_put_into_words_in_the_order_of_the_language() -> None:
    stated = Answer(
        Pair(Decimal(1), Decimal(0), How.LOAD_TEST), Evidence.VERIFIED, verified_by="Ada", rationale="·"
    )
    with translation.override("cy"):
        words = answer_in_words(QUESTIONS["load.volume"], stated).replace("\N{NO-BREAK SPACE}", " ")
        dropped = answer_in_words(QUESTIONS["data.unseen"], Answer(NotApplicable("dim galw", "Rui")))

    assert words.splitlines() == [
        "0 transactions a day, a 1 transaction a day dan straen",
        "Ada: Gwiriwyd",
        "·",
    ]
    assert dropped == "dim galw (amherthnasol: Rui)"


def test_what_an_action_refuses_becomes_a_sentence_of_the_language() -> None:
    with translation.override("cy"):
        form = AnswerForm(QUESTIONS["data.volume"], fields("data.volume", pilot="5"), lambda: None)
        assert form.is_valid()
        form.refuse({"pilot": translation.gettext("must be a number")})

    assert form.errors["pilot"] == ["Rhaid cael rhif!"]


def test_ratio_is_written_as_the_reader_writes_numbers() -> None:
    with translation.override("de"):
        card = drawn("data.volume", Answer(Pair(Decimal("2.5"), Decimal(1000))))

    assert re.search(r"<b>0,25.%</b>", card)


def test_people_write_in_their_own_direction_and_numbers_stay_in_theirs() -> None:
    card = drawn("data.volume", Answer(HALF_A_MILLION))

    for name, direction in (
        ("pilot", "ltr"),
        ("production", "ltr"),
        ("proof_link", "ltr"),
        ("rationale", ""),  # the style sheet lets it run as it reads, and as the page while it is empty
    ):
        field = next(part for part in card.split("<") if f'name="data__volume-{name}"' in part)
        assert (f'dir="{direction}"' in field) is bool(direction)


@pytest.mark.django_db
def test_section_and_saving_speak_to_their_reader(assessment: Assessment, lead: Person) -> None:
    client = welsh(lead)
    saved = read(client.post(save_url(assessment), fields("data.selection", said="1"), headers=WITH_HTMX))
    section = read(client.get(section_url(assessment)))
    typed = fields("data.volume", pilot="llawer")
    wrong = read(client.post(section_url(assessment), typed))

    assert f"{lead}: Saved " not in saved  # one's own name is not told at once
    assert f"{lead}: Saved " in section
    assert 'data-saving="Yn cadw"' in section
    assert f"{QUESTIONS['data.volume'].name} – “llawer”" in wrong


@pytest.mark.django_db
def test_refusal_of_all_is_one_message(assessment: Assessment, lead: Person) -> None:
    submit(assessment, lead)
    client, typed = welsh(lead), fields("data.selection", said="4")

    whole = read(client.post(section_url(assessment), typed))
    line = read(client.post(save_url(assessment), typed, headers=WITH_HTMX))

    for said in (whole, line):
        assert "Heb ei gadw. This round is" in said
        assert "Copïwch y cyfan." in said


@pytest.mark.django_db
def test_all_answers_are_counted_and_opposed_in_their_readers_words(
    assessment: Assessment, lead: Person, blind: Person
) -> None:
    answer(assessment, lead, {**K1, "data.history": NOBODY_KNOWS})
    check = reverse("check_answers", args=[assessment.pk])

    page = read(welsh(lead).get(check))

    assert "<small>7/3</small>" in page
    assert "<h3>Ni all y ddau fod yn wir</h3>" in page
    assert "<span>Anhysbys</span>" in page
    assert "<h1>Eich atebion</h1>" in read(welsh(blind).get(check))


@pytest.mark.django_db(databases=["default", "cache"])
def test_who_else_is_here_is_said_in_the_language(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    cache.clear()
    url = reverse("presence", args=[assessment.pk, "data"])
    signed_in(respondent).post(url)

    assert read(welsh(lead).post(url)) == f"<b>{respondent}</b> yma hefyd"


@pytest.mark.django_db
def test_refused_answer_names_the_question_in_the_language(assessment: Assessment, lead: Person) -> None:
    save(assessment, lead, level(1))

    with translation.override("cy"), pytest.raises(actions.InvalidAnswer) as refused:
        save(assessment, lead, Answer(Pair(Decimal("Infinity"), None)), "data.volume")

    assert refused.value.errors == {"pilot": "rhaid cael rhif"}
