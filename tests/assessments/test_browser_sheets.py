"""A spreadsheet in a real browser without scripts: downloaded, filled in, brought back, confirmed."""

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from openpyxl import load_workbook

from assessments.acting import SYSTEM, acting_as
from assessments.domain.case import Answer, Choice, Evidence, NotKnown
from assessments.models import Assessment, Person
from tests.factories import AssessmentFactory, member

from .answering import signed_in_as
from .sheets import typed
from .steps import K1, answer, level, stored

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def round_and_lead() -> tuple[Assessment, Person]:
    with acting_as(SYSTEM):
        assessment: Assessment = AssessmentFactory()
        lead = member(assessment.project, name="Lea Lead")
        answer(assessment, lead, {**K1, "data.history": Answer(NotKnown())})
        return assessment, lead


def open_check(page: "Page", person: Person, assessment: Assessment) -> None:
    """Open all answers of the round as somebody who is signed in."""
    signed_in_as(page, person)
    page.goto(reverse("check_answers", args=[assessment.pk]))


def faults(page: "Page") -> list[str]:
    """What axe-core finds on the page as it stands."""
    return [violation["id"] for violation in Axe().run(page).response["violations"]]


def fits(page: "Page", width: int) -> bool:
    page.set_viewport_size({"width": width, "height": 800})
    wide: int = page.evaluate("document.documentElement.scrollWidth")
    return wide == width


def test_sheet_goes_out_and_comes_back_without_scripts(
    browser: "Browser", live_site: str, tmp_path: Path, round_and_lead: tuple[Assessment, Person]
) -> None:
    assessment, lead = round_and_lead
    context = browser.new_context(base_url=live_site, java_script_enabled=False, accept_downloads=True)
    context.set_default_timeout(15_000)
    page = context.new_page()
    open_check(page, lead, assessment)

    with page.expect_download() as download:
        page.click("text=Download as a spreadsheet")
    book = load_workbook(BytesIO(download.value.path().read_bytes()))
    typed(book, "data.history", said=2, evidence="Measured", rationale="Looked it up")
    typed(book, "data.history", proof_title="Archive", proof_link="https://wiki.example.org/archive")
    typed(book, "data.volume", pilot="=1+1")
    book.save(tmp_path / "filled.xlsx")
    page.click("text=Bring a filled-in sheet back")
    page.set_input_files("input[type=file]", tmp_path / "filled.xlsx")
    page.click("text=Show what it changes")

    assert "Looked it up" in page.inner_text(".changed-answer")
    assert "This cell holds a formula" in page.inner_text(".wrong-cells")
    page.click("text=Save the ticked answers")
    page.wait_for_url("**/check/")

    assert "1 answer saved from the sheet." in page.inner_text("main")
    assert "Looked it up" in page.inner_text("#answer-data__history")
    context.close()
    with acting_as(SYSTEM):
        kept = stored(assessment, "data.history")
        assert kept is not None
        assert (kept.said, kept.evidence) == (Choice(2), Evidence.MEASURED)
        assert stored(assessment) == level(4)


def test_every_page_is_sound_and_fits_a_phone(
    page: "Page", tmp_path: Path, round_and_lead: tuple[Assessment, Person]
) -> None:
    assessment, lead = round_and_lead
    open_check(page, lead, assessment)
    with page.expect_download() as download:
        page.click("text=Download as a spreadsheet")
    book = typed(
        load_workbook(BytesIO(download.value.path().read_bytes())),
        "data.history",
        said="Not known",
        rationale="x" * 500,
    )
    typed(book, "users.count", pilot="many")
    book.save(tmp_path / "filled.xlsx")
    (tmp_path / "case.json").write_text('{"answers": {"data.magic": {"level": 9}}}')

    for url in (
        reverse("check_answers", args=[assessment.pk]),
        reverse("submit", args=[assessment.pk]),
        reverse("project_import"),
        reverse("sheet_upload", args=[assessment.pk]),
    ):
        page.goto(url)
        assert faults(page) == []
        assert fits(page, 320)
    page.set_input_files("input[type=file]", tmp_path / "filled.xlsx")
    page.click("text=Show what it changes")
    page.wait_for_selector(".changed-answer")
    assert faults(page) == []
    assert fits(page, 320)
    page.goto(reverse("project_import"))
    page.set_input_files("input[type=file]", tmp_path / "case.json")
    page.click("text=Make the project from this file")
    page.wait_for_selector(".import-errors")
    assert faults(page) == []
    assert fits(page, 320)


def test_contradiction_leads_to_an_answer_and_back(
    page: "Page", round_and_lead: tuple[Assessment, Person]
) -> None:
    assessment, lead = round_and_lead
    open_check(page, lead, assessment)

    page.click(".opposed a >> nth=0")
    page.wait_for_url("**/sections/data/?back=data__selection#data__selection")
    page.check("#data__selection [value='1'][name$=said]")
    page.wait_for_selector("#data__selection .tick")
    page.click("text=Back to all answers")
    page.wait_for_url("**/check/#answer-data__selection")

    assert page.locator(".opposed").count() == 0
