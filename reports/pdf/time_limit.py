"""A limit on the time that typesetting may take."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

AGAIN = 1.0


class TooSlow(Exception):  # noqa: N818 - says what was the matter
    """The report could not be typeset in the time allowed."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise TooSlow once so much of a processor's time is used up, and every second of it thereafter.

    Not by the clock: on a busy machine a report takes longer, and is no worse for it. Again and again,
    because a library may catch any exception and go on, or raise one of its own instead; and at the end, if
    it went on to that. Signals reach the main thread only, where workers and commands print; elsewhere there
    is no limit here.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    too_slow = TooSlow(f"the report was not typeset within {seconds:g} seconds of work")
    gave_up = False

    def give_up(_number: int, _frame: FrameType | None) -> None:
        nonlocal gave_up
        gave_up = True
        raise too_slow

    before = signal.signal(signal.SIGPROF, give_up)
    try:
        signal.setitimer(signal.ITIMER_PROF, seconds, AGAIN)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    except Exception as error:
        if gave_up and error is not too_slow:
            raise too_slow from error
        raise
    finally:  # once more: the signal may have come in the first of the two
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    if gave_up:  # and was overheard: what was being drawn then is missing
        raise too_slow
