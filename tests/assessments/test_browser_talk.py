"""Talking in a real browser: in the card with the keyboard alone, without scripts, and on a narrow screen."""

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from assessments.acting import SYSTEM, acting_as
from assessments.models import Assessment, Comment, MemberRole, Person
from tests.factories import AssessmentFactory, member

from .answering import open_section, signed_in_as
from .steps import NOBODY_KNOWS, save

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
TALK = "#data__selection-talk"


@pytest.fixture
def round_and_lead() -> tuple[Assessment, Person]:
    with acting_as(SYSTEM):
        assessment: Assessment = AssessmentFactory()
        lead = member(assessment.project, name="Lea Lead")
        member(assessment.project, MemberRole.RESPONDENT, name="Rosa Respondent")
        member(assessment.project, MemberRole.REVIEWER, name="Rui Reviewer")
        save(assessment, lead, NOBODY_KNOWS)
    return assessment, lead


def focus(page: "Page") -> str:
    return str(page.evaluate("document.activeElement.id"))


def said() -> list[tuple[str, list[str]]]:
    with acting_as(SYSTEM):
        return [
            (comment.text, sorted(str(mention.person) for mention in comment.mentions.all()))
            for comment in Comment.objects.order_by("at")
        ]


def write_with_a_mention(page: "Page") -> None:
    """Open the talk, and write and send a comment that mentions somebody, by keyboard."""
    page.focus(f"{TALK} .talk-open")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{TALK} textarea")
    assert focus(page) == "data__selection-talk-text"
    assert page.get_attribute(f"{TALK} .talk-open", "aria-expanded") == "true"

    page.keyboard.type("Who knows? @R")
    names = page.locator(f"{TALK} [role=option]:visible")
    assert names.all_inner_texts() == ["Rosa Respondent", "Rui Reviewer"]
    assert page.inner_text(f"{TALK} [data-names-said]") == (
        "2 names: Rosa Respondent. Enter takes it, arrows move."
    )
    page.keyboard.press("ArrowDown")
    assert page.inner_text(f"{TALK} [data-names-said]") == "Rui Reviewer"
    chosen = page.get_attribute(f"{TALK} textarea", "aria-activedescendant")
    assert page.inner_text(f"#{chosen}") == "Rui Reviewer"
    assert Axe().run(page).response["violations"] == []
    page.keyboard.press("Enter")
    assert page.input_value(f"{TALK} textarea") == "Who knows? @Rui Reviewer "
    page.keyboard.type("or @x")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert focus(page) == "data__selection-talk-send"
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{TALK} .comment")


def test_talk_is_opened_written_with_a_mention_and_resolved_by_keyboard(
    page: "Page", round_and_lead: tuple[Assessment, Person]
) -> None:
    assessment, lead = round_and_lead
    open_section(page, lead, assessment)
    saves: list[str] = []
    page.on(
        "request", lambda request: saves.append(request.post_data or "") if request.method == "POST" else None
    )

    write_with_a_mention(page)

    assert said() == [("Who knows? @Rui Reviewer or @x", ["Rui Reviewer"])]
    assert page.inner_text(f"{TALK}-words") == "1 comment, open"
    assert page.inner_text(f"{TALK}-said") == "Your comment stands below."
    assert focus(page) == "data__selection-talk-send"
    assert all("data__" not in posted for posted in saves)
    assert len(saves) == 1

    page.focus(f"{TALK}-resolve")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Resolved by Lea Lead")
    assert page.inner_text(f"{TALK}-words") == "1 comment, resolved"
    assert focus(page) == "data__selection-talk-resolve"
    assert Axe().run(page).response["violations"] == []

    page.focus(f"{TALK} .talk-open")
    page.keyboard.press("Enter")
    assert page.locator(f"{TALK} textarea").count() == 0
    assert page.get_attribute(f"{TALK} .talk-open", "aria-expanded") == "false"


def test_comment_that_cannot_be_sent_stays(page: "Page", round_and_lead: tuple[Assessment, Person]) -> None:
    assessment, lead = round_and_lead
    open_section(page, lead, assessment)
    page.click(f"{TALK} .talk-open")
    page.fill(f"{TALK} textarea", "typed with care")
    page.route("**/talk/", lambda route: route.abort())

    page.click(f"{TALK}-send")
    page.wait_for_selector(f"{TALK} .talk-failed:visible")

    assert page.input_value(f"{TALK} textarea") == "typed with care"
    page.unroute("**/talk/")
    page.click(f"{TALK}-send")
    page.wait_for_selector(f"{TALK} .comment")
    page.click(f"{TALK}-send")
    page.wait_for_selector(f"{TALK} .field-error:visible")
    assert focus(page) == "data__selection-talk-text"
    assert [text for text, _ in said()] == ["typed with care"]


def test_comment_that_is_half_typed_outlives_what_else_is_done_in_its_talk(
    page: "Page", round_and_lead: tuple[Assessment, Person]
) -> None:
    assessment, lead = round_and_lead
    open_section(page, lead, assessment)
    page.click(f"{TALK} .talk-open")
    page.fill(f"{TALK} textarea", "the first")
    page.click(f"{TALK}-send")
    page.wait_for_selector(f"{TALK} .comment")
    assert page.input_value(f"{TALK} textarea") == ""
    page.fill(f"{TALK} textarea", "half a comm")
    page.select_option(f"{TALK} [name=tell]", label="Rui Reviewer")

    page.click(f"{TALK}-resolve")
    page.wait_for_selector("text=Resolved by Lea Lead")
    page.click("text=Withdraw it")
    page.wait_for_selector("text=Withdrawn by Lea Lead.")
    page.click(f"{TALK} .talk-open")
    page.click(f"{TALK} .talk-open")
    page.wait_for_selector(f"{TALK} textarea")

    assert page.input_value(f"{TALK} textarea") == "half a comm"
    assert page.locator(f"{TALK} [name=tell] option:checked").inner_text() == "Rui Reviewer"
    page.click(f"{TALK}-send")
    page.wait_for_selector(f"{TALK} .comment >> nth=1")
    assert page.input_value(f"{TALK} textarea") == ""
    assert said()[1:] == [("half a comm", ["Rui Reviewer"])]


def test_without_scripts_and_at_320_px_everything_is_a_page(
    browser: "Browser", live_site: str, round_and_lead: tuple[Assessment, Person]
) -> None:
    assessment, lead = round_and_lead
    context = browser.new_context(
        base_url=live_site, viewport={"width": 320, "height": 640}, java_script_enabled=False
    )
    page = context.new_page()
    open_section(page, lead, assessment)

    page.click(f"{TALK} .talk-open")
    page.wait_for_url("**/talk/")
    page.fill("textarea", "@Rosa Respondent, who knows?")
    page.select_option("[name=tell]", label="Rui Reviewer")
    page.click("text=Send the comment")
    page.wait_for_selector(".comment")
    assert said() == [("@Rosa Respondent, who knows?", ["Rosa Respondent", "Rui Reviewer"])]
    page.click("text=Resolve it")
    page.wait_for_selector("text=Resolved by Lea Lead")
    page.click("text=Withdraw it")
    page.wait_for_selector("text=Withdrawn by Lea Lead.")

    page.click("text=Back to the answer")
    page.click(f"{TALK} .talk-who")
    page.wait_for_url("**/assign/data.selection/")
    page.select_option("[name=person]", label="Rosa Respondent")
    page.click("text=Ask this person")
    page.wait_for_selector("text=Who works on what")
    context.close()


def test_pages_fit_320_px_and_have_no_findings(
    page: "Page", round_and_lead: tuple[Assessment, Person]
) -> None:
    assessment, lead = round_and_lead
    signed_in_as(page, lead)
    page.set_viewport_size({"width": 320, "height": 640})
    keys = [assessment.pk, "data.selection"]
    page.goto(reverse("assign", args=keys))
    page.select_option("[name=person]", label="Rosa Respondent")
    page.fill("[name=note]", "W" * 90)
    page.click("text=Ask this person")
    page.wait_for_selector(".asked-row")
    page.goto(reverse("talk", args=keys))
    page.fill("textarea", "W" * 300 + "\n\n- a list\n- @Rosa Respondent")
    page.click("text=Send the comment")
    page.wait_for_selector(".comment")

    for url in (
        assessment.get_absolute_url(),
        reverse("talk", args=keys),
        reverse("assign", args=keys),
        reverse("check_answers", args=[assessment.pk]),
        reverse("mail_choice"),
    ):
        page.goto(url)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, url
        assert Axe().run(page).response["violations"] == [], url
