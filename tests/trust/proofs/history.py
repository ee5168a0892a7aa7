"""The history at full size: a long chain, and somebody with the database in their hands.

Run by script/prove as `pytest -s tests/trust/proofs/history.py`, with PROOF_ENTRIES, PROOF_EDITS and
PROOF_SEED in the environment. The small version runs with all tests, in tests/trust/test_history.py.
"""

import os
from pathlib import Path

import pytest

from tests.trust.chains import edited, long_chain, tail_cut

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

ENTRIES = int(os.environ.get("PROOF_ENTRIES", "500"))
EDITS = int(os.environ.get("PROOF_EDITS", "400"))
SEED = int(os.environ.get("PROOF_SEED", "1"))


def test_every_edit_and_a_cut_tail_are_found(tmp_path: Path) -> None:
    """Edit, walk, put back; then cut what a report was issued of."""
    done = edited(long_chain(ENTRIES), edits=EDITS, seed=SEED)
    kinds = dict(sorted(done.kinds.items()))
    cut = tail_cut(tmp_path)
    print(  # noqa: T201 - what script/prove reads
        f"\n{EDITS} edits {kinds} on {ENTRIES} entries, seed {SEED}: "
        f"unseen {done.unseen}, named wrong {done.named_wrong}, tails cut unseen {0 if cut else 1}"
    )
    assert (done.unseen, done.named_wrong, cut) == (0, 0, True)
