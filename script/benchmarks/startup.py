"""From typing script/server to the first answer: cold in an empty folder, warm in a used one.

Packages are installed already: a cold start is measured beyond downloads.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from benchmarks.figures import Figure
from tests.trial.running import RunningTrial

WARM_ROUNDS = 5


@contextmanager
def trial_in_new_folder() -> Iterator[RunningTrial]:
    """A trial that is not started yet; gone with its folder afterwards."""
    with tempfile.TemporaryDirectory(prefix="honest-pilot-bench-") as folder:
        Path(folder).chmod(0o711)  # for root, whose PostgreSQL runs as another user
        trial = RunningTrial(Path(folder) / "home", command=["script/server"])
        try:
            yield trial
        finally:
            trial.kill()


def measure() -> list[Figure]:
    """One cold start, the median of several warm ones, and the stop."""
    with trial_in_new_folder() as trial:
        cold = trial.start()
        stops = [trial.timed_end()]
        warm = []
        for _ in range(WARM_ROUNDS):
            warm.append(trial.start())
            stops.append(trial.timed_end())
    return [
        Figure("start, cold: empty folder, demo loaded", cold, "s", limit=60),
        Figure("start, warm, to the first answer", median(warm), "s", limit=3, note=f"worst {max(warm):.2f}"),
        Figure("stop", median(stops), "s", note=f"worst {max(stops):.2f}"),
    ]
