"""Pages of the evidence: of an answer, of the round, of one piece; and the way of a file in and out."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessments import actions
from assessments.domain.case import Answer, Choice, Evidence
from assessments.drawing import PNG
from assessments.models import Assessment, EvidencePreview, MemberRole, Membership, Person
from tests.factories import NOW

from .browsing import WITH_HTMX, fields, save_url, section_url, signed_in
from .evidenced import QUESTION, hidden, item_url, linked, page_url, said, seen, upload
from .files import picture, sent
from .steps import COUNT, PLAN, joined, level, save, stored, submit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_storage")]


def test_file_link_and_choice_are_added_without_a_script(assessment: Assessment, lead: Person) -> None:
    client = signed_in(lead)
    save(assessment, lead, Answer(Choice(1), Evidence.DOCUMENTED, proof=(COUNT,)), "data.cleaning")
    shared = assessment.evidence_items.get()

    assert upload(client, assessment, typed={"title": "Sampling note"})["Location"] == page_url(assessment)
    client.post(page_url(assessment), {"move": "link", "title": PLAN.title, "link": PLAN.link})
    page = client.post(page_url(assessment), {"move": "choose", "item": shared.pk}, follow=True)

    assert [link.item.title for link in assessment.answers.get(question=QUESTION).proof_links.all()] == [
        "Sampling note",
        PLAN.title,
        COUNT.title,
    ]
    assert "Sampling note Text, 4 bytes · No preview" in said(page)
    assert "It backs this answer now." in said(page)


def test_card_gets_the_pieces_alone(assessment: Assessment, lead: Person) -> None:
    client = signed_in(lead)

    added = upload(client, assessment, headers=WITH_HTMX)
    linked_too = client.post(
        page_url(assessment), {"title": PLAN.title, "link": PLAN.link}, headers=WITH_HTMX
    )
    item = assessment.evidence_items.get(title=PLAN.title)
    removed = client.post(
        reverse("answer_evidence_remove", args=[assessment.pk, QUESTION, item.pk]), headers=WITH_HTMX
    )
    chooser = client.get(page_url(assessment), headers=WITH_HTMX)

    assert "note.txt" in said(added)
    assert PLAN.title in said(linked_too)
    assert PLAN.title not in said(removed)
    assert "<html" not in f"{added.content!r}{removed.content!r}{chooser.content!r}"
    assert f'<option value="{item.pk}">{PLAN.title}</option>' in chooser.content.decode()


@pytest.mark.parametrize("headers", [{}, WITH_HTMX], ids=["page", "card"])
@pytest.mark.parametrize(
    ("posted", "text"),
    [
        ({"title": "", "link": "https://p"}, "Name the proof"),
        ({"title": "Plan", "link": "ftp://p"}, "Type the whole address"),
        ({"move": "choose", "item": ""}, "Choose one of the register."),
        ({"move": "choose", "item": "nothing"}, "not in the register any more"),
    ],
)
def test_what_is_missing_is_told(
    assessment: Assessment, lead: Person, posted: dict[str, str], text: str, headers: dict[str, str]
) -> None:
    page = signed_in(lead).post(page_url(assessment), posted, headers=headers)

    assert page.status_code == 422
    assert text in said(page)


@pytest.mark.parametrize("headers", [{}, WITH_HTMX], ids=["page", "card"])
def test_refusals_are_told_where_they_belong(
    assessment: Assessment, lead: Person, headers: dict[str, str]
) -> None:
    item = linked(assessment, lead)
    save(assessment, lead, Answer(Choice(1), Evidence.DOCUMENTED))
    client = signed_in(lead)
    remove = reverse("answer_evidence_remove", args=[assessment.pk, QUESTION, item.pk])

    kept = client.post(remove, headers=headers, follow=not headers)
    limited = signed_in(limited_to(assessment, "users"))
    own = limited.post(remove, headers=headers, follow=not headers)
    foreign = limited.post(page_url(assessment), {"title": "P", "link": "https://p"}, headers=headers)
    submit(assessment, lead)
    late = upload(client, assessment, headers=headers)

    assert "This is all that backs the answer." in said(kept)
    assert "somebody else’s to answer" in said(own)
    assert (foreign.status_code, late.status_code) == (403, 409)
    assert (kept.status_code, own.status_code) == ((409, 403) if headers else (200, 200))


def limited_to(assessment: Assessment, section: str) -> Person:
    person = joined(assessment, MemberRole.RESPONDENT, name="Lim")
    Membership.objects.filter(person=person).update(sections=[section])
    return person


@pytest.mark.parametrize("name", ["answer_evidence", "answer_evidence_file"])
def test_question_that_is_none_is_not_found(assessment: Assessment, lead: Person, name: str) -> None:
    url = reverse(name, args=[assessment.pk, "data.nothing"])

    assert signed_in(lead).post(url, {"file": sent("a.txt", b"a")}).status_code == 404


def test_reviewer_reads_the_register_and_adds_nothing(
    assessment: Assessment, lead: Person, reviewer: Person
) -> None:
    upload(signed_in(lead), assessment)
    client = signed_in(reviewer)
    register = client.get(reverse("evidence", args=[assessment.pk]))

    assert "note.txt" in said(register)
    assert client.get(page_url(assessment)).status_code == 403
    assert upload(client, assessment).status_code == 403


def test_register_says_who_when_how_large_and_what_rests_on_it(assessment: Assessment, lead: Person) -> None:
    client = signed_in(lead)
    empty = client.get(reverse("evidence", args=[assessment.pk]))
    assert "Nothing backs the answers yet" in said(empty)
    upload(client, assessment, "shot.png", picture())
    item = assessment.evidence_items.get()
    today = timezone.localdate()
    shot = actions.Description("Shot", dated=today - timedelta(days=9), expires_on=today)
    actions.describe_evidence(
        assessment=assessment, item_id=item.pk, said=shot, seen=actions.described(item), by=lead
    )

    page = client.get(reverse("evidence", args=[assessment.pk]))
    count = len(queries_of(client, assessment))
    for number in range(3):
        upload(client, assessment, f"{number}.txt", str(number).encode())

    assert "Shot Expired" in said(page)
    assert "by Lea Lead" in said(page)
    assert "expired on" in said(page)
    assert item.sha256[:12] in said(page)
    assert "The preview is being made" in said(page)
    assert len(queries_of(client, assessment)) == count


def queries_of(client: Client, assessment: Assessment) -> Any:
    from django.db import connection  # noqa: PLC0415 - for this alone
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - likewise

    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("evidence", args=[assessment.pk]))
    return captured


def test_section_page_asks_no_more_for_files(
    assessment: Assessment, lead: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(lead)
    client.get(section_url(assessment))
    for number in range(3):
        upload(client, assessment, f"{number}.txt", str(number).encode())

    with django_assert_num_queries(7 + 3):  # three that only a test's transaction adds
        page = client.get(section_url(assessment))

    assert "2.txt" in said(page)


def test_piece_is_described_renewed_and_taken_out(assessment: Assessment, lead: Person) -> None:
    client = signed_in(lead)
    upload(client, assessment)
    item = assessment.evidence_items.get()

    client.post(item_url("evidence_item", item), {**seen(item), "title": "Note", "dated": "2026-03-03"})
    client.post(item_url("evidence_version", item), {"file": sent("newer.txt", b"newer")})
    page = client.get(item_url("evidence_item", item))
    assert "Note" in said(page)
    assert "newer.txt" in said(page)
    assert "Dated 3 March 2026" in said(page)
    held = client.post(item_url("evidence_discard", item), follow=True)
    assert "Take it off them first" in said(held)
    client.post(reverse("answer_evidence_remove", args=[assessment.pk, QUESTION, item.pk]))
    gone = client.post(item_url("evidence_discard", item), follow=True)

    assert "“Note” is out of the register." in said(gone).replace("&quot;", '"')
    assert not assessment.evidence_items.exists()


def test_description_that_was_changed_meanwhile_is_shown_beside_what_was_typed(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    item = linked(assessment, lead)
    url = item_url("evidence_item", item)
    older = hidden(signed_in(respondent).get(url))
    signed_in(lead).post(url, {**older, "title": PLAN.title, "expires_on": "2027-03-03"})

    refused = signed_in(respondent).post(url, {**older, "title": "Plan B"})

    assert refused.status_code == 409
    assert f"What is saved now {PLAN.title} Date of the proof: none Expires on: 3 March 2027" in said(refused)
    assert "What you typed, which is not Plan B Date of the proof: none Expires on: none" in said(refused)
    assert "Somebody else changed this since you opened the page." in said(refused)
    assert 'value="Plan B"' in refused.content.decode()
    item.refresh_from_db()
    assert actions.described(item) == actions.Description(PLAN.title, None, date(2027, 3, 3))
    again = {**hidden(refused), "title": "Plan B", "expires_on": "2027-03-03"}
    assert signed_in(respondent).post(url, again).status_code == 302
    item.refresh_from_db()
    assert actions.described(item) == actions.Description("Plan B", None, date(2027, 3, 3))


def test_what_cannot_be_said_of_a_piece_is_told(assessment: Assessment, lead: Person) -> None:
    client = signed_in(lead)
    upload(client, assessment)
    item = assessment.evidence_items.get()
    other = linked(assessment, lead)
    actions.attach_link(
        assessment=assessment, question=QUESTION, title="Other", link=PLAN.link, by=lead, at=NOW
    )
    describe, renew = item_url("evidence_item", item), item_url("evidence_version", item)

    pages = [
        client.post(describe, {"title": ""}),
        client.post(describe, {"title": "N", "dated": "2026-03-03", "expires_on": "2026-03-03"}),
        client.post(describe, {"title": "N", "dated": "soon"}),
        client.post(item_url("evidence_item", other), {**seen(other), "title": "Other"}),
        client.post(renew, {"file": sent("note.txt", b"text")}),
        client.post(renew, {"file": sent("note.exe", b"MZ")}),
        client.post(renew, {}),
    ]
    submit(assessment, lead)
    pages.append(client.post(describe, {"title": "Late"}))

    assert [page.status_code for page in pages] == [422] * 8
    told = [said(page) for page in pages]
    for text, page in zip(
        ("Name the proof.", "after the date", "year-month-day", "has the same", "latest version already",
         "not kept here", "Choose a file.", "nobody can answer now"),
        told, strict=True,
    ):  # fmt: skip
        assert text in page


def test_file_is_saved_and_never_opened_here(assessment: Assessment, lead: Person) -> None:
    client = signed_in(lead)
    upload(client, assessment, "Größe “x”;.txt")
    file = assessment.evidence_items.get().latest
    assert file

    response = client.get(reverse("evidence_file", args=[assessment.pk, file.pk]))

    assert b"".join(response) == b"text"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''Gr%C3%B6%C3%9Fe")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "private, no-store"


def test_check_page_leads_to_files_and_links(assessment: Assessment, lead: Person, reviewer: Person) -> None:
    upload(signed_in(lead), assessment)
    linked(assessment, lead)
    save(assessment, lead, Answer(Choice(1), proof=(COUNT,)))
    file = assessment.evidence_items.get(title="note.txt").latest
    assert file

    page = signed_in(reviewer).get(reverse("check_answers", args=[assessment.pk])).content.decode()

    for url, title in (
        (reverse("evidence_file", args=[assessment.pk, file.pk]), "note.txt"),
        (PLAN.link, PLAN.title),
    ):
        assert f'<a href="{url}" rel="noopener noreferrer">{title}</a>' in page
    assert f'<p class="small">{COUNT.title}</p>' in page  # only its hash is known


def test_preview_is_there_once_it_is_drawn(assessment: Assessment, lead: Person) -> None:
    client = signed_in(lead)
    upload(client, assessment, "shot.png", picture())
    file = assessment.evidence_items.get().latest
    assert file
    url = reverse("evidence_preview", args=[assessment.pk, file.pk])
    assert client.get(url).status_code == 404

    actions.draw_preview(file_id=file.pk, at=NOW)
    drawn = client.get(url)

    assert drawn["Content-Type"] == "image/png"
    assert drawn["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert b"".join(drawn).startswith(PNG)
    assert url in client.get(section_url(assessment)).content.decode()
    EvidencePreview.objects.update(stored="")
    assert client.get(url).status_code == 404
    assert "No preview" in said(client.get(reverse("evidence", args=[assessment.pk])))


def test_file_that_was_lost_is_not_found(assessment: Assessment, lead: Person, tmp_path: Any) -> None:
    client = signed_in(lead)
    upload(client, assessment)
    file = assessment.evidence_items.get().latest
    assert file
    (tmp_path / file.stored).unlink()

    assert client.get(reverse("evidence_file", args=[assessment.pk, file.pk])).status_code == 404


def test_answer_that_waited_for_its_proof_saves_then(assessment: Assessment, lead: Person) -> None:
    client = signed_in(lead)
    posted = fields(QUESTION, said="3", evidence="documented")
    assert client.post(save_url(assessment), posted, headers=WITH_HTMX).status_code == 422

    linked(assessment, lead)

    assert client.post(save_url(assessment), posted, headers=WITH_HTMX).status_code == 200
    assert stored(assessment) == Answer(Choice(3), Evidence.DOCUMENTED, proof=(PLAN,))


def test_card_shows_dates_and_where_a_hash_alone_is_kept(assessment: Assessment, lead: Person) -> None:
    save(assessment, lead, Answer(level(1).said, proof=(COUNT,)))

    page = signed_in(lead).get(section_url(assessment))

    assert "Count of 3 March File kept elsewhere" in said(page)
