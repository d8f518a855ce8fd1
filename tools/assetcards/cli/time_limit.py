"""How much processor time a run may take, whatever is in the cards that it reads."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from assetcards.cpu import CPU_VARIABLE, cpu_seconds

AGAIN = 0.2
"""The seconds after which the clock rings again, for somebody else's code may have caught what it raised."""


class OutOfTimeError(KeyboardInterrupt):
    """The run has used up its time: it ends wherever it is, as by Ctrl-C, and no code of others may go on after it."""

    def __str__(self) -> str:
        return (
            f"this took more than {cpu_seconds(os.environ)} s of processor time "
            f"(ask for less; if the catalog is really that large, raise {CPU_VARIABLE})"
        )


@contextmanager
def limited_time() -> Iterator[None]:
    """End what is run here when it has taken too long. Raises OutOfTimeError then, and BoundError as `cpu_seconds`.

    Only the first thread of a process can be ended like this, and another one has no clock.
    """
    seconds = cpu_seconds(os.environ)
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    handler = signal.signal(signal.SIGPROF, _ring)
    clock = signal.setitimer(signal.ITIMER_PROF, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, *clock)
        signal.signal(signal.SIGPROF, handler)


def _ring(_number: int, _frame: object) -> NoReturn:
    raise OutOfTimeError


@contextmanager
def unlimited_time() -> Iterator[None]:
    """Stop the clock meanwhile: how long files are hashed goes by their size, and not by what cards say."""
    clock = signal.setitimer(signal.ITIMER_PROF, 0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, *clock)
