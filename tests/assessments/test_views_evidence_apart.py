"""Evidence of a second respondent: their own to look after, and neither side's for the other to find."""

import pytest
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from assessments import actions
from assessments.models import Assessment, Person

from .browsing import signed_in
from .evidenced import QUESTION, hidden, item_url, page_url, said, seen, upload
from .files import sent
from .steps import apart, complete, level, save, submit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_storage")]


def test_second_respondent_looks_after_their_own_pieces(assessment: Assessment, blind: Person) -> None:
    client = signed_in(blind)
    upload(client, assessment)
    item = assessment.evidence_items.get()
    url = item_url("evidence_item", item)
    assert f'href="{url}"' in client.get(page_url(assessment)).content.decode()

    page = client.get(url)
    client.post(url, {**hidden(page), "title": "Count", "expires_on": "2027-03-03"})
    client.post(item_url("evidence_version", item), {"file": sent("b.txt", b"newer")})
    register = said(client.get(reverse("evidence", args=[assessment.pk])))
    assert "Count" in register
    assert "Expires on 3 March 2027" in register
    assert item.versions.count() == 2
    client.post(reverse("answer_evidence_remove", args=[assessment.pk, QUESTION, item.pk]))
    with TestCase.captureOnCommitCallbacks(execute=True):
        gone = client.post(item_url("evidence_discard", item), follow=True)

    assert gone.redirect_chain == [(reverse("evidence", args=[assessment.pk]), 302)]
    assert not assessment.evidence_items.exists()


def test_second_respondent_is_not_told_when_the_team_submitted(
    assessment: Assessment, lead: Person, blind: Person
) -> None:
    client = signed_in(blind)
    upload(client, assessment)
    item = assessment.evidence_items.get()
    client.post(reverse("answer_evidence_remove", args=[assessment.pk, QUESTION, item.pk]))
    actions.submit_assessment(assessment=assessment, by=lead, at=timezone.now())

    assert client.post(item_url("evidence_discard", item)).status_code == 302
    assert not assessment.evidence_items.exists()


def test_opinion_that_is_complete_keeps_its_pieces_as_they_are(assessment: Assessment, blind: Person) -> None:
    client = signed_in(blind)
    upload(client, assessment)
    item = assessment.evidence_items.get()
    own = apart(assessment, blind)
    complete(own, blind, {"data.cleaning": level(1)})
    url = item_url("evidence_item", item)

    assert client.get(url).context["may_change"] is False
    posted = client.post(url, {**seen(item), "title": "Count"})
    assert posted.status_code == 422
    assert "your answers are complete" in said(posted)


def test_each_voice_finds_no_piece_of_the_other(assessment: Assessment, lead: Person, blind: Person) -> None:
    people = (lead, blind)
    for person in people:
        upload(signed_in(person), assessment, typed={"title": f"Of {person}"})

    for person, other in (people, people[::-1]):
        client, foreign = signed_in(person), assessment.evidence_items.get(title=f"Of {other}")
        assert f"Of {other}" not in said(client.get(reverse("evidence", args=[assessment.pk])))
        assert client.get(item_url("evidence_item", foreign)).status_code == 404
        for name, posted in (
            ("evidence_item", {"title": "Mine"}),
            ("evidence_version", {"file": sent("b.txt", b"newer")}),
            ("evidence_discard", {}),
        ):
            assert client.post(item_url(name, foreign), posted).status_code == 404
        assert foreign.versions.count() == 1
    assert assessment.evidence_items.count() == 2


def test_newer_file_may_be_what_a_second_respondent_has_too(
    assessment: Assessment, lead: Person, blind: Person
) -> None:
    client, theirs = signed_in(lead), signed_in(blind)
    upload(client, assessment, content=b"older", typed={"title": "Count"})
    upload(theirs, assessment, content=b"newer", typed={"title": "Count"})
    item = assessment.evidence_items.get(voice=None)

    renewed = client.post(item_url("evidence_version", item), {"file": sent("b.txt", b"newer")})

    assert renewed.status_code == 302
    assert item.versions.count() == 2


def test_files_of_a_second_opinion_are_read_once_it_is_opened(
    assessment: Assessment, lead: Person, reviewer: Person, blind: Person
) -> None:
    save(assessment, lead, level(4))
    upload(signed_in(blind), assessment)
    complete(assessment, blind, {QUESTION: level(0)})
    file = assessment.evidence_items.get().latest
    assert file
    url = reverse("evidence_file", args=[assessment.pk, file.pk])
    client = signed_in(reviewer)
    assert client.get(url).status_code == 404

    submit(assessment, lead)

    second = assessment.answers.get(voice=blind)
    page = client.get(reverse("disagreement", args=[assessment.pk, second.pk])).content.decode()
    assert f'<a href="{url}" rel="noopener noreferrer">note.txt</a>' in page
    assert b"".join(client.get(url)) == b"text"
    assert client.get(item_url("evidence_item", file.item)).status_code == 404
