"""What approvers' signatures cost: CPU and bytes of each, and the check of the file afterwards."""

import time
from collections.abc import Callable, Iterator
from functools import cache, partial
from statistics import median
from typing import TypeVar

from benchmarks.database import set_up_without_database
from benchmarks.figures import Figure

ROUNDS = 5
T = TypeVar("T")


def measure() -> list[Figure]:
    """Seal one report and sign it three times; medians of five rounds after one warm-up."""
    set_up_without_database()
    rounds = [list(_one_round()) for _ in range(ROUNDS + 1)][1:]
    return [
        Figure(same[0].name, median(one.value for one in same), same[0].unit)
        for same in zip(*rounds, strict=True)
    ]


def _one_round() -> Iterator[Figure]:
    from reports.signing import append_signature, seal  # noqa: PLC0415 - these need the settings
    from reports.verification import verify  # noqa: PLC0415
    from tests.reports.approving import PEOPLE, statement  # noqa: PLC0415

    unsealed, record = _typeset()
    pdf, spent = _timed(partial(seal, unsealed, record_sha256=record, registered=True, approvers=len(PEOPLE)))
    yield Figure("seal", spent, "ms CPU")
    yield Figure("sealed file", len(pdf) / 1000, "kB")
    for number, name in enumerate(PEOPLE, 1):
        stated, before = statement(pdf, name), len(pdf)
        pdf, spent = _timed(partial(append_signature, pdf, field=f"Approver{number}", statement=stated))
        yield Figure(f"signature {number}, with the check before it", spent, "ms CPU")
        yield Figure(f"signature {number} adds", (len(pdf) - before) / 1000, "kB")
    _, spent = _timed(partial(verify, pdf))
    yield Figure("check of the file with all three", spent, "ms CPU")


@cache
def _typeset() -> tuple[bytes, str]:
    """An unsealed report of many pages, and the SHA-256 of its record."""
    from reports.content.record import Provenance, freeze  # noqa: PLC0415
    from reports.content.report import report_content  # noqa: PLC0415
    from reports.pdf import write_pdf  # noqa: PLC0415
    from tests.reports.example_cases import assessed, busy  # noqa: PLC0415

    content = report_content(freeze(assessed(busy()), provenance=Provenance(registered=True)))
    return write_pdf(content), content.heading.record_sha256


def _timed(call: Callable[[], T]) -> tuple[T, float]:
    """What it returns, and how many milliseconds of CPU it took."""
    began = time.process_time()
    made = call()
    return made, (time.process_time() - began) * 1000
