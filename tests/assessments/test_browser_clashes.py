"""Two people at one answer, in a real browser: none is overwritten unseen, and nobody's words are lost."""

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from assessments.acting import SYSTEM, acting_as
from assessments.domain.case import Answer, Choice
from assessments.models import Assessment, Person
from tests.factories import member

from .answering import CHOICE, KEY, asked_on_leaving, choose, in_the_database, kept_here, open_section, saved
from .steps import level, save

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

REASONS = "#id_data__unseen-rationale"
ASIDE = f"{CHOICE} .set-aside"
THEIRS = Answer(Choice(3), rationale="their reason")


@pytest.fixture
def answered_by_both(page: "Page", round_and_lead: tuple[Assessment, Person]) -> "Page":
    """A page that shows the first version of an answer whose second is somebody else's."""
    assessment, lead = round_and_lead
    open_section(page, lead, assessment)
    choose(page, 1)
    with acting_as(SYSTEM):
        save(assessment, member(assessment.project, name="Olga Other"), THEIRS, KEY, seen=1)
    return page


@pytest.fixture
def clash(answered_by_both: "Page") -> "Page":
    """The same, after its person chose and wrote something else."""
    answered_by_both.fill(REASONS, "my reason")
    answered_by_both.check(f"{CHOICE} [value='4'][name$=said]")
    answered_by_both.wait_for_selector(f"{CHOICE} .clash")
    return answered_by_both


def slowly(route: "Route") -> None:
    """Let an answer's way back take half a second longer."""
    answer = route.fetch()
    route.request.frame.page.wait_for_timeout(500)
    route.fulfill(response=answer)


def type_and_take_back(page: "Page") -> None:
    """Leave an answer as it was, after a letter that sends it."""
    page.focus(REASONS)
    page.keyboard.type("x")
    page.keyboard.press("Backspace")


def test_answer_left_as_it_was_shows_what_came_meanwhile_before_it_is_changed(
    answered_by_both: "Page", assessment: Assessment
) -> None:
    type_and_take_back(answered_by_both)
    answered_by_both.wait_for_selector(f"{CHOICE} [value='3'][name$=said]:checked")
    assert answered_by_both.input_value(REASONS) == "their reason"
    assert answered_by_both.evaluate("document.activeElement.id") == REASONS[1:]

    choose(answered_by_both, 4)

    assert in_the_database(assessment) == Answer(Choice(4), rationale="their reason")


def test_what_is_typed_while_theirs_is_on_its_way_stays_and_clashes(
    answered_by_both: "Page", assessment: Assessment
) -> None:
    answered_by_both.route("**/answers/**", slowly)
    with answered_by_both.expect_request("**/answers/**"):
        type_and_take_back(answered_by_both)
    answered_by_both.keyboard.type("typed meanwhile")
    answered_by_both.wait_for_selector(f"{CHOICE} .clash")

    assert answered_by_both.input_value(REASONS) == "typed meanwhile"
    assert "their reason" in answered_by_both.inner_text(f"{CHOICE} .clash")
    assert in_the_database(assessment) == THEIRS


def test_page_goes_on_after_theirs_was_taken(clash: "Page", assessment: Assessment) -> None:
    clash.check(f"{CHOICE} [name$=keep][value=theirs]")
    clash.wait_for_selector(f"{CHOICE} [value='3'][name$=said]:checked")

    clash.click("text=Save and continue")
    clash.wait_for_url(f"**{reverse('section', args=[assessment.pk, 'users'])}")

    assert in_the_database(assessment) == THEIRS


def test_what_was_given_up_does_not_come_back(clash: "Page", assessment: Assessment) -> None:
    clash.check(f"{CHOICE} [name$=keep][value=theirs]")
    clash.wait_for_selector(ASIDE)
    assert kept_here(clash) == []

    clash.reload()

    assert clash.input_value(REASONS) == "their reason"
    assert clash.locator(ASIDE).count() == 0
    assert clash.locator(f"{CHOICE} .clash").count() == 0
    assert in_the_database(assessment) == THEIRS


def test_ones_own_words_can_be_read_and_compared_again_after_theirs_was_taken(
    clash: "Page", assessment: Assessment
) -> None:
    own = clash.inner_text(f"{CHOICE} label:has([value='4']) .level-text")
    clash.check(f"{CHOICE} [name$=keep][value=theirs]")
    clash.wait_for_selector(ASIDE)
    assert clash.inner_text(f"{ASIDE} .set-aside-text").splitlines() == [own, "my reason"]

    clash.get_by_role("button", name="Compare them again").click()
    clash.wait_for_selector(f"{CHOICE} .clash")
    clash.check(f"{CHOICE} [name$=keep][value=mine]")
    saved(clash)

    assert in_the_database(assessment) == Answer(Choice(4), rationale="my reason")
    assert clash.locator(ASIDE).count() == 0


def test_ones_own_words_can_be_forgotten(clash: "Page", assessment: Assessment) -> None:
    clash.check(f"{CHOICE} [name$=keep][value=theirs]")
    clash.get_by_role("button", name="Forget it").click()

    assert clash.locator(ASIDE).count() == 0
    assert clash.evaluate("document.activeElement.value") == "3"
    assert in_the_database(assessment) == THEIRS


def test_link_that_is_half_typed_outlives_taking_theirs(clash: "Page") -> None:
    clash.fill("#id_data__unseen-proof_title", "half a link")
    clash.check(f"{CHOICE} [name$=keep][value=theirs]")
    clash.wait_for_selector(ASIDE)

    assert clash.input_value("#id_data__unseen-proof_title") == "half a link"


def test_both_are_put_into_the_reasons_and_edited_there(clash: "Page", assessment: Assessment) -> None:
    clash.get_by_label("Put both into my reasons").check()
    clash.wait_for_selector(f"{CHOICE} .clash", state="detached")
    mine, other, theirs = clash.input_value(REASONS).split("\n\n")
    assert (mine, theirs) == ("my reason", "their reason")
    assert other.startswith("The other answer was: ")

    clash.fill(REASONS, "our reason")
    clash.press(REASONS, "Tab")
    saved(clash)

    assert in_the_database(assessment) == Answer(Choice(4), rationale="our reason")


def test_unsettled_clash_is_asked_about_when_somebody_leaves(clash: "Page") -> None:
    assert asked_on_leaving(clash) == ["beforeunload"]


def test_page_that_comes_back_with_a_clash_keeps_what_was_typed(
    answered_by_both: "Page", assessment: Assessment
) -> None:
    answered_by_both.route("**/answers/**", lambda route: route.abort())
    answered_by_both.fill(REASONS, "my reason")
    answered_by_both.click("text=Save and continue")
    answered_by_both.wait_for_selector(".error-summary")
    assert len(kept_here(answered_by_both)) == 1
    answered_by_both.unroute("**/answers/**")

    answered_by_both.goto(reverse("section", args=[assessment.pk, "data"]))
    answered_by_both.wait_for_selector(f"{CHOICE} .clash")

    assert answered_by_both.input_value(REASONS) == "my reason"
    assert in_the_database(assessment) == THEIRS


def test_first_clash_needs_no_earlier_answer(page: "Page", round_and_lead: tuple[Assessment, Person]) -> None:
    assessment, lead = round_and_lead
    open_section(page, lead, assessment)
    with acting_as(SYSTEM):
        save(assessment, member(assessment.project), level(1), KEY)

    page.check(f"{CHOICE} [value='4'][name$=said]")
    page.check(f"{CHOICE} [name$=keep][value=theirs]")
    page.wait_for_selector(f"{CHOICE} [value='1'][name$=said]:checked")

    assert in_the_database(assessment) == level(1)
