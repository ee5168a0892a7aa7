"""Files as evidence: kept with their versions, previewed, thrown away, and swept when nobody names them."""

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.test import TestCase
from django.utils import timezone
from pytest_django import Settings

from assessments import actions, queries, storage
from assessments.drawing import PNG, draw
from assessments.models import Assessment, EvidenceFile, EvidenceItem, EvidencePreview, Person
from assessments.storage import KeptFile
from tests.factories import NOW

from .files import pdf, picture
from .steps import CLAIM, accept, level, reopen, save, submit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_storage")]

QUESTION = "data.selection"


def kept(content: bytes = b"text", name: str = "note.txt", media_type: str = "text/plain") -> KeptFile:
    stored = storage.keep(ContentFile(content))
    return KeptFile(name, len(content), media_type, hashlib.sha256(content).hexdigest(), stored)


def attach(assessment: Assessment, by: Person, file: KeptFile, **more: Any) -> EvidenceItem:
    told = {"question": QUESTION, "title": ""} | more
    return actions.attach_file(assessment=assessment, file=file, by=by, at=NOW, **told)


def renew(assessment: Assessment, by: Person, item: EvidenceItem, file: KeptFile) -> EvidenceFile:
    return actions.add_version(assessment=assessment, item_id=item.pk, file=file, by=by, at=NOW)


def discard(assessment: Assessment, by: Person, item: EvidenceItem) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        actions.discard_evidence(assessment=assessment, item_id=item.pk, by=by)


def content_of(stored: str) -> bytes:
    with storage.open_file(stored) as opened:
        return opened.read()


def is_there(stored: str) -> bool:
    try:
        storage.open_file(stored).close()
    except FileNotFoundError:
        return False
    return True


def test_file_goes_by_its_name_and_its_hash(assessment: Assessment, lead: Person) -> None:
    item = attach(assessment, lead, kept())

    assert (item.title, item.sha256) == ("note.txt", hashlib.sha256(b"text").hexdigest())
    assert item.latest
    assert (item.latest.version, item.latest.size, item.latest.item) == (1, 4, item)
    assert content_of(item.latest.stored) == b"text"


def test_same_file_again_is_the_same_piece(assessment: Assessment, lead: Person) -> None:
    item = attach(assessment, lead, kept())

    assert attach(assessment, lead, kept(), question="data.cleaning") == item
    assert EvidenceFile.objects.count() == 1


def test_file_of_a_hash_that_was_only_named_comes_to_it(assessment: Assessment, lead: Person) -> None:
    file = kept()
    named = EvidenceItem.objects.create(
        assessment=assessment, title="note.txt", sha256=file.sha256, added_by=lead, added_at=NOW
    )

    assert attach(assessment, lead, file) == named
    assert EvidenceItem.objects.get().latest


def test_title_that_is_too_long_is_refused(assessment: Assessment, lead: Person) -> None:
    with pytest.raises(actions.InvalidEvidence) as invalid:
        attach(assessment, lead, kept(), title="t" * 501)

    assert set(invalid.value.errors) == {"title"}


def test_newer_version_takes_the_place_and_the_older_stays(assessment: Assessment, lead: Person) -> None:
    item = attach(assessment, lead, kept())

    renewed = renew(assessment, lead, item, kept(b"newer"))

    item = EvidenceItem.objects.get()
    assert (item.latest, item.sha256, renewed.version) == (renewed, hashlib.sha256(b"newer").hexdigest(), 2)
    assert [file.version for file in item.versions.all()] == [2, 1]
    assert all(is_there(file.stored) for file in item.versions.all())


def test_link_gets_a_file_of_its_own(assessment: Assessment, lead: Person) -> None:
    item = actions.attach_link(
        assessment=assessment, question=QUESTION, title="Plan", link="https://plan", by=lead, at=NOW
    )

    assert renew(assessment, lead, item, kept()).version == 1
    assert EvidenceItem.objects.get().link == "https://plan"


def test_what_stands_already_is_no_new_version(assessment: Assessment, lead: Person) -> None:
    item = attach(assessment, lead, kept())
    attach(assessment, lead, kept(b"other"), title="note.txt")

    for content, said in ((b"text", "latest version already"), (b"other", "the same under this title")):
        with pytest.raises(actions.InvalidEvidence, match=said):
            renew(assessment, lead, item, kept(content))


def test_files_of_a_round_have_a_limit_together(
    assessment: Assessment, lead: Person, settings: Settings
) -> None:
    settings.EVIDENCE_ROUND_BYTES = 10
    item = attach(assessment, lead, kept(b"123456"))

    with pytest.raises(actions.InvalidEvidence, match="give a link instead"):
        renew(assessment, lead, item, kept(b"12345"))
    assert queries.evidence_bytes(assessment) == 6


def test_file_that_finds_no_room_leaves_nothing(
    assessment: Assessment, lead: Person, settings: Settings
) -> None:
    settings.EVIDENCE_ROUND_BYTES = 3

    with pytest.raises(actions.InvalidEvidence, match="give a link instead"):
        attach(assessment, lead, kept(b"1234"))

    assert not assessment.evidence_items.exists()
    assert not assessment.answers.exists()


def test_piece_that_backs_nothing_can_go_with_its_files(assessment: Assessment, lead: Person) -> None:
    item = attach(assessment, lead, kept(picture(), "shot.png", "image/png"))
    assert item.latest
    actions.draw_preview(file_id=item.latest.pk, at=NOW)
    names = [item.latest.stored, EvidencePreview.objects.get().stored]
    with pytest.raises(actions.EvidenceKept, match="Take it off"):
        discard(assessment, lead, item)
    actions.detach_evidence(assessment=assessment, question=QUESTION, item_id=item.pk, by=lead, at=NOW)

    discard(assessment, lead, item)

    assert not EvidenceItem.objects.exists()
    assert not any(is_there(name) for name in names)


def test_what_was_submitted_stays_in_the_register(assessment: Assessment, lead: Person) -> None:
    item = attach(assessment, lead, kept())
    actions.detach_evidence(assessment=assessment, question=QUESTION, item_id=item.pk, by=lead, at=NOW)
    submit(assessment, lead)
    reopen(assessment, lead)

    with pytest.raises(actions.EvidenceKept, match="when the round was submitted"):
        discard(assessment, lead, item)


def test_next_round_names_the_same_file_and_keeps_it(assessment: Assessment, lead: Person) -> None:
    item = attach(assessment, lead, kept(picture(), "shot.png", "image/png"))
    assert item.latest
    actions.draw_preview(file_id=item.latest.pk, at=NOW)
    renew(assessment, lead, item, kept(b"newer"))
    save(assessment, lead, level(2))
    accept(assessment, lead)

    following = actions.start_assessment(project=assessment.project, claim=CLAIM, by=lead, at=NOW)

    copy = following.evidence_items.get()
    (file,) = copy.versions.all()
    assert copy.latest == file
    assert (file.version, file.stored) == (2, EvidenceItem.objects.get(pk=item.pk).latest.stored)  # type: ignore[union-attr]
    actions.detach_evidence(assessment=following, question=QUESTION, item_id=copy.pk, by=lead, at=NOW)
    discard(following, lead, copy)
    assert is_there(file.stored)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (picture(), "image/png"),
        (picture("JPEG", (3000, 2000)), "image/jpeg"),
        (picture("WEBP"), "image/webp"),
        (picture("GIF"), "image/gif"),
        (picture("PNG", (64, 64), "RGBA"), "image/png"),
        (pdf(), "application/pdf"),
    ],
    ids=["PNG", "large JPEG", "WebP", "GIF", "transparent PNG", "PDF"],
)
def test_preview_is_drawn_anew(assessment: Assessment, lead: Person, content: bytes, media_type: str) -> None:
    item = attach(assessment, lead, kept(content, "shot", media_type))
    assert item.latest

    for _ in range(2):
        actions.draw_preview(file_id=item.latest.pk, at=NOW)

    preview = EvidencePreview.objects.get()
    assert content_of(preview.stored).startswith(PNG)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (picture("PNG", (12_000, 12_000), "1"), "image/png"),
        (picture()[:40], "image/png"),
        (picture("GIF"), "image/png"),
        (b"%PDF-1.7 and nothing", "application/pdf"),
    ],
    ids=["pixel bomb", "cut", "another kind", "no PDF"],
)
def test_file_that_cannot_be_drawn_stays_usable(
    assessment: Assessment, lead: Person, content: bytes, media_type: str
) -> None:
    item = attach(assessment, lead, kept(content, "shot", media_type))
    assert item.latest

    actions.draw_preview(file_id=item.latest.pk, at=NOW)

    assert EvidencePreview.objects.get().stored == ""
    assert is_there(item.latest.stored)


def test_drawing_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assessments.drawing.SECONDS", 0.001)

    assert draw(ContentFile(picture()), "image/png") is None


def test_preview_that_failed_for_want_of_the_storage_is_drawn_later(
    assessment: Assessment, lead: Person, own_storage: Path
) -> None:
    item = attach(assessment, lead, kept(picture(), "shot.png", "image/png"))
    assert item.latest
    (own_storage / "files").rename(own_storage / "elsewhere")
    actions.draw_preview(file_id=item.latest.pk, at=NOW)
    (own_storage / "elsewhere").rename(own_storage / "files")
    (own_storage / "previews").write_text("no folder")
    actions.draw_preview(file_id=item.latest.pk, at=NOW)
    (own_storage / "previews").unlink()
    assert not EvidencePreview.objects.exists()

    actions.draw_preview(file_id=item.latest.pk, at=NOW)

    assert content_of(EvidencePreview.objects.get().stored).startswith(PNG)


def test_file_that_is_gone_is_not_said_to_have_no_preview(assessment: Assessment, lead: Person) -> None:
    item = attach(assessment, lead, kept(picture(), "shot.png", "image/png"))
    assert item.latest
    storage.discard(item.latest.stored)

    actions.draw_preview(file_id=item.latest.pk, at=NOW)
    actions.draw_preview(file_id=uuid4(), at=NOW)

    assert not EvidencePreview.objects.exists()


def test_same_stored_file_is_drawn_once(assessment: Assessment, lead: Person) -> None:
    first = attach(assessment, lead, kept(picture(), "shot.png", "image/png"))
    second = attach(assessment, lead, kept(picture("PNG", (9, 9)), "other.png", "image/png"))
    assert first.latest
    copy = EvidenceFile.objects.create(
        item=second, version=2, name="c.png", size=1, media_type="image/png", sha256="a" * 64,
        stored=first.latest.stored, added_by=lead, added_at=NOW,
    )  # fmt: skip
    actions.draw_preview(file_id=first.latest.pk, at=NOW)

    actions.draw_preview(file_id=copy.pk, at=NOW)

    assert len(set(EvidencePreview.objects.values_list("stored", flat=True))) == 1


def test_sweep_removes_what_nobody_named_for_a_day(
    assessment: Assessment, lead: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    send = "assessments.actions.evidence_files.current_app.send_task"
    monkeypatch.setattr(send, lambda _, **told: asked.append(told))
    item = attach(assessment, lead, kept(picture(), "shot.png", "image/png"))
    assert item.latest
    orphan, preview = storage.keep(ContentFile(b"orphan")), storage.keep_preview(b"orphan")
    now = timezone.now()

    assert actions.sweep_evidence(at=now) == 0
    assert actions.sweep_evidence(at=now + timedelta(hours=25)) == 2

    assert not is_there(orphan)
    assert not is_there(preview)
    assert is_there(item.latest.stored)
    assert asked[-1] == {"kwargs": {"file_id": str(item.latest.pk)}}


def test_storage_that_fails_leaves_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise RuntimeError("the bucket is full")

    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", full)

    with pytest.raises(OSError, match="could not be stored"):
        storage.keep(ContentFile(b"text"))
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
