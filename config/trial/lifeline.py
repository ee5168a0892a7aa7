"""Ties a process's life to its parent's, so that a kill -9 leaves nothing behind."""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1

# Loaded here and not in the function: between fork and exec only the call itself is safe.
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(number: signal.Signals, *, parent: int) -> None:
    """Ask the kernel to send this process a signal when `parent` ends.

    To be called in the child, after any change of user (which clears the request). The kernel watches
    the parent's thread that forked, so fork from the main thread. Elsewhere than on Linux only the check
    that the parent still lives is made.
    """
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
