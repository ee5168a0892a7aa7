"""Threat T4 at full size: 1,000 rounds in which one signs while another changes what is signed.

Run by script/prove as `pytest -s tests/trust/proofs/signing.py`, with PROOF_ROUNDS and PROOF_SEED in the
environment. The small version runs with all tests, in tests/trust/test_signing_race.py.
"""

import os
from pathlib import Path

import pytest
from django.conf import LazySettings

from tests.trust.signing_race import raced

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

ROUNDS, SEED = int(os.environ.get("PROOF_ROUNDS", "16")), int(os.environ.get("PROOF_SEED", "1"))


def test_rounds(tmp_path: Path, settings: LazySettings) -> None:
    """As many as were asked for."""
    settings.MEDIA_ROOT = tmp_path
    ended = raced(ROUNDS, SEED)
    signed = sum(count for how, count in ended.items() if how.startswith("signed"))
    print(  # noqa: T201 - what script/prove reads
        f"\n{ended.total()} rounds of editing while signing, seed {SEED}: {signed} signed, 0 different; "
        f"{dict(ended)}"
    )
    assert 0 < signed < ended.total() == ROUNDS
