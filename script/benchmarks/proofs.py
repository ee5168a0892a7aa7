"""`python -m benchmarks.proofs [name ...]`: proofs that script/test runs small, at full size."""

import os
import random
import signal
import sys

from benchmarks.figures import Figure, run
from benchmarks.startup import trial_in_new_folder

KILLS = 20


def prove_kills(seed: int = 1) -> list[Figure]:
    """Kill -9 the supervisor or PostgreSQL again and again: nothing is left, and the next start answers."""
    chance = random.Random(seed)  # noqa: S311 - which process is killed need not be secret
    left = refused = 0
    with trial_in_new_folder() as trial:
        for _ in range(KILLS):
            trial.start()
            os.kill(chance.choice([trial.pid, trial.parts()[0]]), signal.SIGKILL)
            trial.wait()
            left += not trial.gone()
            trial.start()
            refused += trial.get("/healthz") != 200
            trial.end()
    return [
        Figure(f"{KILLS} kills: processes left behind", left, "", limit=0),
        Figure(f"{KILLS} kills: next start without an answer", refused, "", limit=0),
    ]


PROOFS = {
    "kills": prove_kills,
}

if __name__ == "__main__":
    sys.exit(run(PROOFS, sys.argv[1:]))
