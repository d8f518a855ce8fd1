"""Messages during a run, such as what it waits for: a library prints nothing, but must not be silent either.

The command line listens and prints. Without a listener, a message is a warning of the logger `assetcards`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Listener = Callable[[str], None]

_listeners: list[Listener] = []


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Send messages to a listener meanwhile."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)


def say(message: str) -> None:
    """Send a message to the newest listener.

    >>> with listening(print):
    ...     say("waiting for process 17")
    waiting for process 17
    """
    if _listeners:
        _listeners[-1](message)
        return
    import logging

    logging.getLogger("assetcards").warning(message)
