"""A limit on the time that typesetting may take."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class TooSlow(Exception):  # noqa: N818 - says what was the matter
    """The report could not be typeset in the time allowed."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise TooSlow once the time is over.

    Signals reach the main thread only, where workers and commands print; elsewhere there is no limit here.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def give_up(_number: int, _frame: FrameType | None) -> None:
        raise TooSlow(f"the report was not typeset within {seconds:g} seconds")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
