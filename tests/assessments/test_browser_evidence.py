"""Evidence in a real browser: chosen, dropped, pasted, refused in place, shared; and without a script."""

import base64
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from assessments import queries
from assessments.acting import SYSTEM, acting_as
from assessments.domain.case import Answer, Choice, Evidence
from assessments.models import Assessment, Person

from .answering import asked_on_leaving, open_section
from .files import picture
from .steps import PLAN, save, stored

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FilePayload, Locator, Page

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

QUESTION = "data.unseen"
CARD = "#data__unseen"
FILES = f"{CARD} input[type=file][multiple]"
GIVE = """([card, how, name, type, content]) => {
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], name, { type }));
    const target = document.querySelector(card);
    const about = { bubbles: true, cancelable: true };
    const pasted = { ...about, clipboardData: transfer };
    if (how === "paste") return target.dispatchEvent(new ClipboardEvent("paste", pasted));
    target.dispatchEvent(new DragEvent("dragover", { ...about, dataTransfer: transfer }));
    const over = target.querySelector(".evidence").classList.contains("is-over");
    target.dispatchEvent(new DragEvent("drop", { ...about, dataTransfer: transfer }));
    return over;
}"""


def opened(page: "Page", round_and_lead: tuple[Assessment, Person]) -> "Locator":
    assessment, lead = round_and_lead
    open_section(page, lead, assessment)
    page.click(f"{CARD} .below summary")
    return page.locator(f"{CARD} .evidence")


def titles(assessment: Assessment) -> list[str]:
    with acting_as(SYSTEM):
        row = queries.answers_of(assessment).get(QUESTION)
        return [link.item.title for link in row.links] if row else []


def note(name: str = "note.txt", content: bytes = b"text") -> "FilePayload":
    return {"name": name, "mimeType": "text/plain", "buffer": content}


def test_grade_that_waited_saves_itself_once_a_file_is_there(
    page: "Page", round_and_lead: tuple[Assessment, Person]
) -> None:
    assessment, _ = round_and_lead
    box = opened(page, round_and_lead)
    page.check(f"{CARD} [value='3'][name$=said]")
    page.check(f"{CARD} [value=documented]")
    page.wait_for_selector(f"{CARD} .save-state .field-error")

    page.set_input_files(FILES, note())
    page.wait_for_selector(f"{CARD} .tick")

    assert "note.txt backs this answer now." in box.inner_text()
    with acting_as(SYSTEM):
        answer = stored(assessment, QUESTION)
    assert answer
    assert (answer.said, answer.evidence) == (Choice(3), Evidence.DOCUMENTED)
    assert [proof.title for proof in answer.proof] == ["note.txt"]


def test_progress_is_shown_and_can_be_stopped(
    page: "Page", round_and_lead: tuple[Assessment, Person]
) -> None:
    box = opened(page, round_and_lead)
    page.context.new_cdp_session(page).send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 100_000},
    )

    page.set_input_files(FILES, note("large.txt", b"text " * 400_000))
    page.get_by_text("% sent").wait_for()
    assert page.locator(".upload progress").get_attribute("value") != "0"
    box.get_by_role("button", name="Cancel large.txt").click()

    assert "large.txt was not added." in box.inner_text()
    assert page.locator(f"{CARD} .upload").count() == 0
    assert titles(round_and_lead[0]) == []


def test_file_that_is_all_sent_cannot_be_called_back(
    page: "Page", round_and_lead: tuple[Assessment, Person]
) -> None:
    assessment, _ = round_and_lead
    box = opened(page, round_and_lead)
    with acting_as(SYSTEM):
        Assessment.objects.select_for_update().get(pk=assessment.pk)  # whoever adds a file waits for it
        page.set_input_files(FILES, note())
        page.get_by_text("being checked").wait_for()
        assert box.get_by_role("button", name="Cancel note.txt").count() == 0
    page.wait_for_selector(f"{CARD} .proof")

    assert "note.txt backs this answer now." in box.inner_text()
    assert titles(assessment) == ["note.txt"]


def test_page_waits_for_its_files_and_asks_before_it_is_left(
    page: "Page", round_and_lead: tuple[Assessment, Person]
) -> None:
    assessment, _ = round_and_lead
    box = opened(page, round_and_lead)
    with acting_as(SYSTEM):
        Assessment.objects.select_for_update().get(pk=assessment.pk)
        page.set_input_files(FILES, note())
        page.get_by_text("being checked").wait_for()
        assert asked_on_leaving(page) == ["beforeunload"]
        page.click("text=Save and continue")
        assert "The page goes on once the files are there." in box.inner_text()
    page.wait_for_url(f"**{reverse('section', args=[assessment.pk, 'users'])}")

    assert titles(assessment) == ["note.txt"]


def test_page_that_waits_for_a_file_stays_where_it_is_refused(
    page: "Page", round_and_lead: tuple[Assessment, Person]
) -> None:
    assessment, _ = round_and_lead
    box = opened(page, round_and_lead)
    with acting_as(SYSTEM):
        Assessment.objects.select_for_update().get(pk=assessment.pk)
        page.set_input_files(FILES, [note(), note("page.svg", b"<svg/>")])
        page.get_by_text("being checked").wait_for()
        page.click("text=Save and continue")
    page.wait_for_selector(f"{CARD} .upload .field-error")
    page.wait_for_timeout(300)

    assert page.url.endswith("/sections/data/")
    assert "page.svg: This kind of file is not kept here." in box.inner_text()
    assert titles(assessment) == ["note.txt"]


def test_link_that_was_typed_and_not_added_is_asked_about(
    page: "Page", round_and_lead: tuple[Assessment, Person]
) -> None:
    opened(page, round_and_lead)
    page.fill("#id_data__unseen-proof_title", "Load test report")

    assert asked_on_leaving(page) == ["beforeunload"]
    assert page.input_value("#id_data__unseen-proof_title") == "Load test report"


def test_error_stands_in_place_and_touches_nothing_else(
    page: "Page", round_and_lead: tuple[Assessment, Person]
) -> None:
    assessment, _ = round_and_lead
    box = opened(page, round_and_lead)
    page.check(f"{CARD} [value='3'][name$=said]")
    page.fill("#id_data__unseen-rationale", "typed meanwhile")
    page.fill("#id_data__unseen-proof_title", "half a link")

    page.set_input_files(FILES, [note("page.svg", b"<svg/>"), note("good.txt")])
    page.wait_for_selector(f"{CARD} .proof")

    assert "page.svg: This kind of file is not kept here." in box.inner_text()
    assert page.input_value("#id_data__unseen-rationale") == "typed meanwhile"
    assert page.input_value("#id_data__unseen-proof_title") == "half a link"
    assert titles(assessment) == ["good.txt"]
    box.get_by_role("button", name="Close the message about page.svg").click()
    assert page.locator(f"{CARD} .upload").count() == 0


def test_error_is_said_aloud(page: "Page", round_and_lead: tuple[Assessment, Person]) -> None:
    box = opened(page, round_and_lead)

    page.set_input_files(FILES, note("big.txt", b"x" * 25_000_001))
    page.wait_for_selector(f"{CARD} .upload .field-error")

    said = box.get_by_role("status").text_content()
    assert (
        said == "Not added: big.txt. This file is larger than 25 MB. Make it smaller, or give a link to it."
    )


@pytest.mark.parametrize("how", ["drop", "paste"])
def test_picture_is_dropped_or_pasted(
    page: "Page", round_and_lead: tuple[Assessment, Person], how: str
) -> None:
    opened(page, round_and_lead)
    content = base64.b64encode(picture()).decode()

    over = page.evaluate(GIVE, [CARD, how, "shot.png", "image/png", content])
    page.wait_for_selector(f"{CARD} .proof")

    assert over is (how == "drop")
    assert titles(round_and_lead[0]) == ["shot.png"]


def test_link_is_added_whole_and_never_half(page: "Page", round_and_lead: tuple[Assessment, Person]) -> None:
    assessment, _ = round_and_lead
    box = opened(page, round_and_lead)
    page.fill("#id_data__unseen-proof_title", PLAN.title)
    page.press("#id_data__unseen-proof_title", "Tab")
    page.check(f"{CARD} [value='3'][name$=said]")
    page.wait_for_selector(f"{CARD} .tick")
    assert titles(assessment) == []

    page.fill("#id_data__unseen-proof_link", PLAN.link)
    page.press("#id_data__unseen-proof_link", "Enter")
    page.wait_for_selector(f"{CARD} .proof")

    assert page.input_value("#id_data__unseen-proof_title") == ""
    assert f"“{PLAN.title}” backs this answer now." in box.inner_text()
    assert titles(assessment) == [PLAN.title]


def test_piece_is_used_again_and_taken_off(page: "Page", round_and_lead: tuple[Assessment, Person]) -> None:
    assessment, lead = round_and_lead
    with acting_as(SYSTEM):
        save(assessment, lead, Answer(Choice(2), Evidence.DOCUMENTED, proof=(PLAN,)), "data.selection")
    box = opened(page, round_and_lead)

    box.get_by_role("button", name="Use one from the register").click()
    box.get_by_role("button", name="Use it here").click()
    page.wait_for_selector(f"{CARD} .proof")
    assert titles(assessment) == [PLAN.title]
    box.get_by_role("button", name=f"Remove {PLAN.title}").click()
    page.wait_for_selector(f"{CARD} .proofs-none")

    assert titles(assessment) == []
    assert "It is still in the register." in box.inner_text()
    page.click("#data__selection [data-remove]")
    page.wait_for_selector("#data__selection .is-wrong")
    assert "This is all that backs the answer." in page.inner_text("#data__selection .evidence")


def test_all_of_it_works_without_a_script(
    browser: "Browser", live_site: str, round_and_lead: tuple[Assessment, Person]
) -> None:
    assessment, lead = round_and_lead
    context = browser.new_context(base_url=live_site, java_script_enabled=False)
    page = context.new_page()
    open_section(page, lead, assessment)
    page.click(f"{CARD} .below summary")
    page.click(f"{CARD} .without-script")
    page.wait_for_url(f"**{reverse('answer_evidence', args=[assessment.pk, QUESTION])}")

    page.set_input_files("#id_file", note())
    page.get_by_role("button", name="Add the file").click()
    assert "note.txt" in page.inner_text("main")
    page.get_by_role("button", name="Remove note.txt").click()
    assert titles(assessment) == []
    page.select_option("#id_item", label="note.txt")
    page.get_by_role("button", name="Use it here too").click()
    page.fill("#id_link_title", PLAN.title)
    page.fill("#id_link_link", PLAN.link)
    page.get_by_role("button", name="Add the link").click()

    assert titles(assessment) == ["note.txt", PLAN.title]
    context.close()
