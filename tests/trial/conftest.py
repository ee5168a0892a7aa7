"""A trial of the test's own."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.trial.running import COMMAND, RunningTrial


@pytest.fixture
def trial() -> Iterator[RunningTrial]:
    """Not started yet; killed and cleared away afterwards."""
    with tempfile.TemporaryDirectory(prefix="honest-pilot-trial-") as folder:
        Path(folder).chmod(0o711)  # for root, whose PostgreSQL runs as another user
        running = RunningTrial(Path(folder) / "home", command=(*COMMAND, "--empty"))
        yield running
        running.kill()
