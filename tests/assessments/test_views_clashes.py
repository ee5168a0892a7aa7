"""Two people at one answer: nobody's is overwritten by who never saw it, and both reasons can stand."""

import pytest

from assessments.domain.case import Answer, Choice
from assessments.forms.answers import fingerprint
from assessments.models import Assessment, Person
from assessments.queries import questionnaire_of
from tests.factories import member

from .browsing import WITH_HTMX, fields, html, save_url, section_url, signed_in
from .steps import level, save, stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def olga(assessment: Assessment, lead: Person) -> Person:
    """Somebody who answers after the page was opened, over the answer that it shows."""
    save(assessment, lead, level(1))
    other: Person = member(assessment.project, name="Olga Other")
    save(assessment, other, Answer(Choice(3), rationale="their reason"), seen=1)
    return other


@pytest.mark.usefixtures("olga")
def test_unchanged_old_card_gets_the_newer_answer_whole(assessment: Assessment, lead: Person) -> None:
    posted = fields("data.selection", said="1", version=1, shown=fingerprint(level(1)))

    page = signed_in(lead).post(save_url(assessment), posted, headers=WITH_HTMX)

    assert page.status_code == 200
    assert page["HX-Retarget"] == "#data__selection"
    assert ">their reason</textarea>" in html(page)
    assert 'name="data__selection-version" value="2"' in html(page)


def test_unchanged_card_of_what_still_stands_gets_its_line_alone(
    assessment: Assessment, lead: Person
) -> None:
    save(assessment, lead, level(1))
    posted = fields("data.selection", said="1", version=1, shown=fingerprint(level(1)))

    page = signed_in(lead).post(save_url(assessment), posted, headers=WITH_HTMX)

    assert page.status_code == 200
    assert "HX-Retarget" not in page
    assert 'name="data__selection-version" value="1"' in html(page)


@pytest.mark.usefixtures("olga")
def test_keeping_what_the_page_had_shown_stores_it_over_theirs(assessment: Assessment, lead: Person) -> None:
    posted = fields("data.selection", said="1", version=1, shown=fingerprint(level(1)), theirs=2, keep="mine")

    page = signed_in(lead).post(save_url(assessment), posted, headers=WITH_HTMX)

    assert page.status_code == 200
    assert stored(assessment) == level(1)


@pytest.mark.usefixtures("olga")
def test_both_reasons_are_put_together_and_shown_to_edit(assessment: Assessment, lead: Person) -> None:
    mine = fields("data.selection", said="4", rationale="my reason", version=1, shown=fingerprint(level(1)))
    client = signed_in(lead)
    clash = client.post(save_url(assessment), mine, headers=WITH_HTMX)
    assert 'name="data__selection-keep" value="both"' in html(clash)

    page = client.post(
        save_url(assessment),
        mine | {"data__selection-theirs": 2, "data__selection-keep": "both"},
        headers=WITH_HTMX,
    )

    assert page["HX-Retarget"] == "#data__selection"
    together = f"my reason\n\n{other_answer(assessment)}\n\ntheir reason"
    assert f">{together}</textarea>" in html(page)
    assert stored(assessment) == Answer(Choice(4), rationale=together)


@pytest.mark.usefixtures("olga")
def test_both_reasons_are_put_together_by_the_button_too(assessment: Assessment, lead: Person) -> None:
    posted = fields("data.selection", said="4", rationale="my reason", version=1, theirs=2, keep="both")

    page = signed_in(lead).post(section_url(assessment), posted | {"data__selection-shown": "of old"})

    together = f"my reason\n\n{other_answer(assessment)}\n\ntheir reason"
    assert page.status_code == 302
    assert stored(assessment) == Answer(Choice(4), rationale=together)


@pytest.mark.usefixtures("olga")
def test_the_same_answer_is_not_told_twice(assessment: Assessment, lead: Person) -> None:
    posted = fields("data.selection", said="3", rationale="my reason", version=1, theirs=2, keep="both")

    signed_in(lead).post(save_url(assessment), posted, headers=WITH_HTMX)

    assert stored(assessment) == Answer(Choice(3), rationale="my reason\n\ntheir reason")


@pytest.mark.parametrize(
    ("mine", "together"),
    [
        ("", "{other}\n\ntheir reason"),
        ("their reason", "{other}\n\ntheir reason"),
        ("their reason, and more", "their reason, and more\n\n{other}"),
        ("reason", "{other}\n\ntheir reason"),
    ],
)
@pytest.mark.usefixtures("olga")
def test_what_both_reasons_share_stands_once(
    assessment: Assessment, lead: Person, mine: str, together: str
) -> None:
    posted = fields("data.selection", said="4", rationale=mine, version=1, theirs=2, keep="both")

    signed_in(lead).post(save_url(assessment), posted, headers=WITH_HTMX)

    expected = together.format(other=other_answer(assessment))
    assert stored(assessment) == Answer(Choice(4), rationale=expected)


@pytest.mark.usefixtures("olga")
def test_both_never_loses_their_reason_to_an_answer_that_was_emptied(
    assessment: Assessment, lead: Person
) -> None:
    posted = fields("data.selection", version=1, theirs=2, keep="both")

    page = signed_in(lead).post(save_url(assessment), posted, headers=WITH_HTMX)

    assert page.status_code == 422
    assert stored(assessment) == Answer(Choice(3), rationale="their reason")


def test_both_over_an_answer_that_was_taken_back_is_ones_own(assessment: Assessment, lead: Person) -> None:
    save(assessment, lead, level(1))
    save(assessment, lead, None, seen=1)
    posted = fields("data.selection", said="4", rationale="my reason", version=1, theirs=2, keep="both")

    signed_in(lead).post(save_url(assessment), posted, headers=WITH_HTMX)

    assert stored(assessment) == Answer(Choice(4), rationale="my reason")


def other_answer(assessment: Assessment) -> str:
    """Olga's, as it is told below one's own reasons."""
    level_3 = questionnaire_of(assessment).by_key["data.selection"].levels[3]
    return f"The other answer was: {level_3.text}"
