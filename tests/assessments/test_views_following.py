"""The page of one action: how far it is, and what shows what became of it."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django import Settings

from assessments import actions, storage
from assessments.domain.case import Action as Planned
from assessments.models import Action, Assessment, MemberRole, Person
from tests.factories import NOW, AssessmentFactory, OversightFactory, member

from .browsing import signed_in
from .steps import accept, reopen, submit, withdraw
from .test_actions_following import DUE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_storage")]

LINK = {"move": "link", "title": "Count", "link": "https://wiki.example.org/count"}


@pytest.fixture
def owner(assessment: Assessment) -> Person:
    return member(assessment.project, MemberRole.RESPONDENT, name="Olga Owner")


@pytest.fixture
def action(assessment: Assessment, lead: Person, owner: Person) -> Action:
    submit(assessment, lead)
    plan = [Planned("re-run it", "Olga Owner", DUE, shown_by="a count", cost="EUR 500")]
    actions.choose_fix(assessment=assessment, section="data", actions=plan, owners=[owner], by=lead, at=NOW)
    return Action.objects.get()


def url(action: Action, name: str = "action", *more: object) -> str:
    return reverse(name, args=[action.remedy.assessment_id, action.pk, *more])


def file() -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("count.txt", b"counted", "text/plain")}


def test_owner_says_how_far_it_is(action: Action, owner: Person) -> None:
    client = signed_in(owner)
    html = client.get(url(action)).content.decode()
    assert "re-run it" in html
    assert "EUR 500" in html
    assert "Nobody has said yet how far it is." in html

    answered = client.post(url(action), {"status": "done", "note": "counted twice"}, follow=True)

    html = answered.content.decode()
    assert "counted twice" in html
    assert "Done; counts once the next round’s answers show it." in html


@pytest.mark.parametrize(
    ("posted", "anchor"),
    [
        ({}, "id_status_0"),
        ({"status": "dropped"}, "id_note"),
        ({"status": "open"}, "id_note"),
    ],
)
def test_what_is_missing_is_told_at_its_field(
    action: Action, owner: Person, posted: dict[str, str], anchor: str
) -> None:
    page = signed_in(owner).post(url(action), posted)

    assert page.status_code == 422
    assert f'<a href="#{anchor}">' in page.content.decode()


def test_reader_sees_it_and_moves_nothing(action: Action, reviewer: Person) -> None:
    client = signed_in(reviewer)

    assert "Say how far it is" not in client.get(url(action)).content.decode()
    assert client.post(url(action), {"status": "done"}).status_code == 403
    assert client.post(url(action, "action_proof"), LINK).status_code == 403
    assert client.post(url(action, "action_proof_file"), file()).status_code == 403
    assert client.post(url(action, "action_proof_remove", uuid4())).status_code == 403
    overseer = signed_in(OversightFactory().person)
    assert overseer.get(url(action)).status_code == 200
    assert overseer.post(url(action), {"status": "done"}).status_code == 403


def test_link_file_and_register_are_attached_and_taken_off(action: Action, owner: Person) -> None:
    client = signed_in(owner)
    assert client.post(url(action, "action_proof"), LINK | {"title": ""}).status_code == 422
    assert client.post(url(action, "action_proof"), LINK).status_code == 302
    assert client.post(url(action, "action_proof_file"), file()).status_code == 302
    assert client.post(url(action, "action_proof_file"), file()).status_code == 302  # the register has it
    [kept] = [link.item for link in action.proofs.all() if link.item.latest]
    assert len([name for names in storage.everything_stored() for name in names]) == 1

    assert client.post(url(action, "action_proof_remove", kept.pk)).status_code == 302
    html = client.get(url(action)).content.decode()
    assert "Use one from the register" in html
    client.post(url(action, "action_proof"), {"move": "choose", "item": str(kept.pk)})
    html = client.get(url(action)).content.decode()
    assert "count.txt" in html
    register = client.get(reverse("evidence", args=[action.remedy.assessment_id])).content.decode()
    assert f'Backs <a href="{url(action)}">re-run it</a>' in register


def test_file_that_cannot_be_taken_is_told(
    action: Action, owner: Person, settings: Settings, own_storage: Path
) -> None:
    client = signed_in(owner)
    wrong = {"file": SimpleUploadedFile("count.exe", b"MZ", "application/x-msdownload")}
    assert client.post(url(action, "action_proof_file"), wrong).status_code == 422
    settings.EVIDENCE_ROUND_BYTES = 3
    assert client.post(url(action, "action_proof_file"), file()).status_code == 422
    assert not list(own_storage.rglob("*.txt"))
    settings.EVIDENCE_FILE_BYTES = 3
    assert client.post(url(action, "action_proof_file"), file()).status_code == 422
    settings.EVIDENCE_UPLOADS_PER_HOUR = 0
    assert client.post(url(action, "action_proof_file"), file()).status_code == 429


def test_action_of_a_round_that_a_later_one_replaced_only_reads(
    action: Action, owner: Person, lead: Person
) -> None:
    accept(reopen(action.remedy.assessment, lead), lead)
    later: Assessment = AssessmentFactory(project=action.remedy.assessment.project, round=2)
    accept(later, lead)
    client = signed_in(owner)

    assert "Round 2 was concluded since" in client.get(url(action)).content.decode()
    page = client.post(url(action), {"status": "done"})
    assert page.status_code == 409
    assert "Go on in the latest round" in page.content.decode()
    answered = client.post(url(action, "action_proof_remove", uuid4()), follow=True)
    assert "Go on in the latest round" in answered.content.decode()


def test_there_is_no_action_before_a_verdict_in_another_round_or_once_withdrawn(
    action: Action, lead: Person
) -> None:
    withdraw(action.remedy.assessment, lead)
    draft: Assessment = AssessmentFactory(project=action.remedy.assessment.project, round=2)
    client = signed_in(lead)
    assert client.get(url(action)).status_code == 404
    assert client.post(url(action), {"status": "done"}).status_code == 404
    elsewhere = reverse("action", args=[draft.pk, action.pk])
    assert client.get(elsewhere).status_code == 404
    assert client.post(elsewhere, {"status": "done"}).status_code == 404
    submit(draft, lead)
    assert client.get(elsewhere).status_code == 404
    for name in ("action_proof", "action_proof_file"):
        assert client.post(reverse(name, args=[draft.pk, action.pk]), LINK).status_code == 404


def test_verdict_says_how_far_it_is_and_a_returned_one_how_far_it_was(
    action: Action, owner: Person, lead: Person
) -> None:
    found, verdict = action.remedy.assessment, reverse("verdict", args=[action.remedy.assessment_id])
    client = signed_in(lead)
    actions.move_action(
        assessment=found, action_id=action.pk, status="dropped", note="no money", by=owner, at=NOW
    )
    assert "Dropped: no money" in client.get(verdict).content.decode()
    actions.move_action(assessment=found, action_id=action.pk, status="done", by=owner, at=NOW)
    submit(reopen(found, lead), lead)

    html = client.get(verdict).content.decode()
    assert url(action) in html
    assert "Done; counts once the next round’s answers show it." in html
    reopen(found, lead)
    html = client.get(verdict).content.decode()
    assert "Done; counts once the next round’s answers show it." in html
    assert url(action) not in html
