"""Files as evidence: uploaded, renewed, thrown away, drawn small.

The file is stored first, by whoever calls, and the row follows in the transaction: what is left without a row
is swept away after a day. A file goes when no row names it any more.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from .. import storage
from ..acting import SYSTEM, acting_as
from ..domain.casefile.parts import ProofPart
from ..domain.files import PREVIEWED
from ..domain.numbers import plain
from ..drawing import draw
from ..models import (
    ActionProof,
    AnswerEvidence,
    Assessment,
    EvidenceFile,
    EvidenceItem,
    EvidencePreview,
    Person,
)
from ..queries import evidence_bytes
from ..storage import KeptFile
from .evidence import EvidenceKept, InvalidEvidence, attach, changing_item, changing_proofs, taken
from .refusal import shape_errors

TASK = "assessments.tasks.draw_preview"
UNNAMED_AFTER = timedelta(days=1)
UNDRAWN_AFTER = timedelta(minutes=10)
AT_ONCE = 500

log = logging.getLogger(__name__)


def attach_file(
    *, assessment: Assessment, question: str, title: str, file: KeptFile, by: Person, at: datetime
) -> EvidenceItem:
    """Let a file back an answer; without a title it goes by its name.

    A file that the register knows under this title backs the answer from there: the new copy is not used.
    """
    title = title.strip() or file.name
    if errors := shape_errors(ProofPart, {"title": title, "sha256": file.sha256}, "title"):
        raise InvalidEvidence(errors)
    # Undone as a whole: how much room there is shows only on the way, and a view tells the refusal.
    with transaction.atomic(), changing_proofs(assessment, question, by=by, at=at) as row:
        item = register_file(assessment, title, file, by, at)
        attach(row, item)
    return item


def register_file(
    assessment: Assessment, title: str, file: KeptFile, by: Person, at: datetime
) -> EvidenceItem:
    """The voice's piece with this file under this title, made where the register has none such."""
    register = assessment.evidence_items.filter(voice=assessment.voice)
    known = register.filter(title=title, link="", sha256=file.sha256).first()
    item = known or EvidenceItem(assessment=assessment, voice=assessment.voice, added_by=by, added_at=at)
    if known is None:
        item.title, item.sha256 = title, file.sha256
        item.save(force_insert=True)
    if item.latest_id is None:
        _add_version(item, file, 1, by, at)
    return item


def add_version(
    *, assessment: Assessment, item_id: UUID | str, file: KeptFile, by: Person, at: datetime
) -> EvidenceFile:
    """Put a newer file in the place of a piece's last; the ones before stay."""
    with changing_item(assessment, item_id, by=by) as item:
        if item.latest and item.latest.sha256 == file.sha256:
            raise InvalidEvidence({"file": _("this is the latest version already: nothing was changed")})
        register = assessment.evidence_items.filter(voice=assessment.voice)
        same = register.filter(title=item.title, link=item.link, sha256=file.sha256)
        if same.exclude(pk=item.pk).exists():
            raise taken("file")
        last = item.files[0].version if item.files else 0
        return _add_version(item, file, last + 1, by, at)


def discard_evidence(*, assessment: Assessment, item_id: UUID | str, by: Person) -> None:
    """Take a piece out of the register, with all its versions; their files go too, unless a round kept them.

    Only what backs no answer and was never submitted; a second voice's is in no submission.
    """
    with changing_item(assessment, item_id, by=by) as item:
        if AnswerEvidence.objects.filter(item=item).exists():
            raise EvidenceKept(_("Answers rest on this. Take it off them first."))
        if ActionProof.objects.filter(item=item).exists():
            raise EvidenceKept(_("An action of a fix is shown by this. Take it off there first."))
        submitted_at = assessment.submitted_at if assessment.voice is None else None
        if submitted_at and item.added_at <= submitted_at:
            raise EvidenceKept(_("This was in the register when the round was submitted: it stays there."))
        previews = EvidencePreview.objects.filter(file__item=item).exclude(stored="")
        stored = [*(file.stored for file in item.files), *previews.values_list("stored", flat=True)]
        EvidenceItem.objects.filter(pk=item.pk).update(latest=None)
        for file in item.files:
            file.delete()
        EvidenceItem.objects.filter(pk=item.pk).delete()
        transaction.on_commit(lambda: _discard_unnamed(stored), robust=True)


def draw_preview(*, file_id: UUID, at: datetime) -> None:
    """Draw a file's preview, or keep that there can be none; the drawing itself is in no transaction.

    A storage that fails says nothing about the file: then nothing is kept, and the sweep asks again.
    """
    with acting_as(SYSTEM):
        file = EvidenceFile.objects.filter(pk=file_id, preview__isnull=True).first()
        drawn = EvidencePreview.objects.filter(file__stored=file.stored).first() if file else None
    if file is None:
        return
    try:
        stored = drawn.stored if drawn else _drawn(file)
    except OSError:  # it may go well the next time that the sweep asks
        log.exception("The file %s could not be read, or its preview not be kept", file.pk)
        return
    with acting_as(SYSTEM):
        preview = EvidencePreview(file=file, stored=stored, made_at=at)
        EvidencePreview.objects.bulk_create([preview], ignore_conflicts=True)


def sweep_evidence(*, at: datetime) -> int:
    """Remove files that no row has named for a day, and ask again for lost previews; how many went."""
    removed = 0
    for stored in storage.everything_stored():
        for name in _unnamed(stored):
            if storage.stored_at(name) < at - UNNAMED_AFTER:
                removed += storage.discard(name)
    with acting_as(SYSTEM):
        waiting = EvidenceFile.objects.filter(
            preview__isnull=True, media_type__in=PREVIEWED, added_at__lt=at - UNDRAWN_AFTER
        )
        undrawn = list(waiting.order_by("-added_at").values_list("pk", flat=True)[:AT_ONCE])
    for file in undrawn:
        _ask_for_preview(file)
    return removed


def _add_version(item: EvidenceItem, file: KeptFile, version: int, by: Person, at: datetime) -> EvidenceFile:
    used = evidence_bytes(item.assessment)
    if used + file.size > settings.EVIDENCE_ROUND_BYTES:
        text = _("the round’s files would take more than %(most)s MB together: give a link instead")
        raise InvalidEvidence({"file": text % {"most": plain(settings.EVIDENCE_ROUND_BYTES // 1_000_000)}})
    row = EvidenceFile(item=item, version=version, added_by=by, added_at=at, **vars(file))
    row.save(force_insert=True)
    item.latest, item.sha256 = row, file.sha256
    item.save(update_fields=["latest", "sha256"])
    if file.media_type in PREVIEWED:
        _ask_on_commit(row.pk)
    return row


def _ask_on_commit(file: UUID) -> None:
    """A queue that is down must not take the upload back: the sweep asks again."""
    transaction.on_commit(lambda: _ask_for_preview(file), robust=True)


def _ask_for_preview(file: UUID) -> None:
    current_app.send_task(TASK, kwargs={"file_id": str(file)})


def _drawn(file: EvidenceFile) -> str:
    with storage.open_file(file.stored) as opened:
        picture = draw(opened, file.media_type)
    return storage.keep_preview(picture) if picture else ""


def _unnamed(stored: Iterable[str]) -> list[str]:
    """Those that no row names."""
    names = set(stored)
    with acting_as(SYSTEM):
        for model in (EvidenceFile, EvidencePreview):
            names -= set(model.objects.filter(stored__in=names).values_list("stored", flat=True))
    return sorted(names)


def _discard_unnamed(stored: Iterable[str]) -> None:
    for name in _unnamed(stored):
        storage.discard(name)
