"""Files and settled disagreements, as the history page tells them."""

import hashlib

import pytest
from django.core.files.base import ContentFile

from assessments import actions, storage
from assessments.models import Assessment, EvidenceItem, Person
from assessments.storage import KeptFile
from tests.factories import NOW

from .evidenced import linked
from .test_views_history import sentences
from .test_views_history_talk import NAME, newest
from .voices import second_answer_in

pytestmark = pytest.mark.django_db


def brought(assessment: Assessment, item: EvidenceItem, by: Person, content: bytes) -> None:
    """One more file behind what backs an answer."""
    digest = hashlib.sha256(content).hexdigest()
    kept = KeptFile("count.txt", len(content), "text/plain", digest, storage.keep(ContentFile(content)))
    actions.add_version(assessment=assessment, item_id=item.pk, file=kept, by=by, at=NOW)


@pytest.mark.usefixtures("own_storage")
def test_files_are_told(assessment: Assessment, lead: Person) -> None:
    item = linked(assessment, lead)

    brought(assessment, item, lead, b"one")
    brought(assessment, item, lead, b"two")

    told = "\n".join(sentences(lead, assessment))
    assert "added the file “count.txt” for “Pilot plan”" in told
    assert "added the file “count.txt”, version 2, for “Pilot plan”" in told


def test_settled_disagreement_is_told(both_in: Assessment, lead: Person, reviewer: Person) -> None:
    second = second_answer_in(both_in)

    actions.settle_disagreement(
        assessment=both_in, answer_id=second.pk, why="Both are true.", by=reviewer, at=NOW
    )

    assert f"settled the disagreement on {NAME}" in newest(lead, both_in)
