"""Nothing outlives whoever started it, not even when that is killed outright. Linux alone can."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)


def die_with_parent(by: int) -> Callable[[], None]:
    """For `preexec_fn`: the child gets the signal `by` when this process ends.

    The kernel ties this to the thread that starts the child: start children from the main one.
    """
    parent = os.getpid()
    return lambda: end_with(parent, by)


def end_with(parent: int, by: int) -> None:
    """This process gets the signal `by` when `parent` ends, and at once if it already has."""
    if sys.platform == "linux":
        LIBC.prctl(PR_SET_PDEATHSIG, by)
        if os.getppid() != parent:
            os.kill(os.getpid(), by)
