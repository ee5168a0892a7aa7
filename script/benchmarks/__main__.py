"""`python -m benchmarks [name ...]`: the figures of one run."""

import sys

from benchmarks import editors, pages, phone, reports, signatures, startup, walls, writers
from benchmarks.figures import run

MEASUREMENTS = {
    "startup": startup.measure,
    "pages": pages.measure,
    "phone": phone.measure,
    "walls": walls.measure,
    "reports": reports.measure,
    "signatures": signatures.measure,
    "writers": writers.measure,
    "editors": editors.measure,
}

if __name__ == "__main__":
    sys.exit(run(MEASUREMENTS, sys.argv[1:]))
