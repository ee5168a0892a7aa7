"""`python -m benchmarks.proofs [name ...]`: proofs that script/test runs small, at full size."""

import os
import random
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping

from benchmarks.figures import Figure, run
from benchmarks.startup import trial_in_new_folder

KILLS = 20
SEEDS = tuple(int(seed) for seed in os.environ.get("PROOF_SEEDS", "1 2 3").split())
"""With which seeds the proofs that take long run: all three, or those still to be run."""


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


def prove_outbox() -> Iterator[Figure]:
    """500 reports while worker, beat, queue and PostgreSQL are killed 25 times, with three seeds."""
    for seed in SEEDS:
        yield from _outbox(seed)


def _outbox(seed: int) -> list[Figure]:
    sizes = {"PROOF_REPORTS": "500", "PROOF_KILLS": "25"} | os.environ | {"PROOF_SEED": str(seed)}
    ran = _pytest("tests/trust/proofs/outbox.py", sizes)
    told = re.search(r"(.*): lost (\d+), doubled (\d+), .*", ran)
    if told is None:
        raise SystemExit(ran)
    what = told[1].partition(" {")[0]
    return [
        Figure(f"{what}, seed {seed}: lost", int(told[2]), "reports", limit=0),
        Figure(f"{what}, seed {seed}: doubled", int(told[3]), "reports", limit=0),
    ]


def prove_states() -> Iterator[Figure]:
    """10,000 moves of people in projects, with each of three seeds; nothing but what the rules say."""
    for seed in SEEDS:
        yield from _states(seed)


def _states(seed: int) -> list[Figure]:
    sizes = {"PROOF_STEPS": "10000"} | os.environ | {"PROOF_SEED": str(seed)}
    ran = _pytest("tests/trust/proofs/states.py", sizes)
    told = re.search(r"(\d+) moves, seed \d+: (\d+) done, .* (\d+) different", ran)
    if told is None:
        raise SystemExit(ran)
    return [
        Figure(f"states, seed {seed}: moves", int(told[1]), "moves", note=f"{told[2]} done, others refused"),
        Figure(f"states, seed {seed}: other than the rules say", int(told[3]), "moves", limit=0),
    ]


def prove_signing() -> list[Figure]:
    """1,000 rounds in which one signs a report while another changes what it rests on."""
    sizes = {"PROOF_ROUNDS": "1000", "PROOF_SEED": "1"} | os.environ
    said = _pytest("tests/trust/proofs/signing.py", sizes)
    told = re.search(r"(\d+ rounds of editing while signing, seed \d+): (\d+) signed, (\d+) different", said)
    if told is None:
        raise SystemExit(said)
    note = f"{told[2]} signed, others refused or void"
    return [Figure(f"{told[1]}: other than was read", int(told[3]), "signatures", limit=0, note=note)]


def prove_history() -> list[Figure]:
    """400 edits by a superuser of a chain of 500 entries, and a tail that is cut off a reported round."""
    sizes = {"PROOF_ENTRIES": "500", "PROOF_EDITS": "400", "PROOF_SEED": "1"} | os.environ
    said = _pytest("tests/trust/proofs/history.py", sizes)
    told = re.search(r"(.*): unseen (\d+), named wrong (\d+), tails cut unseen (\d+)", said)
    if told is None:
        raise SystemExit(said)
    what = re.sub(r" \{.*\}", "", told[1])
    names = ("not found", "named in the wrong place", "tails cut unseen")
    return [
        Figure(f"{what}: {name}", int(number), "edits", limit=0)
        for name, number in zip(names, told.groups()[1:], strict=True)
    ]


def prove_uploads() -> list[Figure]:
    """A gigabyte sent as evidence: refused unread, or taken piece by piece where so much is allowed."""
    sizes = {"PROOF_BYTES": str(1024**3)} | os.environ
    said = _pytest("tests/trust/proofs/uploads.py", sizes)
    told = re.search(r"(streams of \d+ MB): not refused (\d+), not kept whole (\d+), grown (\d+) MB", said)
    if told is None:
        raise SystemExit(said)
    return [
        Figure(f"{told[1]}: not refused", int(told[2]), "streams", limit=0),
        Figure(f"{told[1]}: not kept whole", int(told[3]), "files", limit=0),
        Figure(f"{told[1]}: memory of the web grown", int(told[4]), "MB", limit=30),
    ]


def prove_browsers() -> Iterator[Figure]:
    """100 saves of two people in two browsers, in turn and often at the same answer, with three seeds."""
    for seed in SEEDS:
        sizes = {"PROOF_SAVES": "100"} | os.environ | {"PROOF_SEED": str(seed)}
        said = _pytest("tests/trust/proofs/browsers.py", sizes)
        told = re.search(r"(\d+ saves in two browsers, seed \d+): lost (\d+), met (\d+)", said)
        if told is None:
            raise SystemExit(said)
        note = f"they met {told[3]} times"
        yield Figure(f"{told[1]}: lost", int(told[2]), "answers", limit=0, note=note)


def _pytest(path: str, environment: Mapping[str, str]) -> str:
    """Run a proof that is a test, and return all that it said."""
    command = [sys.executable, "-m", "pytest", "--ds", "tests.settings", "-q", "-s", path]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return ran.stdout + ran.stderr


PROOFS = {
    "outbox": prove_outbox,
    "states": prove_states,
    "history": prove_history,
    "uploads": prove_uploads,
    "browsers": prove_browsers,
    "signing": prove_signing,
    "kills": prove_kills,
}

if __name__ == "__main__":
    sys.exit(run(PROOFS, sys.argv[1:]))
