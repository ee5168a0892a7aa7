"""Streams of a gigabyte: refused unread where they are too much, taken with flat memory where they may be.

Run by script/prove as `pytest -s tests/trust/proofs/uploads.py`, with PROOF_BYTES in the environment. The
small version runs with all tests, in tests/trust/test_uploads.py.
"""

import os
from pathlib import Path

import pytest

from tests.trust.streams import digest_of, kept, site

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

BYTES = int(os.environ.get("PROOF_BYTES", str(64 * 1024**2)))
MEGABYTE = 1024**2


def test_streams_leave_memory_flat(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Too much with its length, too much without, and as much where that is allowed."""
    with site(tmp_path / "small.log") as small:
        small.send(1_000)
        before = small.memory()
        refused = small.send(BYTES), small.send(BYTES, declared=False)
        grown = small.memory() - before
    monkeypatch.setenv("EVIDENCE_FILE_BYTES", str(2 * BYTES))
    monkeypatch.setenv("EVIDENCE_ROUND_BYTES", str(4 * BYTES))
    with site(tmp_path / "large.log") as large:
        large.send(1_000)
        before = large.memory()
        taken = large.send(BYTES)
        grown_too = large.memory() - before
    wrong = sum(status not in allowed for status, allowed in zip(refused, ((0, 413), (0, 411)), strict=True))
    whole = (BYTES, digest_of(BYTES)) in kept() and len(kept()) == 3
    lost = 0 if taken == 302 and whole else 1
    print(  # noqa: T201 - what script/prove reads
        f"\nstreams of {BYTES / MEGABYTE:.0f} MB: not refused {wrong}, not kept whole {lost}, "
        f"grown {max(grown, grown_too) / MEGABYTE:.0f} MB"
    )
    assert (wrong, lost) == (0, 0), (refused, taken, kept())
    assert max(grown, grown_too) < 30 * MEGABYTE
