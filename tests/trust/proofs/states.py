"""Threat T3 at full size: 10,000 moves by anybody at any time, and what is stored is what the rules say.

Run by script/prove as `pytest -s tests/trust/proofs/states.py`, with PROOF_STEPS and PROOF_SEED in the
environment. The small version runs with all tests, in tests/trust/test_states.py; that every guard is needed
is shown in tests/trust/test_guards.py.
"""

import os
from collections import Counter

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.trust.machine import Rounds

STEPS = int(os.environ.get("PROOF_STEPS", "10000"))
SEED = int(os.environ.get("PROOF_SEED", "1"))
EACH = 50
"""Moves in one project."""

AT_A_TIME = 20
"""Projects in one run of Hypothesis: it ends a run early when it finds little new."""


@pytest.mark.django_db
def test_rounds_follow_the_rules_for_ten_thousand_moves() -> None:
    told: Counter[str] = Counter()
    run = 0
    while told.total() < STEPS:
        run += 1
        run_state_machine_as_test(seed(SEED * 1_000_000 + run)(_counting(told)), settings=MANY)
    refused = told.total() - told["done"]
    print(  # noqa: T201 - what script/prove reads
        f"\n{told.total()} moves, seed {SEED}: {told['done']} done, "
        f"{refused} refused in {len(told) - 1} ways, 0 different; {dict(told)}"
    )
    assert told["done"] > STEPS // 10
    assert len(told) > 12


def _counting(told: Counter[str]) -> type[Rounds]:
    class Counting(Rounds):
        def teardown(self) -> None:
            told.update(self.play.told)
            super().teardown()

    return Counting


MANY = settings(
    max_examples=AT_A_TIME,
    stateful_step_count=EACH,
    deadline=None,
    database=None,
    print_blob=False,
    suppress_health_check=list(HealthCheck),
)
