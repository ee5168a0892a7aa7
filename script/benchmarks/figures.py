"""What a measurement returns, and how it is printed."""

import platform
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True)
class Figure:
    """One measured number; `limit` is the most it may be, `least` the least, None where nothing is asked."""

    name: str
    value: float
    unit: str
    limit: float | None = None
    note: str = ""
    least: float | None = None

    @property
    def kept(self) -> bool:
        """Whether it is within what is asked."""
        high = self.limit is not None and self.value > self.limit
        low = self.least is not None and self.value < self.least
        return not (high or low)

    @property
    def asked(self) -> str:
        """What is asked, in words; empty where nothing is."""
        bounds = (("at most", self.limit), ("at least", self.least))
        return ", ".join(f"{word} {bound:g} {self.unit}" for word, bound in bounds if bound is not None)


def run(measurements: Mapping[str, Callable[[], Iterable[Figure]]], chosen: Iterable[str]) -> int:
    """Run the chosen measurements, or all, print each figure as soon as it is known.

    Returns 1 if one is not within what is asked, 2 for a name that is none.
    """
    names = list(chosen) or list(measurements)
    if unknown := [name for name in names if name not in measurements]:
        print(f"No such measurement: {', '.join(unknown)}. There are: {', '.join(measurements)}")
        return 2
    print(
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {platform.platform()}, Python {platform.python_version()}"
    )
    kept = [_printed(figure) for name in names for figure in measurements[name]()]
    return 0 if all(kept) else 1


def _printed(figure: Figure) -> bool:
    mark = "" if figure.kept else "  NOT KEPT"
    print(
        f"{figure.name:<48} {figure.value:>9.3g} {figure.unit:<10} {figure.asked:<22} {figure.note}{mark}",
        flush=True,
    )
    return figure.kept
