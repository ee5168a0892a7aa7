"""`python -m benchmarks [name ...]`: the figures of one run."""

import sys

from benchmarks import pages, startup
from benchmarks.figures import run

MEASUREMENTS = {
    "startup": startup.measure,
    "pages": pages.measure,
}

if __name__ == "__main__":
    sys.exit(run(MEASUREMENTS, sys.argv[1:]))
