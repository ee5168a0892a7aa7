"""Threat T4 at a small size: one signs while another changes what is signed."""

from pathlib import Path

import pytest
from django.conf import LazySettings

from reports.actions.signing import CHANGED
from reports.models import SignOff

from .signing_race import EDITS, edit_the_file, raced, scene, signed_after

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"]), pytest.mark.no_cover]


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: LazySettings) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_what_is_signed_is_what_was_read_whoever_changes_it_meanwhile() -> None:
    ended = raced(len(EDITS), seed=1)

    assert ended.total() == len(EDITS)
    assert ended["signed, edit_the_record refused"] == ended["signed, edit_what_was_said refused"] == 1


def test_file_that_was_changed_after_the_reading_is_not_signed() -> None:
    row = signed_after(edit_the_file, scene())

    assert (row.state, row.error) == (SignOff.State.VOID, CHANGED)
