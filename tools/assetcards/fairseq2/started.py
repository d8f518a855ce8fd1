"""When this process started: what another process has looked up since then is no older than an answer of its own."""

from __future__ import annotations

import os
import time
from contextlib import suppress

_LOADED = time.time_ns()
_STARTED = 19
"""Which of the values behind the name of a process in `/proc/PID/stat` says when it started, in ticks since boot."""


def started_at() -> int:
    """The nanoseconds since 1970 at which this process started; where that is not known, at which this was loaded.

    >>> started_at() <= time.time_ns()
    True
    """
    with suppress(OSError, ValueError, AttributeError, IndexError):
        with open("/proc/self/stat", "rb") as file:
            ticks = int(file.read().rpartition(b")")[2].split()[_STARTED])
        age = time.clock_gettime_ns(time.CLOCK_BOOTTIME) - ticks * 1_000_000_000 // os.sysconf("SC_CLK_TCK")
        return min(_LOADED, time.time_ns() - age)
    return _LOADED
