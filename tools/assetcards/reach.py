"""All that can be reached from some things, step by step."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def reached_from(start: Iterable[T], next_of: Callable[[T], Iterable[T]]) -> set[T]:
    """The things themselves, what `next_of` each gives, and so on, however far; circles end.

    >>> sorted(reached_from("a", {"a": "bc", "b": "a", "c": "", "d": "a"}.__getitem__))
    ['a', 'b', 'c']
    """
    found: set[T] = set()
    pending = list(start)
    while pending:
        each = pending.pop()
        if each not in found:
            found.add(each)
            pending += next_of(each)
    return found
