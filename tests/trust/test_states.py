"""Threat T3 at a small size: rounds that people push about at random follow the rules, step by step."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from .machine import Rounds

FEW = settings(
    max_examples=20,
    stateful_step_count=15,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.django_db
def test_rounds_follow_the_rules_whatever_people_do() -> None:
    run_state_machine_as_test(Rounds, settings=FEW)
