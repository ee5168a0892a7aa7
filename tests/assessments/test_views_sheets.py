"""Answers as a spreadsheet: whole when downloaded, brought back with a diff, and never overwriting unseen."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments import queries
from assessments.domain.case import Answer, Choice, Evidence, How, NotApplicable, NotKnown, Pair, Proof
from assessments.models import Assessment, Membership, Person
from assessments.views import sheet_diff

from .browsing import signed_in
from .sheets import brought, cell, confirmed, downloaded, row_of, typed
from .steps import COUNT, NOBODY_KNOWS, PLAN, agree, answer, level, reopen, save, stored, submit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_counted")]

PAYLOADS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://evil.example.org")')

ANSWERS = {
    "data.selection": Answer(
        Choice(3),
        Evidence.VERIFIED,
        "First line\nsecond",
        (PLAN, COUNT, Proof("Third", "https://x.example.org")),
        "Vera",
    ),
    "data.volume": Answer(Pair(Decimal("500.5"), Decimal(50_000)), Evidence.MEASURED, "", (COUNT,)),
    "load.concurrency": Answer(Pair(Decimal(20), None, How.LOAD_TEST), rationale="only the pilot’s"),
    "data.history": NOBODY_KNOWS,
    "integration.outage": Answer(NotApplicable("no system is called")),
}


def only_for(person: Person, assessment: Assessment, *sections: str) -> None:
    Membership.objects.filter(person=person, project=assessment.project).update(sections=list(sections))


def test_everything_on_the_page_is_in_the_workbook(
    assessment: Assessment, lead: Person, lead_client: Client
) -> None:
    answer(assessment, lead, ANSWERS)

    book = downloaded(lead_client, assessment)
    texts = {str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None}
    page = lead_client.get(reverse("check_answers", args=[assessment.pk])).context

    for section in page["sections"]:
        for row in section.rows:
            assert row_of(book, row.key)[0].title == section.name
            assert row.question in cell(book, row.key, "question").value
            assert (cell(book, row.key, "given").value or "").startswith(row.given)
            assert {row.rationale, row.verified_by} - {""} <= texts
            assert {proof.title for proof in row.proof} | {proof.url for proof in row.proof} - {""} <= texts
    proofs = [proof for said in ANSWERS.values() for proof in said.proof]
    assert {proof.sha256 for proof in proofs} - {""} <= texts
    assert cell(book, "data.selection", "said").value == (
        f"3: {queries.questionnaire_of(assessment).by_key['data.selection'].levels[3].text}"
    )
    assert cell(book, "data.volume", "pilot").value == 500.5
    assert cell(book, "data.history", "said").value == "Not known"
    assert cell(book, "integration.outage", "na_reason").value == "no system is called"
    assert cell(book, "load.concurrency", "how").value == "In a load test"


def test_how_an_answer_came_about_is_in_the_workbook(
    assessment: Assessment, lead: Person, reviewer: Person, lead_client: Client
) -> None:
    save(assessment, lead, Answer(NotApplicable("no call")), "integration.outage")
    submit(assessment, lead)
    agree(assessment, reviewer)
    reopen(assessment, lead)
    save(assessment, lead, level(1))

    book = downloaded(lead_client, assessment)

    assert "Agreed not applicable by Rui Reviewer" in cell(book, "integration.outage", "given").value
    assert "Changed after the verdict was seen" in cell(book, "data.selection", "given").value


def test_answer_taken_back_meanwhile_is_a_conflict_too(
    assessment: Assessment, lead: Person, lead_client: Client
) -> None:
    save(assessment, lead, level(1))
    book = typed(downloaded(lead_client, assessment), "data.selection", said=4)
    save(assessment, lead, None, seen=1)

    (change,) = brought(lead_client, assessment, book).context["diff"].changes

    assert change.conflict == "somebody who took it back"


def test_no_text_ever_is_a_formula(assessment: Assessment, lead: Person, lead_client: Client) -> None:
    for payload, question in zip(PAYLOADS, queries.questionnaire_of(assessment), strict=False):
        said = Pair(Decimal(1), None) if question.measure else Choice(1)
        proof = Proof(payload.strip(), "https://wiki.example.org/plan")
        save(assessment, lead, Answer(said, Evidence.DOCUMENTED, payload, (proof,)), question.key)
    assessment.project.name = "=cmd|' /C calc'!A0"
    assessment.project.save()

    book = downloaded(lead_client, assessment)

    assert [
        c.coordinate for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"
    ] == []
    assert cell(book, "data.selection", "rationale").value == "=1+1"
    assert cell(book, "data.selection", "rationale").quotePrefix


def test_only_what_is_theirs_can_be_typed_into(assessment: Assessment, respondent: Person) -> None:
    only_for(respondent, assessment, "data")

    book = downloaded(signed_in(respondent), assessment)

    assert not cell(book, "data.selection", "said").protection.locked
    assert cell(book, "data.selection", "pilot").protection.locked
    assert not cell(book, "data.volume", "pilot").protection.locked
    assert cell(book, "users.selection", "said").protection.locked
    assert all(sheet.protection.sheet for sheet in book.worksheets if sheet.title != "Lists")
    assert book.security.lockStructure
    assert "Not yours to answer" in row_of(book, "users.selection")[0].cell(4, 4).value
    assert row_of(book, "data.selection")[0].cell(4, 4).value is None


def test_answers_are_offered_as_a_list(assessment: Assessment, lead_client: Client) -> None:
    book = downloaded(lead_client, assessment)
    sheet = row_of(book, "data.selection")[0]
    said = cell(book, "data.selection", "said").coordinate

    (offered,) = [each for each in sheet.data_validations.dataValidation if said in each.sqref]
    first, last = offered.formula1.replace("$", "").removeprefix("Lists!").split(":")
    texts = [line[0].value for line in book["Lists"][f"{first}:{last}"]]

    assert [text[:2] for text in texts[:5]] == ["0:", "1:", "2:", "3:", "4:"]
    assert offered.showErrorMessage
    assert texts[5:] == ["Not known"]  # critical: not to be dropped
    assert book["Lists"].sheet_state == "hidden"


def test_sheet_that_nobody_touched_changes_nothing(
    assessment: Assessment, lead: Person, lead_client: Client
) -> None:
    answer(assessment, lead, ANSWERS)

    page = brought(lead_client, assessment, downloaded(lead_client, assessment))

    assert page.status_code == 200
    assert page.context["diff"] == sheet_diff.Diff(())
    assert "No answer that can be taken differs" in page.content.decode()


def test_changes_are_shown_first_and_saved_once_confirmed(
    assessment: Assessment, lead: Person, lead_client: Client
) -> None:
    save(assessment, lead, level(1))
    book = typed(
        downloaded(lead_client, assessment),
        "data.selection",
        said="Not known",
        rationale="nobody noted it",
    )
    typed(book, "data.volume", pilot="1 234,5", production=50000)
    typed(
        book,
        "data.unseen",
        said=2,
        evidence="measured",
        proof_title="Log",
        proof_link="https://wiki.example.org/log",
    )

    page = brought(lead_client, assessment, book)

    assert page.status_code == 200
    html = page.content.decode()
    assert "3 answers differ from what is saved. Nothing is stored yet." in html
    assert "nobody noted it" in html
    assert stored(assessment) == level(1)

    done = confirmed(lead_client, assessment, page)

    assert done.headers["Location"] == reverse("check_answers", args=[assessment.pk])
    assert stored(assessment) == Answer(NotKnown(), rationale="nobody noted it")
    assert stored(assessment, "data.volume") == Answer(Pair(Decimal("1234.5"), Decimal(50_000)))
    assert stored(assessment, "data.unseen") == Answer(
        Choice(2), Evidence.MEASURED, "", (Proof("Log", "https://wiki.example.org/log"),)
    )
    assert "3 answers saved from the sheet." in lead_client.get(done.headers["Location"]).content.decode()


def test_what_is_not_ticked_stays(assessment: Assessment, lead_client: Client) -> None:
    book = typed(typed(downloaded(lead_client, assessment), "data.unseen", said=1), "data.history", said=3)
    page = brought(lead_client, assessment, book)

    confirmed(lead_client, assessment, page, ["data.unseen"])

    assert stored(assessment, "data.unseen") == level(1)
    assert stored(assessment, "data.history") is None


def test_nothing_ticked_changes_nothing(assessment: Assessment, lead_client: Client) -> None:
    page = brought(lead_client, assessment, typed(downloaded(lead_client, assessment), "data.unseen", said=1))

    done = confirmed(lead_client, assessment, page, [])

    assert done.headers["Location"] == reverse("sheet_upload", args=[assessment.pk])
    assert stored(assessment, "data.unseen") is None


@pytest.mark.parametrize("row", ["", "no json", "[]", "{}"])
def test_made_up_choice_changes_nothing(assessment: Assessment, lead_client: Client, row: str) -> None:
    posted = {"take": ["data.unseen"], "row-data.unseen": row}

    assert lead_client.post(reverse("sheet_confirm", args=[assessment.pk]), posted).status_code == 302
    assert stored(assessment, "data.unseen") is None


def test_answer_changed_meanwhile_is_shown_with_both_and_kept(
    assessment: Assessment, lead: Person, respondent: Person, lead_client: Client
) -> None:
    save(assessment, lead, level(1))
    book = typed(downloaded(lead_client, assessment), "data.selection", said=4)
    save(assessment, respondent, level(2), seen=1)

    page = brought(lead_client, assessment, book)
    (change,) = page.context["diff"].changes

    assert not change.ticked
    assert change.conflict == "Rosa Respondent, 22 November 2026, 09:00 UTC"
    assert "1 answer was changed since the sheet was downloaded" in page.content.decode()

    confirmed(lead_client, assessment, page, ["data.selection"])
    assert stored(assessment) == level(4)


def test_answer_that_others_changed_and_the_sheet_did_not_is_left_alone(
    assessment: Assessment, lead: Person, lead_client: Client
) -> None:
    save(assessment, lead, level(1))
    book = downloaded(lead_client, assessment)
    save(assessment, lead, level(3), seen=1)

    assert not brought(lead_client, assessment, book).context["diff"].changes


def test_change_between_diff_and_confirming_is_never_overwritten(
    assessment: Assessment, respondent: Person, lead_client: Client
) -> None:
    book = typed(typed(downloaded(lead_client, assessment), "data.selection", said=4), "data.unseen", said=1)
    page = brought(lead_client, assessment, book)
    save(assessment, respondent, level(2))

    again = confirmed(lead_client, assessment, page)

    assert again.status_code == 422
    assert stored(assessment) == level(2)
    assert stored(assessment, "data.unseen") == level(1)
    (change,) = again.context["diff"].changes
    assert change.conflict.startswith("Rosa Respondent")
    assert "1 answer saved from the sheet." in again.content.decode()

    confirmed(lead_client, assessment, again, ["data.selection"])
    assert stored(assessment) == level(4)


def test_row_left_empty_takes_an_answer_back_only_when_ticked(
    assessment: Assessment, lead: Person, lead_client: Client
) -> None:
    save(assessment, lead, level(1))
    page = brought(
        lead_client,
        assessment,
        typed(downloaded(lead_client, assessment), "data.selection", said=None, evidence=None),
    )

    assert not page.context["diff"].changes[0].ticked
    confirmed(lead_client, assessment, page)
    assert stored(assessment) == level(1)

    confirmed(lead_client, assessment, page, ["data.selection"])
    assert stored(assessment) is None


def test_further_proofs_stay(assessment: Assessment, lead: Person, lead_client: Client) -> None:
    save(assessment, lead, Answer(Choice(1), Evidence.MEASURED, "", (PLAN, COUNT)))
    page = brought(
        lead_client, assessment, typed(downloaded(lead_client, assessment), "data.selection", said=2)
    )

    confirmed(lead_client, assessment, page)

    assert stored(assessment) == Answer(Choice(2), Evidence.MEASURED, "", (PLAN, COUNT))


def test_not_applicable_may_rest_on_a_number_of_the_same_sheet(
    assessment: Assessment, lead_client: Client
) -> None:
    book = typed(downloaded(lead_client, assessment), "integration.systems", pilot=0, production=0)
    typed(book, "integration.critical", said="Not applicable", na_reason="no system")

    page = brought(lead_client, assessment, book)
    assert page.status_code == 200
    confirmed(lead_client, assessment, page)

    assert stored(assessment, "integration.critical") == Answer(NotApplicable("no system"))


def test_what_only_the_action_can_judge_is_told_on_confirming(
    assessment: Assessment, lead_client: Client
) -> None:
    proof = {"proof_title": "Check", "proof_link": "https://wiki.example.org/check"}
    book = typed(
        downloaded(lead_client, assessment),
        "data.unseen",
        said=1,
        evidence="Verified",
        verified_by="Lea Lead",
        **proof,
    )

    again = confirmed(lead_client, assessment, brought(lead_client, assessment, book))

    assert again.status_code == 422
    assert "Must be someone who answered nothing in this round." in again.content.decode()
    assert stored(assessment, "data.unseen") is None


def test_sections_of_others_are_not_taken(assessment: Assessment, lead: Person, respondent: Person) -> None:
    only_for(respondent, assessment, "data")
    book = typed(downloaded(signed_in(lead), assessment), "users.selection", said=1)
    page = brought(signed_in(respondent), assessment, typed(book, "data.unseen", said=1))

    assert page.context["diff"].not_theirs == ("User capability",)
    assert [change.question.key for change in page.context["diff"].changes] == ["data.unseen"]


def test_role_taken_away_meanwhile_saves_nothing(assessment: Assessment, respondent: Person) -> None:
    client = signed_in(respondent)
    page = brought(client, assessment, typed(downloaded(client, assessment), "users.selection", said=1))
    only_for(respondent, assessment, "data")

    again = confirmed(client, assessment, page)

    assert again.status_code == 422
    assert "somebody else’s to answer" in again.content.decode()
    assert stored(assessment, "users.selection") is None


def test_changes_that_do_not_fit_come_with_the_next_upload(
    assessment: Assessment, lead_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet_diff, "MOST_POSTED", 300)
    book = typed(typed(downloaded(lead_client, assessment), "data.unseen", said=1), "data.history", said=1)

    page = brought(lead_client, assessment, book)

    assert len(page.context["diff"].changes) == 1
    assert "1 more change" in page.content.decode()
    confirmed(lead_client, assessment, page)
    assert len(brought(lead_client, assessment, book).context["diff"].changes) == 1


def test_long_texts_in_every_answer_come_back(assessment: Assessment, lead_client: Client) -> None:
    text = "lange Wörter und mehr " * 900
    book = downloaded(lead_client, assessment)
    for question in queries.questionnaire_of(assessment):
        said = {"pilot": 1, "production": 2} if question.measure else {"said": 1}
        typed(book, question.key, rationale=text, **said)

    page = brought(lead_client, assessment, book)
    confirmed(lead_client, assessment, page)

    assert len(page.context["diff"].changes) == 52
    assert {row.rationale for row in queries.answers_of(assessment).values()} == {text.strip()}


def test_download_and_diff_cost_the_same_however_much_is_answered(
    assessment: Assessment, lead_client: Client
) -> None:
    book, counts = downloaded(lead_client, assessment), []
    for keys in (["data.unseen"], ["data.selection", "data.history"]):
        for key in keys:
            typed(book, key, said=1)
        with CaptureQueriesContext(connection) as captured:
            downloaded(lead_client, assessment)
            brought(lead_client, assessment, book)
        counts.append(len(captured))

    assert counts[0] == counts[1]
