"""What backs the answers of the company's rounds: a file with a preview, and a link that backs nothing."""

import hashlib
from datetime import timedelta

from django.core.files.base import ContentFile

from assessments import actions, storage
from assessments.models import AnswerEvidence, Assessment, EvidenceItem, EvidencePreview, Person
from assessments.storage import KeptFile
from tests.factories import NOW

ALSO_BACKED = "users.selection"
"""A question whose answer does without what backs it."""


def digest(text: str) -> str:
    """A text's SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()


def file_evidence(round_: Assessment, text: str, by: Person) -> None:
    """A file with a preview behind what backs the answers, and a link that backs nothing."""
    at = NOW + timedelta(seconds=1)
    content = ContentFile(text.encode())
    kept = KeptFile(f"{text}.txt", len(text), "text/plain", digest(text), storage.keep(content))
    item = round_.evidence_items.get()
    file = actions.add_version(assessment=round_, item_id=item.pk, file=kept, by=by, at=at)
    preview = storage.keep_preview(text.encode())
    EvidencePreview.objects.create(file=file, stored=preview, made_at=at)
    row = round_.answers.get(question=ALSO_BACKED)
    AnswerEvidence.objects.create(answer=row, item=item)
    EvidenceItem.objects.create(
        assessment=round_, title=f"{text} unused", link="https://unused.example.org", added_by=by, added_at=at
    )
