"""Follow-ups in a real browser: they come and go with the answer above them, and nothing typed is lost."""

from typing import TYPE_CHECKING

import pytest

from assessments.acting import SYSTEM, acting_as
from assessments.actions.rounds import pinned
from assessments.domain.case import Answer, Choice
from assessments.models import Assessment, Person
from tests.accessibility import assert_accessible
from tests.domain.followed import CLEANED, FOLLOWED, HOW_MANY, WHO
from tests.factories import AssessmentFactory, member

from .answering import open_section
from .steps import stored

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

MAIN, PAIR = "#data__cleaning", "#data__volume"
FOLLOW_UP, OF_PAIR, NOT_KNOWN = (f"#{key.replace('.', '__')}" for key in (CLEANED, HOW_MANY, WHO))
REASONS = f"{FOLLOW_UP} [name$=rationale]"
COUNT = ".sidelist [aria-current] small"


@pytest.fixture
def followed(page: "Page") -> tuple[Assessment, Person]:
    """A round whose questions have follow-ups, open at its first section."""
    with acting_as(SYSTEM):
        assessment: Assessment = AssessmentFactory(question_set=pinned(FOLLOWED))
        lead = member(assessment.project)
    open_section(page, lead, assessment)
    return assessment, lead


def choose(page: "Page", question: str, value: str) -> None:
    page.check(f"{question} [value='{value}'][name$=said]")


def gone(page: "Page", question: str) -> None:
    page.wait_for_selector(question, state="detached")


def of_follow_up(assessment: Assessment) -> Answer | None:
    with acting_as(SYSTEM):
        return stored(assessment, CLEANED)


def test_follow_up_comes_and_goes_with_the_answer_above_it(
    page: "Page", followed: tuple[Assessment, Person]
) -> None:
    assert "cleaned_by" not in page.content()
    choose(page, MAIN, "2")
    page.wait_for_selector(FOLLOW_UP)

    assert page.evaluate("document.activeElement.closest('.question').id") == "data__cleaning"
    assert "One more question follows." in page.inner_text(f"{MAIN} .save-state")
    assert page.inner_text(f"{FOLLOW_UP} .question-no").startswith("1.2.1")
    assert page.inner_text("#data__volume .question-no").startswith("1.3")
    assert page.inner_text(COUNT) == "1/8"
    follows = "[...document.querySelectorAll('form .question')].slice(1, 4).map((one) => one.id)"
    assert page.evaluate(follows) == ["data__cleaning", "data__cleaned_by", "data__volume"]
    assert_accessible(page)

    choose(page, FOLLOW_UP, "3")
    page.wait_for_selector(f"{FOLLOW_UP} .tick")
    assert page.inner_text(COUNT) == "2/8"
    choose(page, MAIN, "4")
    gone(page, FOLLOW_UP)

    assert "cleaned_by" not in page.content()
    assert "is not asked any more" in page.inner_text(f"{MAIN} .save-state")
    assert page.inner_text(COUNT) == "1/7"
    assert of_follow_up(followed[0]) == Answer(Choice(3))

    choose(page, MAIN, "1")
    page.wait_for_selector(f"{FOLLOW_UP} [value='3']:checked")


def test_follow_up_is_reached_and_answered_by_keyboard(
    page: "Page", followed: tuple[Assessment, Person]
) -> None:
    page.locator(f"{MAIN} [name$=said]").first.focus()
    page.keyboard.press("2")
    page.wait_for_selector(FOLLOW_UP)
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('.question').id") == "data__cleaned_by"

    page.keyboard.press("4")
    page.wait_for_selector(f"{FOLLOW_UP} .tick")

    assert of_follow_up(followed[0]) == Answer(Choice(4))


@pytest.mark.usefixtures("followed")
def test_each_follow_up_of_a_question_comes_and_goes_by_itself(page: "Page") -> None:
    page.fill(f"{PAIR} [name$=pilot]", "30")
    page.fill(f"{PAIR} [name$=production]", "100")
    page.keyboard.press("Tab")
    page.wait_for_selector(OF_PAIR)
    assert not page.query_selector(NOT_KNOWN)
    page.fill(f"{OF_PAIR} [name$=pilot]", "7")

    page.fill(f"{PAIR} [name$=pilot]", "1")
    page.keyboard.press("Tab")
    page.wait_for_selector(NOT_KNOWN)
    assert page.input_value(f"{OF_PAIR} [name$=pilot]") == "7"
    order = "[...document.querySelectorAll('.follow-up .question')].map((one) => one.id)"
    assert page.evaluate(order) == ["data__volume_who", "data__volume_batches"]

    choose(page, PAIR, "not_known")
    page.fill(f"{PAIR} [name$=pilot]", "")
    page.fill(f"{PAIR} [name$=production]", "")
    page.keyboard.press("Tab")
    gone(page, OF_PAIR)
    assert page.query_selector(NOT_KNOWN)


def test_what_is_typed_in_a_follow_up_is_saved_before_it_goes(
    page: "Page", followed: tuple[Assessment, Person]
) -> None:
    choose(page, MAIN, "0")
    choose(page, FOLLOW_UP, "2")
    page.wait_for_selector(f"{FOLLOW_UP} .tick")
    page.locator(REASONS).press_sequentially("half a sentence")
    choose(page, MAIN, "4")
    gone(page, FOLLOW_UP)

    assert of_follow_up(followed[0]) == Answer(Choice(2), rationale="half a sentence")


def test_what_could_not_be_saved_of_a_follow_up_is_there_again_with_it(
    page: "Page", followed: tuple[Assessment, Person]
) -> None:
    choose(page, MAIN, "0")
    page.locator(f"{FOLLOW_UP} details.below > summary").click()
    page.locator(REASONS).press_sequentially("a reason without an answer")
    page.wait_for_selector(f"{FOLLOW_UP} .save-state .field-error")
    page.locator(f"{FOLLOW_UP} [name$=rationale]").focus()
    choose(page, MAIN, "4")
    gone(page, FOLLOW_UP)
    assert of_follow_up(followed[0]) is None

    choose(page, MAIN, "2")
    page.wait_for_selector(FOLLOW_UP)
    assert page.input_value(REASONS) == "a reason without an answer"


@pytest.mark.usefixtures("followed")
def test_focus_of_a_follow_up_that_goes_moves_to_its_question(page: "Page") -> None:
    choose(page, MAIN, "0")
    page.wait_for_selector(FOLLOW_UP)
    page.check(f"{MAIN} [value='4'][name$=said]")
    page.locator(f"{FOLLOW_UP} [name$=said]").first.focus()
    gone(page, FOLLOW_UP)

    assert page.evaluate("document.activeElement.closest('.question').id") == "data__cleaning"


@pytest.mark.usefixtures("followed")
def test_follow_up_that_the_page_could_not_fetch_stands_there_after_saving(page: "Page") -> None:
    page.route(
        "**/sections/data/",
        lambda route: route.abort() if route.request.method == "GET" else route.continue_(),
    )
    choose(page, MAIN, "2")
    page.wait_for_selector(f"{MAIN} .tick")
    assert not page.query_selector(FOLLOW_UP)
    page.unroute("**/sections/data/")

    page.click("form .actions [type=submit]")
    page.wait_for_selector(FOLLOW_UP)

    assert page.url.endswith("/sections/data/#data__cleaned_by")
    assert "One of them asks for more" in page.inner_text("body")


@pytest.mark.usefixtures("followed")
def test_follow_up_fits_a_phone(page: "Page") -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    choose(page, MAIN, "2")
    page.wait_for_selector(FOLLOW_UP)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.emulate_media(color_scheme="dark")
    assert_accessible(page)
